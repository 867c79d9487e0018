"""Search across people, for the box at the top of «Gestion»: each app registers in `apps.ready()` what it finds.

What was typed is read in every way that it can be meant; each source asks for what it knows, of what the person may see.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse

from imuse import telephones
from imuse.keys import key

if TYPE_CHECKING:
    from django.utils.functional import Promise

LEAST, MOST = 2, 100  # characters
A_GROUP = 10
BEFORE_A_WORD = " -'’"
MAY_BE_A_TELEPHONE = re.compile(r"\+?[\d\s().\-/]{6,}")


class Question:
    """«  Inès LEROY » asks for names with «ines» and «leroy» in them, in either order."""

    def __init__(self, typed: str) -> None:
        self.typed = " ".join(typed.replace("\x00", "").split())[:MOST]
        self.key = key(self.typed)

    @property
    def is_too_short(self) -> bool:
        return len(self.key) < LEAST

    @cached_property
    def telephone(self) -> str:
        """As it is kept; nothing where it is no number."""
        if not MAY_BE_A_TELEPHONE.fullmatch(self.typed):
            return ""
        try:
            return telephones.read(self.typed)
        except ValidationError:
            return ""

    @property
    def telephone_shown(self) -> str:
        return telephones.show(self.telephone)

    def named(self, column: str) -> Q:
        """Each word begins one of a key column's, or what stands behind a hyphen or an apostrophe in it."""
        asked = Q()
        for word in self.key.split():
            begun = Q(**{f"{column}__startswith": word})
            for before in BEFORE_A_WORD:
                begun |= Q(**{f"{column}__contains": f"{before}{word}"})
            asked &= begun
        return asked

    def telephoned(self, columns: Iterable[str]) -> Q:
        asked = Q(pk__in=[])
        for column in columns if self.telephone else ():
            asked |= Q(**{column: self.telephone})
        return asked

    def in_order(self, rows: QuerySet, column: str) -> QuerySet:
        """Those first whose key begins as it was typed."""
        begins = When(**{f"{column}__startswith": self.key}, then=Value(0))
        return rows.order_by(Case(begins, default=Value(1)), column, "pk")


class Found(NamedTuple):
    """`is_exact`: it is what was typed, an identifier or a number, and not only something like it."""

    label: str
    url: str
    about: str = ""
    is_exact: bool = False


@dataclass(frozen=True, order=True)
class Source:
    """Asked of who holds one of `permissions`; `find` gives the best first, and one more than a group shows."""

    order: int
    label: "Promise" = field(compare=False)
    permissions: tuple[str, ...] = field(compare=False)
    find: Callable[[Any, Question], Iterable[Found]] = field(compare=False)
    route: str = field(compare=False, default="")  # the list that can be searched further

    def is_open_to(self, user: Any) -> bool:
        return user.is_superuser or any(user.holds(permission) for permission in self.permissions)


class Group(NamedTuple):
    anchor: str
    label: "Promise"
    rows: list[Found]
    goes_on: bool
    url: str


_sources: list[Source] = []


def register(*sources: Source) -> None:
    _sources.extend(sources)
    _sources.sort()


def some(rows: QuerySet) -> QuerySet:
    """As many as a group shows, and one that says that there are more."""
    return rows[: A_GROUP + 1]


class Search:
    """What one person of the staff finds."""

    def __init__(self, question: Question, user: Any) -> None:
        self.question = question
        self.sources = [source for source in _sources if source.is_open_to(user)]
        self.groups = [] if question.is_too_short else list(self._groups(user))

    def _groups(self, user: Any) -> Iterable[Group]:
        for source in self.sources:
            rows = list(source.find(user, self.question))
            if rows:
                url = reverse(source.route) if source.route else ""
                anchor = f"found-{source.order}"
                yield Group(anchor, source.label, rows[:A_GROUP], len(rows) > A_GROUP, url)

    @property
    def leads_to(self) -> str:
        """Straight to the one page, where what was typed is its very identifier or number."""
        found = [row for group in self.groups for row in group.rows]
        return found[0].url if len(found) == 1 and found[0].is_exact else ""
