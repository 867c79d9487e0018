"""What Django's own form widgets lack."""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The browser's own way to enter a day; it reads and writes 2026-06-28, and shows it as the reader writes it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The same for a day with its hour, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
