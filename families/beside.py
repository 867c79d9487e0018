"""What the office sees beside a family's request while it decides: a table that each app adds its own part to in
`apps.ready()`, as the proof of an address that waits too."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from families.models import ChangeRequest

# Nothing, and the part is left out; else what its template shows as `content`.
Source = Callable[[ChangeRequest, User], Any]

_parts: list[tuple[str, Source]] = []


def register(template: str, source: Source) -> None:
    _parts.append((template, source))


def parts_for(change: ChangeRequest, by: User) -> list[tuple[str, Any]]:
    found = ((template, source(change, by)) for template, source in _parts)
    return [(template, content) for template, content in found if content]
