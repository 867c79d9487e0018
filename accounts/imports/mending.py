"""The file to mend: «Erreur» says what is wrong, in front of the same columns. Mended, it is sent again."""

from collections.abc import Iterator

from accounts.models import Import
from imuse.importing.headings import TO_MEND, is_ours


def head(row: Import) -> list[str]:
    return [TO_MEND.french, *(name for name in row.heads if not is_ours(name))]


def lines(row: Import) -> Iterator[list[str]]:
    """All of them, for a file is imported as a whole."""
    ours = {place for place, name in enumerate(row.heads) if is_ours(name)}
    for part in row.parts.order_by("place").iterator(500):
        words: dict[int, list[str]] = {}
        for number, told in part.faults:
            words.setdefault(number, []).append(told)
        for number, cells in part.cells:
            own = [cell for place, cell in enumerate(cells) if place not in ours]
            yield [" ".join(words.get(number, [])), *own]
