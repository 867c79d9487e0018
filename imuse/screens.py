"""The screens of a record, as tabs: a table that each app adds its own to in `apps.ready()`.

`FAMILY` are those of «Famille», `STUDENT` those of a student’s file, `BILLING` those of «Facturation».
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise

from imuse.components import Tab

if TYPE_CHECKING:
    from django.http import HttpRequest


def always(_request: "HttpRequest", _record: Any) -> bool:
    return True


@dataclass(frozen=True, order=True)
class Screen:
    """`shown` says whether this record has it, for who asks."""

    order: int
    label: str | Promise = field(compare=False)
    route: str = field(compare=False)
    shown: Callable[["HttpRequest", Any], bool] = field(default=always, compare=False)


class Screens:
    def __init__(self) -> None:
        self._screens: list[Screen] = []

    def register(self, *screens: Screen) -> None:
        self._screens.extend(screens)
        self._screens.sort()

    def tabs(self, request: "HttpRequest", record: Any, *args: Any, query: str = "") -> list[Tab]:
        """`args` are those of each route; what is open now stays marked on the pages below it."""
        shown = [screen for screen in self._screens if screen.shown(request, record)]
        addresses = [reverse(screen.route, args=args) for screen in shown]
        current = max((url for url in addresses if _is_under(request.path, url)), key=len, default="")
        return [
            Tab(screen.label, f"{url}{query}", current=url == current)
            for screen, url in zip(shown, addresses, strict=True)
        ]


def _is_under(path: str, url: str) -> bool:
    return path == url or path.startswith(f"{url}/")


FAMILY, STUDENT, BILLING = Screens(), Screens(), Screens()
