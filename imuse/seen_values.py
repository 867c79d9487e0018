"""A form that knows what its page showed, so that nothing which changed meanwhile is overwritten unseen.

The value of each field travels along in a hidden one. It is compared, never trusted: who forges it deceives nobody
but themselves.
"""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

SEEN = "seen"


def written(value: Any) -> str:
    """The same word for the same value, whether it comes from a row, from JSON or from a field."""
    return "" if value is None else str(getattr(value, "pk", value))


class SeenValues:
    """For a Form. Call `remember_what_is_shown` when it is made."""

    def remember_what_is_shown(self) -> None:
        """Told at the latest: fields and values may still be added to the form."""
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial[SEEN] = self.what_is_shown

    def what_is_shown(self) -> str:
        names = [name for name in self.fields if name != SEEN]
        return json.dumps({name: self.written_now(name) for name in names})

    def written_now(self, name: str) -> str:
        return written(self.get_initial_for_field(self.fields[name], name))

    @cached_property
    def values_seen(self) -> dict[str, str]:
        """As the page sent them back."""
        try:
            sent = json.loads(self.data.get(SEEN) or "{}")
        except (ValueError, RecursionError):  # no form of ours wrote that
            return {}
        pairs = sent.items() if isinstance(sent, dict) else ()
        return {name: value for name, value in pairs if name in self.fields and isinstance(value, str)}

    def is_touched(self, name: str) -> bool:
        """Whether whoever sent the form changed what its page showed. What the page did not show is not theirs."""
        field, widget = self.fields[name], self.fields[name].widget
        if name not in self.values_seen or widget.value_omitted_from_data(self.data, self.files, name):
            return False
        raw = widget.value_from_datadict(self.data, self.files, name)
        return field.has_changed(self.value_seen(name), raw)

    def value_seen(self, name: str) -> Any:
        """Nothing where it is no value of the field: a row that is gone, or forged."""
        try:
            return self.fields[name].to_python(self.values_seen[name])
        except ValidationError:
            return None

    def has_changed_elsewhere(self, name: str) -> bool:
        """Since the page was shown."""
        now = self.written_now(name)
        return self.values_seen.get(name, now) != now

    def show_what_is_now(self) -> None:
        """For a form that is shown again: who sends it once more has seen what changed. A field that was left alone
        takes the newer value; one that was filled keeps what was typed."""
        data = self.data.copy()
        data[SEEN] = self.what_is_shown()
        for name in self.values_seen:
            if self.has_changed_elsewhere(name) and not self.is_touched(name):
                put_into(data, name, self.fields[name], self.get_initial_for_field(self.fields[name], name))
        self.data = data


def put_into(data: Any, name: str, field: forms.Field, value: Any) -> None:
    """As a browser would send it."""
    if isinstance(field.widget, forms.CheckboxInput):
        data.pop(name, None)
        if value:
            data[name] = "on"
    else:
        data[name] = field.widget.format_value(field.prepare_value(value)) or ""
