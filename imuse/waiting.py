"""What waits for a family, gathered for «Accueil» from the parts of the portal.

Each app registers in `apps.ready()` a function that gives the lines of a user; «Accueil» shows them in order.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from imuse.components import Waiting

# Of what has no day, what was refused comes first.
ORDER = ("refused", "todo", "unread", "waiting")

_sources: list[Callable[[Any], Iterable[Waiting]]] = []


def register(source: Callable[[Any], Iterable[Waiting]]) -> None:
    _sources.append(source)


def for_user(user: Any) -> list[Waiting]:
    """The most urgent first."""
    return sorted((line for source in _sources for line in source(user)), key=_place)


def _place(line: Waiting) -> tuple[date, int]:
    return line.day or date.max, ORDER.index(line.shape)
