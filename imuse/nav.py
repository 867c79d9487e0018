"""The main menu and the public pages, as tables that each app adds its own entries to in `apps.ready()`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.http import HttpRequest


class Line(NamedTuple):
    label: str | Promise
    url: str
    icon: str = ""
    current: bool = False
    children: tuple["Line", ...] = ()


@dataclass(frozen=True, order=True)
class Entry:
    """One line of the menu. With an icon it stands in the telephone's bar, without one behind «Menu».

    With `children`, such as the family's students, it opens their list; when there are none it leads to its route.
    """

    order: int
    label: str | Promise = field(compare=False)
    route: str = field(compare=False)
    icon: str = field(default="", compare=False)
    shown: Callable[[Any], bool] = field(default=lambda _user: True, compare=False)
    children: Callable[["HttpRequest"], Iterable[Line]] = field(default=lambda _request: (), compare=False)


_entries: list[Entry] = []
_public_pages: list[Entry] = []


def register(*entries: Entry) -> None:
    _entries.extend(entries)
    _entries.sort()


def register_public(*pages: Entry) -> None:
    """What needs no sign-in: «Plan du site» lists it for everybody."""
    _public_pages.extend(pages)
    _public_pages.sort()


def menu_for(request: "HttpRequest") -> Iterator[Line]:
    return _lines(_entries, request)


def public_pages_for(request: "HttpRequest") -> Iterator[Line]:
    return _lines(_public_pages, request)


def _lines(entries: Iterable[Entry], request: "HttpRequest") -> Iterator[Line]:
    for entry in entries:
        if entry.shown(request.user):
            yield _line(entry, request)


def _line(entry: Entry, request: "HttpRequest") -> Line:
    url = reverse(entry.route)
    children = tuple(
        child._replace(current=_is_under(child.url, request)) for child in entry.children(request)
    )
    current = _is_under(url, request) or any(child.current for child in children)
    return Line(entry.label, url, entry.icon, current, children)


def _is_under(url: str, request: "HttpRequest") -> bool:
    return request.path == url or request.path.startswith(f"{url}/")
