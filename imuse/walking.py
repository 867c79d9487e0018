"""From one record to the next, and from one page of a list to the next."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.core.paginator import Page, Paginator

from imuse.components import Pager, PagerWords

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

LINES_A_PAGE = 40
Key = TypeVar("Key")


def place_among(
    keys: Sequence[Key], current: Key, address: Callable[[Key], str], words: PagerWords
) -> Pager | None:
    """First, previous, next, last; nothing where there is but one."""
    if len(keys) < 2 or current not in keys:
        return None
    at, last = keys.index(current), len(keys) - 1
    return Pager(
        words,
        position=at + 1,
        count=len(keys),
        first=address(keys[0]) if at > 0 else "",
        previous=address(keys[at - 1]) if at > 0 else "",
        next=address(keys[at + 1]) if at < last else "",
        last=address(keys[last]) if at < last else "",
    )


def page_of(request: "HttpRequest", rows: "QuerySet") -> Page:
    """The lines that the address asks for with `page`; a number that is none is the first."""
    return Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
