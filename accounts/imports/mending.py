"""The file to mend: the same columns, with «Erreur» in front of what is wrong. Mended, it is sent again."""

from collections.abc import Iterator

from accounts.models import Import
from imuse.importing.headings import ERROR, READ_PAST
from imuse.keys import key


def head(row: Import) -> list[str]:
    return [name for name in row.heads if key(name) not in READ_PAST] + [ERROR]


def lines(row: Import) -> Iterator[list[str]]:
    """All of them, for a file is imported as a whole."""
    ours = [place for place, name in enumerate(row.heads) if key(name) in READ_PAST]
    for part in row.parts.order_by("place").iterator(500):
        words: dict[int, list[str]] = {}
        for number, told in part.faults:
            words.setdefault(number, []).append(told)
        for number, cells in part.cells:
            padded = cells + [""] * (len(row.heads) - len(cells))
            yield [cell for place, cell in enumerate(padded) if place not in ours] + [
                " ".join(words.get(number, []))
            ]
