"""The demonstration is filled part by part: each app registers what it adds, in the order of the imports.

`fill` makes the schools of the guides; `populate` a large population instead, in bulk.
"""

from collections import Counter
from collections.abc import Callable

from imuse.bulk import collecting_rarely

Fill = Callable[[], None]
Populate = Callable[[int], Counter[str]]  # so many families; how many rows of each model that made

_parts: list[tuple[int, Fill]] = []
_populations: list[tuple[int, Populate]] = []


def register(order: int, fill: Fill) -> None:
    _parts.append((order, fill))
    _parts.sort(key=lambda part: part[0])


def register_population(order: int, populate: Populate) -> None:
    _populations.append((order, populate))
    _populations.sort(key=lambda part: part[0])


def fill() -> None:
    for _order, fill_part in _parts:
        fill_part()


def populate(families: int) -> Counter[str]:
    written: Counter[str] = Counter()
    with collecting_rarely():
        for _order, populate_part in _populations:
            written += populate_part(families)
    return written
