"""What a family reads and changes of a student: the person, the student, and their place in this family."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families import record_fields, records
from families.field_rules import Kind
from families.identity import COORDINATES, facts
from families.record_form import Group, RecordForm
from families.sheet import Sheet
from students.image_right import follow_student, is_refused_by_another
from students.models import Membership, Student
from students.places import first_guardian

if TYPE_CHECKING:
    from families.models import Guardian

WHO = ["civility", "sex", "last_name", "first_name", "birth_date", "birth_place", "family_situation"]
SCHOOL = ["school_name", "school_level", "image_right", "may_leave_alone"]
WHOM_TO_CALL = ["emergency_name", "emergency_telephone"]
# Those of the guardian, where the place says so. An e-mail is always one's own.
OWN = [name for name in COORDINATES if name != "email"]


def register_records() -> None:
    records.register(
        records.Record(30, "student", Student, student_rows, follows=follow_student),
        records.Record(40, "membership", Membership, membership_rows),
    )
    record_fields.register(Kind.STUDENT, "person", WHO)
    record_fields.register(
        Kind.STUDENT,
        "membership",
        ["reached_through", *COORDINATES],
        reached_through=gettext_lazy("Utiliser les coordonnées du responsable légal"),
    )
    record_fields.register(Kind.STUDENT, "student", SCHOOL)
    record_fields.register(Kind.STUDENT, "membership", WHOM_TO_CALL)


def student_rows(_family_id: int, person_id: int) -> QuerySet[Student]:
    return Student.objects.filter(person=person_id)


def membership_rows(family_id: int, person_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(family=family_id, student__person=person_id)


class StudentRecordForm(RecordForm):
    kind = Kind.STUDENT
    parts = (
        (gettext_lazy("Identité"), "identity", WHO),
        (gettext_lazy("Coordonnées"), "coordinates", ["reached_through", "email"]),
        (gettext_lazy("Adresse et téléphones"), "own-coordinates", OWN),
        (gettext_lazy("Scolarité et autorisations"), "school", SCHOOL),
        (gettext_lazy("En cas d’urgence"), "emergency", WHOM_TO_CALL),
    )

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        place = sheet.rows["membership"]
        self.legal_guardian: Guardian | None = place.reached_through or first_guardian(sheet.family)
        super().__init__(sheet, data)

    def opens(self, name: str) -> bool:
        if name == "reached_through" and self.legal_guardian is None:
            return False
        refused = name == "image_right" and is_refused_by_another(
            self.sheet.rows["student"], self.sheet.reader
        )
        return super().opens(name) and not refused

    def shows(self, name: str) -> bool:
        """A refusal that stands is read, not changed."""
        return super().shows(name) or (name == "image_right" and not self.opens(name))

    def made(self, name: str) -> forms.Field:
        if name != "reached_through":
            return super().made(name)
        return forms.BooleanField(
            label=record_fields.label(self.sheet.key(name)),
            help_text=_("L’adresse et les téléphones sont alors ceux de %(name)s, et les suivent.")
            % {"name": self.legal_guardian},
            required=False,
        )

    def value_shown(self, name: str) -> Any:
        value = super().value_shown(name)
        return bool(value) if name == "reached_through" else value

    def plain(self, name: str, value: Any) -> Any:
        if name == "reached_through":
            return self.legal_guardian.pk if value else None
        return super().plain(name, value)

    def clean(self) -> dict[str, Any]:
        """What the guardian's coordinates stand for is not asked for."""
        cleaned = super().clean()
        if self.uses_guardians():
            for name in OWN:
                self.errors.pop(name, None)
        return cleaned

    def touched(self) -> list[str]:
        touched = super().touched()
        return [name for name in touched if name not in OWN] if self.uses_guardians() else touched

    def uses_guardians(self) -> bool:
        """As it is ticked; where the school closed the tick, as it is on record."""
        if "reached_through" in self.fields:
            return bool(self.cleaned_data.get("reached_through"))
        return bool(self.sheet.shown("reached_through"))

    def groups(self) -> list[Group]:
        """Those of the guardian are shown where they serve, and the student's own are told to be of no use then."""
        return [self._explained(group) for group in super().groups()]

    def _explained(self, group: Group) -> Group:
        if group.anchor == "own-coordinates":
            return group._replace(lead=_("Celles de l’élève, si la case ci-dessus n’est pas cochée."))
        if group.anchor == "coordinates" and self.value_shown("reached_through"):
            return group._replace(facts=[*group.facts, *facts(self.legal_guardian, self._shared())])
        return group

    def _shared(self) -> list[str]:
        rules = self.sheet.rules
        return [name for name in OWN if not rules.hides(name)]
