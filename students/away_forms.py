"""The message that goes to who has a lesson on a day, and the day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imuse.widgets import DateInput
from students import away
from students.models import Course, CourseNotice


class DayForm(forms.Form):
    """By GET: another day has other words."""

    jour = forms.DateField(label=_("Jour du cours"), widget=DateInput)

    def __init__(self, data: Any, course: Course) -> None:
        super().__init__({"jour": data.get("jour") or away.next_day(course)})

    def chosen(self) -> date | None:
        return self.cleaned_data["jour"] if self.is_valid() else None


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Message"),
        max_length=CourseNotice.LONGEST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
