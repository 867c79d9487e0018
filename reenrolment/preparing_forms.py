"""The page that prepares what comes after a course: once for all of its students, and a row for who goes on otherwise."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imuse.policies import Denied
from reenrolment import preparing
from reenrolment.models import NextStep
from reenrolment.preparing import Prepared
from students.models import Course, Discipline, Enrolment

if TYPE_CHECKING:
    from accounts.models import User
    from reenrolment.models import Campaign

SEEN = "seen"


class StepForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("L’an prochain"), max_length=160, required=False)
    cycle = forms.CharField(label=gettext_lazy("Cycle"), max_length=20, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("words", "cycle"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("cycle") and not cleaned.get("words"):
            self.add_error("words", _("Dites aussi ce que la famille lira."))
        return cleaned


class RowForm(StepForm):
    """One student; left empty, what is said of the course counts."""

    def __init__(self, enrolment: Enrolment, step: NextStep | None, data: Mapping[str, Any] | None) -> None:
        initial = {"words": step.words, "cycle": step.cycle} if step else {}
        super().__init__(data, prefix=f"e{enrolment.pk}", initial=initial)
        self.enrolment, self.discipline = enrolment, step.discipline if step else None

    def prepared(self) -> Prepared:
        return Prepared(self.enrolment, **self.cleaned_data, discipline=self.discipline)


class CourseStepForm(StepForm):
    """All students of the course."""

    discipline = forms.ModelChoiceField(
        label=gettext_lazy("Discipline"), queryset=None, required=False, empty_label=gettext_lazy("la même")
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    widths = {"words": "full"}

    def __init__(self, disciplines: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["discipline"].queryset = disciplines
        self.fields["words"].label = _("L’an prochain, pour tous les élèves du cours")
        self.fields["words"].help_text = _("Ce que lit la famille : « Cycle 2, 2e année, mardi à 18 h 15 ».")
        self.fields["cycle"].help_text = _("Vide : le même.")


class NextSteps:
    """The whole page."""

    def __init__(self, campaign: "Campaign", course: Course, by: "User", data: Any = None) -> None:
        self.campaign, self.course = campaign, course
        steps = list(preparing.steps_after(campaign, course))
        of_course = next((step for step in steps if step.course_id), None)
        own = {step.enrolment_id: step for step in steps if step.enrolment_id}
        self.token = preparing.token_of(steps)
        self.head = CourseStepForm(
            _disciplines(campaign, by), data, initial=_said(of_course) | {SEEN: self.token}
        )
        rows = Enrolment.objects.for_user(by).filter(course=course, is_active=True)
        rows = rows.select_related("student__person").order_by("student__person__name_key", "pk")
        self.rows = [RowForm(row, own.get(row.pk), data) for row in rows]
        self.denied = ""

    def both(self) -> Iterator[forms.BaseForm]:
        yield self.head
        yield from self.rows

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is to be corrected, in the order of the page: the field's address, and what to say."""
        fields = [(form, field) for form in self.both() for field in form if field.errors]
        return [(field.id_for_label, _told(form, field)) for form, field in fields]

    def record(self) -> bool:
        right = [form.is_valid() for form in self.both()] if self.head.is_bound else [False]
        if not all(right):
            return False
        said = dict(self.head.cleaned_data)
        seen = said.pop(SEEN)
        steps = [Prepared(None, **said), *(row.prepared() for row in self.rows)]
        try:
            preparing.prepare(campaign=self.campaign, course=self.course, steps=steps, seen=seen)
        except Denied as denied:
            self._show_again(denied)
            return False
        return True

    def _show_again(self, denied: Denied) -> None:
        """What was typed stays; who sends it once more has read that somebody was faster."""
        self.denied = denied.reason
        self.head.data = self.head.data.copy()
        self.head.data[SEEN] = self.token


def _disciplines(campaign: "Campaign", by: "User") -> Any:
    return Discipline.objects.for_user(by).filter(site=campaign.site_id)


def _said(step: NextStep | None) -> dict[str, Any]:
    return {"words": step.words, "cycle": step.cycle, "discipline": step.discipline_id} if step else {}


def _told(form: forms.BaseForm, field: forms.BoundField) -> str:
    who = getattr(form, "enrolment", None)
    whose = f"{who.student}, {field.label}" if who else field.label
    return _("%(whose)s : %(error)s") % {"whose": whose, "error": field.errors[0]}
