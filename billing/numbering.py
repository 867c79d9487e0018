"""Numbers without a gap, whoever asks for one at the same moment."""

import re

from accounts.models import Site
from billing.models import NumberSeries, Series

DIGITS = 6


def take_numbers(series: Series, *, site: Site, year: int, count: int = 1) -> list[str]:
    """The next ones, in the transaction of what carries them: undone with it, they are given again.

    Last of all that is locked, for everybody who issues waits here.
    """
    own = NumberSeries.objects.get_or_create(site=site, series=series, year=year)[0]
    counter = NumberSeries.objects.select_for_update(of=("self",)).get(pk=own.pk)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [number(series, year, place) for place in range(first, first + count)]


def number(series: Series, year: int, place: int) -> str:
    return f"{Series(series).value}{year}{place:0{DIGITS}}"


def is_ours(series: Series, given: str) -> bool:
    """A number of this series; one that the school gave elsewhere, before it came here, is of none."""
    return re.fullmatch(rf"{Series(series).value}\d{{{4 + DIGITS}}}", given) is not None
