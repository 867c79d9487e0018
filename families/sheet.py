"""A record as its family sees it: what is on record, what waits over it, and what the school lets be changed."""

from functools import cached_property
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from accounts.models import User
from families import record_fields, records
from families.field_rules import Kind, rules_at
from families.models import ChangeRequest, Family, Person
from families.words import NONE, in_words

LATEST = 12


def recent_changes(family: Family, person: Person) -> QuerySet[ChangeRequest]:
    """What waits, then the latest that a family would ask about."""
    told = ChangeRequest.objects.filter(family=family, person=person)
    waits_first = Case(When(status=ChangeRequest.Status.WAITING, then=Value(0)), default=Value(1))
    newest_first = told.exclude(status=ChangeRequest.Status.REPLACED).order_by(
        waits_first, "-proposed_at", "-pk"
    )
    return newest_first.select_related("proposed_by")[:LATEST]


class Sheet:
    """`rows` are those of the page, already fetched through the door."""

    def __init__(self, kind: Kind, family: Family, person: Person, rows: records.Rows, reader: User) -> None:
        self.kind, self.family, self.person, self.rows, self.reader = kind, family, person, rows, reader
        self.rules = rules_at(family.site, kind, reader)

    @cached_property
    def changes(self) -> list[ChangeRequest]:
        return list(recent_changes(self.family, self.person))

    @property
    def waiting(self) -> ChangeRequest | None:
        first = self.changes[0] if self.changes else None
        return first if first and first.status == ChangeRequest.Status.WAITING else None

    @property
    def unread(self) -> list[ChangeRequest]:
        return [each for each in self.changes if each.refused and each.read_at is None]

    def key(self, name: str) -> str:
        return record_fields.key_of(self.kind, name)

    def is_asked(self, name: str) -> bool:
        return self.waiting is not None and self.key(name) in self.waiting.values

    def shown(self, name: str) -> Any:
        """What is asked; where nothing is, what is on record."""
        key = self.key(name)
        return self.waiting.asked(key) if self.is_asked(name) else records.value_in(self.rows, key)

    def on_record(self, name: str) -> str:
        key = self.key(name)
        return in_words(records.field_of(key), records.value_in(self.rows, key)) or NONE
