"""What waits for a family, gathered for «Accueil» from the parts of the portal.

Each app registers in `apps.ready()` a function that gives the lines of a user; «Accueil» shows them in order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise

Words = str | Promise

# The shape that goes with each tone, and its place among what has no day: what was refused first.
SHAPES = {"bad": "refused", "todo": "todo", "new": "unread", "wait": "waiting"}


@dataclass(frozen=True)
class Line:
    """The whole line leads to `url`; `due` says by when, or of when; `day` is what orders it."""

    tone: str
    title: Words
    url: str
    detail: Words = ""
    due: Words = ""
    day: date | None = None

    @property
    def shape(self) -> str:
        return SHAPES[self.tone]

    @property
    def place(self) -> tuple[date, int]:
        return self.day or date.max, list(SHAPES).index(self.tone)


_sources: list[Callable[[Any], Iterable[Line]]] = []


def register(source: Callable[[Any], Iterable[Line]]) -> None:
    _sources.append(source)


def for_user(user: Any) -> list[Line]:
    """The most urgent first."""
    return sorted((line for source in _sources for line in source(user)), key=attrgetter("place"))
