"""«Accueil» below what waits: the parts that each app registers in `apps.ready()`, as the lessons of the week."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, order=True)
class Part:
    """`content` gives what its template shows as `content`; nothing, and the part is left out."""

    order: int
    template: str = field(compare=False)
    content: Callable[["HttpRequest"], Any] = field(compare=False)


_parts: list[Part] = []


def register(*parts: Part) -> None:
    _parts.extend(parts)
    _parts.sort()


def parts_for(request: "HttpRequest") -> list[tuple[str, Any]]:
    shown = ((part.template, part.content(request)) for part in _parts)
    return [(template, content) for template, content in shown if content]
