"""What has had its time, in every room of the house (`*/personal_data.py`): counted first, then taken away.

A public school's files of students are archives: they go only with the visa of the Archives départementales, which
whoever starts the command names. Accounts of the last ten years go with nothing.
"""

import logging
from collections.abc import Collection, Iterator
from typing import NamedTuple

from accounts.models import Site
from imuse.personal_data import Purge, rooms

log = logging.getLogger("imuse.personal_data")


class Line(NamedTuple):
    name: str
    count: int
    held: dict[str, int]  # by reason


def purges() -> list[Purge]:
    """From right to left: what points to a row goes before it."""
    return [each for _app, room in reversed(list(rooms())) for each in getattr(room, "PURGES", [])]


def report(sites: Collection[int], *, visa: str = "") -> Iterator[Line]:
    for each in purges():
        may_go = _sites_for(each, sites, visa)
        count = each.due(may_go)
        held = {"visa": each.due(sites) - count if each.is_of_school_file else 0} | each.held(sites)
        yield Line(each.name, count, {reason: rows for reason, rows in held.items() if rows})


def purge(sites: Collection[int] | None = None, *, visa: str = "") -> dict[str, int]:
    """The clock's as well. What a crash leaves is due still."""
    if sites is None:
        sites = set(Site.objects.order_by("pk").values_list("pk", flat=True))
    gone = {}
    for each in purges():
        gone[each.name] = each.act(_sites_for(each, sites, visa))
        if gone[each.name] and each.is_of_school_file:
            log.info("%s: %s, visa: %s", each.name, gone[each.name], visa or "none needed")
    return gone


def _sites_for(purge: Purge, sites: Collection[int], visa: str) -> set[int]:
    if visa or not purge.is_of_school_file:
        return set(sites)
    return set(
        Site.objects.filter(pk__in=sites, archives_visa=False).order_by("pk").values_list("pk", flat=True)
    )
