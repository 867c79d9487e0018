"""The demonstration is filled part by part: each app registers what it adds, in the order of the imports."""

from collections.abc import Callable

_parts: list[tuple[int, Callable[[], None]]] = []


def register(order: int, fill: Callable[[], None]) -> None:
    _parts.append((order, fill))
    _parts.sort(key=lambda part: part[0])


def fill() -> None:
    for _order, fill_part in _parts:
        fill_part()
