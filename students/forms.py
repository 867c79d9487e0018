"""What is entered for a whole course on one page: what is said once, and a row for each student."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imuse.widgets import DateInput
from students import recording
from students.models import Absence, Course, Enrolment, Evaluation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


class MarkField(forms.DecimalField):
    """«12,5» or «12.5», whatever the language."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": gettext_lazy("Une note est un nombre, par exemple 12,5."),
        "min_value": gettext_lazy("Une note n’est pas négative."),
        "max_decimal_places": gettext_lazy("Une note a deux chiffres au plus après la virgule."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 5, "decimal_places": 2, **options})

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class EvaluationHead(forms.ModelForm):
    out_of = forms.IntegerField(label=gettext_lazy("Notes sur"), min_value=1, max_value=100, initial=20)
    visible_from = forms.DateField(
        label=gettext_lazy("Visible par les familles à partir du"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Vide : d’après la date et le réglage du site."),
    )
    widths: ClassVar[dict[str, str]] = {"date": "short", "kind": "short", "out_of": "short"}

    class Meta:
        model = Evaluation
        fields = ["date", "kind", "out_of", "subject", "visible_from"]
        widgets = {"date": DateInput}
        help_texts = {"kind": gettext_lazy("Contrôle continu, examen, audition…")}


class AbsenceHead(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["date", "lesson"]
        widgets = {"date": DateInput}
        help_texts = {"lesson": gettext_lazy("Si le cours a lieu plusieurs fois ce jour-là.")}


class Row(forms.Form):
    """One student. Left as it was shown, it says nothing and is left out."""

    def __init__(self, enrolment: Enrolment, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, prefix=f"e{enrolment.pk}", empty_permitted=True, use_required_attribute=False)
        self.enrolment = enrolment

    def agree_with(self, said_once: Mapping[str, Any]) -> None:
        """What the row says, seen with what is said once."""


class EvaluationRow(Row):
    mark = MarkField(label=gettext_lazy("Note"), required=False)
    mention = forms.CharField(label=gettext_lazy("Mention"), max_length=60, required=False)
    comment = forms.CharField(
        label=gettext_lazy("Commentaire"), widget=forms.Textarea({"rows": 1}), required=False
    )

    def agree_with(self, said_once: Mapping[str, Any]) -> None:
        mark, out_of = self.cleaned_data.get("mark"), said_once.get("out_of")
        if mark is not None and out_of and mark > out_of:
            self.add_error("mark", _("La note est entre 0 et %(out_of)s.") % {"out_of": out_of})


class AbsenceRow(Row):
    is_absent = forms.BooleanField(label=gettext_lazy("Absent"), required=False)
    is_excused = forms.BooleanField(label=gettext_lazy("Excusé"), required=False)
    reason = forms.CharField(label=gettext_lazy("Motif"), max_length=200, required=False)
    announced_by = forms.ChoiceField(
        label=gettext_lazy("Annoncée par"), choices=Absence.AnnouncedBy.choices, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("is_absent"):
            self.add_error("is_absent", _("Cochez « Absent », ou videz la ligne."))
        return cleaned


class Entry(ABC):
    """The whole page, valid once it says something and all of it is right."""

    permission: str
    title: Any
    head_form: type[forms.BaseForm]
    row_form: type[Row]

    def __init__(self, course: Course, by: "User", data: Mapping[str, Any] | None = None) -> None:
        self.course, self.by = course, by
        self.head = self.head_form(data)
        self.rows = [self.row_form(enrolment, data) for enrolment in self._enrolments(data or {})]
        self.is_empty = False  # sent without a word about anybody

    def is_valid(self) -> bool:
        if not self.head.is_bound:
            return False
        right = [form.is_valid() for form in self.both()]
        for row in self.filled():
            row.agree_with(self.head.cleaned_data)
        self.is_empty = all(right) and not self.filled()
        return all(right) and not self.is_empty and not any(row.errors for row in self.rows)

    def both(self) -> Iterator[forms.BaseForm]:
        yield self.head
        yield from self.rows

    def filled(self) -> list[Row]:
        return [row for row in self.rows if row.has_changed()]

    def columns(self) -> list[Any]:
        return [field.label for field in self.row_form.base_fields.values()]

    def wrong(self) -> list[tuple[str, Any]]:
        """What is to be corrected, in the order of the page: the field's address, and what to say."""
        fields = [(form, field) for form in self.both() for field in form if field.errors]
        return [(field.id_for_label, self._told(form, field)) for form, field in fields]

    @abstractmethod
    def record(self) -> str:
        """Do it, and say what was done."""

    def _told(self, form: forms.BaseForm, field: forms.BoundField) -> str:
        who = getattr(form, "enrolment", None)
        whose = f"{who.student}, {field.label}" if who else field.label
        return _("%(whose)s : %(error)s") % {"whose": whose, "error": field.errors[0]}

    def _enrolments(self, data: Mapping[str, Any]) -> "QuerySet[Enrolment]":
        """Who follows the course now; and of whom something was typed, though they have left meanwhile."""
        today = timezone.localdate()
        current = Q(is_active=True) & (Q(ends_on=None) | Q(ends_on__gte=today))
        typed = {name.partition("-")[0].removeprefix("e") for name, value in data.items() if value}
        named = [int(number) for number in typed if number.isdecimal() and len(number) < 19]
        seen = Enrolment.objects.for_user(self.by).filter(current | Q(pk__in=named), course=self.course)
        return seen.select_related("student__person").order_by("student__person__name_key", "pk")


class EvaluationsEntry(Entry):
    permission = "students.add_evaluation"
    title = gettext_lazy("Saisir des évaluations")
    head_form, row_form = EvaluationHead, EvaluationRow

    def record(self) -> str:
        said = dict(self.head.cleaned_data)
        results = [recording.Result(row.enrolment, **row.cleaned_data) for row in self.filled()]
        count = recording.record_evaluations(
            course=self.course, day=said.pop("date"), results=results, by=self.by, **said
        )
        return ngettext(
            "%(count)s évaluation est enregistrée.", "%(count)s évaluations sont enregistrées.", count
        ) % {"count": count}


class AbsencesEntry(Entry):
    permission = "students.add_absence"
    title = gettext_lazy("Saisir des absences")
    head_form, row_form = AbsenceHead, AbsenceRow

    def record(self) -> str:
        said = self.head.cleaned_data
        noted = recording.record_absences(
            course=self.course,
            day=said["date"],
            lesson=said["lesson"],
            missed=[self._missed(row) for row in self.filled()],
            by=self.by,
        )
        new = ngettext(
            "%(count)s absence est enregistrée.", "%(count)s absences sont enregistrées.", noted.new
        )
        known = ngettext("%(count)s était déjà saisie.", "%(count)s étaient déjà saisies.", noted.known)
        told = [
            words % {"count": count} for words, count in ((new, noted.new), (known, noted.known)) if count
        ]
        return " ".join(told)

    def _missed(self, row: AbsenceRow) -> recording.Missed:
        said = row.cleaned_data
        return recording.Missed(row.enrolment, said["is_excused"], said["reason"], said["announced_by"])
