"""What a family reads of a student: the person, the student, and their place in this family."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from families import record_fields
from families.identity import COORDINATES, Group, Record, facts, hidden_fields
from families.models import Person
from students.models import Membership, Student

WHO = ["civility", "sex", "last_name", "first_name", "birth_date", "birth_place", "family_situation"]
SCHOOL = ["school_name", "school_level", "image_right", "may_leave_alone"]
WHOM_TO_CALL = ["emergency_name", "emergency_telephone"]


def register_fields() -> None:
    record_fields.register(Record.STUDENT, Person, WHO)
    record_fields.register(Record.STUDENT, Membership, COORDINATES)
    record_fields.register(Record.STUDENT, Student, SCHOOL)
    record_fields.register(Record.STUDENT, Membership, WHOM_TO_CALL)


def student_facts(student: Student, place: Membership, user: User) -> list[Group]:
    hidden = hidden_fields(student.person.site, Record.STUDENT, user)
    return [
        Group(_("Identité"), "identity", facts(student.person, WHO, hidden)),
        Group(_("Coordonnées"), "coordinates", _coordinates(place, hidden)),
        Group(_("Scolarité"), "school", facts(student, SCHOOL, hidden)),
        Group(_("En cas d’urgence"), "emergency", facts(place, WHOM_TO_CALL, hidden)),
    ]


def _coordinates(place: Membership, hidden: set[str]) -> list[tuple[Any, str]]:
    """The student's own, or the guardian's, named. An e-mail is always one's own."""
    guardian = place.reached_through
    through = [(_("Coordonnées du responsable légal"), str(guardian))] if guardian else []
    shared = facts(place.reached_at, COORDINATES[:-1], hidden)
    return [*through, *shared, *facts(place, COORDINATES[-1:], hidden)]
