"""What a family reads of a person: the fields of a record, by their French names, as the school shows them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Field, Model, QuerySet
from django.utils.text import capfirst

from families import guardians, record_fields, records
from families.models import FieldRule, Guardian, Person
from imuse.words import NONE, in_words

Record = FieldRule.Record

PERSON = ["civility", "last_name", "first_name", "family_situation", "profession", "occupation_code"]
COORDINATES = [
    "address_1",
    "address_2",
    "postal_code",
    "city",
    "home_telephone",
    "work_telephone",
    "fax",
    "mobile",
    "email",
]


def register_records() -> None:
    """The person first: whoever acts on one waits there."""
    records.register(
        records.Record(10, "person", Person, person_rows, follows=guardians.follow_person),
        records.Record(20, "guardian", Guardian, guardian_rows, follows=guardians.follow_guardian),
    )
    record_fields.register(Record.GUARDIAN, "person", PERSON)
    record_fields.register(Record.GUARDIAN, "guardian", COORDINATES)


def person_rows(_family_id: int, person_id: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=person_id)


def guardian_rows(family_id: int, person_id: int) -> QuerySet[Guardian]:
    return Guardian.objects.filter(family=family_id, person=person_id)


Pairs = list[tuple[Any, str]]


def facts(part: Model, names: Iterable[str]) -> Pairs:
    """Label and value of each field; «–» where there is none."""
    return [(capfirst(field.verbose_name), _words(part, field)) for field in map(_fields(part), names)]


def _fields(part: Model) -> Callable[[str], Field]:
    return part._meta.get_field  # noqa: SLF001 - Django's documented way


def _words(part: Model, field: Field) -> str:
    return in_words(field, field.value_from_object(part)) or NONE
