"""What a family reads of a person: the fields of a record, by their French names, as the school shows them."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from families import record_fields
from families.models import FieldRule, Guardian, Person
from imuse.telephones import TelephoneField, show

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
# What a site hides until it says otherwise.
HIDDEN = {Record.GUARDIAN: {"fax"}, Record.STUDENT: {"fax", "occupation_code"}}


def register_fields() -> None:
    record_fields.register(Record.GUARDIAN, Person, PERSON)
    record_fields.register(Record.GUARDIAN, Guardian, COORDINATES)


def hidden_fields(site: Site, record: Record, user: User) -> set[str]:
    rules = dict(
        FieldRule.objects.for_user(user).filter(site=site, record=record).values_list("field", "rule")
    )
    hidden = {field for field, rule in rules.items() if rule == FieldRule.Rule.HIDDEN}
    return hidden | (HIDDEN[record] - rules.keys())


Pairs = list[tuple[Any, str]]


class Group(NamedTuple):
    """A part of a record, as it is read."""

    title: Any
    anchor: str
    pairs: Pairs


def facts(part: Model, names: Iterable[str], hidden: Collection[str] = ()) -> Pairs:
    """Label and value of each field that is not hidden; «–» where there is none."""
    return [(_label(part, name), _value(part, name) or "–") for name in names if name not in hidden]


def guardian_facts(guardian: Guardian, user: User) -> list[Group]:
    hidden = hidden_fields(guardian.family.site, Record.GUARDIAN, user)
    return [
        Group(_("Identité"), "identity", facts(guardian.person, PERSON, hidden)),
        Group(_("Coordonnées"), "coordinates", facts(guardian, COORDINATES, hidden)),
    ]


def _label(part: Model, name: str) -> Any:
    label = part._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's documented way
    return label[:1].upper() + label[1:]


def _value(part: Model, name: str) -> str:
    field, value = part._meta.get_field(name), getattr(part, name)  # noqa: SLF001
    if value is None:
        return ""
    if field.choices:
        return str(getattr(part, f"get_{name}_display")())
    if isinstance(field, TelephoneField):
        return show(value)
    if isinstance(value, bool):
        return str(_("Oui") if value else _("Non"))
    return date_format(value, "SHORT_DATE_FORMAT") if hasattr(value, "isoformat") else str(value)
