"""What waits for a family, gathered for «Accueil» from the parts of the portal.

Each app registers in `apps.ready()` a function that gives the lines for who asks; «Accueil» shows them in order.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from imuse.components import Waiting

if TYPE_CHECKING:
    from django.http import HttpRequest

# Of what has no day, what was refused comes first.
ORDER = ("refused", "todo", "unread", "waiting")

_sources: list[Callable[["HttpRequest"], Iterable[Waiting]]] = []


def register(source: Callable[["HttpRequest"], Iterable[Waiting]]) -> None:
    _sources.append(source)


def lines_for(request: "HttpRequest") -> list[Waiting]:
    """The most urgent first."""
    return sorted((line for source in _sources for line in source(request)), key=_place)


def _place(line: Waiting) -> tuple[date, int]:
    return line.day or date.max, ORDER.index(line.shape)
