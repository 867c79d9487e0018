"""A record as its family sees it: what is on record, what waits over it, and what the school lets be changed."""

from functools import cached_property
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from accounts.models import User
from families import record_fields, records
from families.field_rules import Kind, rules_at
from families.models import ChangeRequest, Family, Guardian, Person
from imuse.words import NONE, in_words

LATEST = 12


def recent_changes(family: Family, person: Person) -> QuerySet[ChangeRequest]:
    """What waits, what is not read yet, then the latest that a family would ask about."""
    told = ChangeRequest.objects.filter(family=family, person=person)
    unread_next = Case(
        When(status=ChangeRequest.Status.WAITING, then=Value(0)),
        When(status__in=ChangeRequest.REFUSALS, read_at=None, then=Value(1)),
        default=Value(2),
    )
    newest_first = told.exclude(status=ChangeRequest.Status.REPLACED).order_by(
        unread_next, "-proposed_at", "-pk"
    )
    return newest_first.select_related("proposed_by")[:LATEST]


class Sheet:
    """`rows` are those of the page, already fetched through the door."""

    def __init__(self, kind: Kind, family: Family, person: Person, rows: records.Rows, reader: User) -> None:
        self.kind, self.family, self.person, self.rows, self.reader = kind, family, person, rows, reader
        self.rules = rules_at(family.site, kind, reader)

    @cached_property
    def changes(self) -> list[ChangeRequest]:
        """The newest first; an adult asks as guardian and as student at once, and each page tells its own part."""
        told = [
            change
            for change in recent_changes(self.family, self.person)
            if any(map(self.tells, change.values))
        ]
        return sorted(told, key=lambda change: change.proposed_at, reverse=True)

    def tells(self, key: str) -> bool:
        """Whose page of a guardian is closed to the reader, their page as a student tells nothing of it."""
        return key in record_fields.keys(self.kind) or self._opens_the_other_page

    @cached_property
    def _opens_the_other_page(self) -> bool:
        guardian = self.rows.get("guardian") or Guardian.objects.filter(person=self.person).first()
        return guardian is None or guardian.is_open_to(self.reader)

    @property
    def waiting(self) -> ChangeRequest | None:
        waits = ChangeRequest.Status.WAITING
        return next((change for change in self.changes if change.status == waits), None)

    @property
    def asked(self) -> list[str]:
        """What waits, of what this page tells."""
        return [key for key in self.waiting.values if self.tells(key)] if self.waiting else []

    @property
    def may_withdraw(self) -> bool:
        """The whole, whoever may read all of it; the others take back field by field."""
        return self.waiting is not None and len(self.asked) == len(self.waiting.values)

    @property
    def unread(self) -> list[ChangeRequest]:
        """Read by who may read all that was refused."""
        unread = [each for each in self.changes if each.refused and each.read_at is None]
        return [each for each in unread if all(map(self.tells, each.refused))]

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
