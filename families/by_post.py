"""What goes by post to families whom no mail reaches, so many letters in one PDF.

While it is drawn, other PDFs of the process wait; and a page takes memory until its document is written.
"""

from collections.abc import Sequence
from typing import NamedTuple

from families.models import Guardian

AT_ONCE = 100


class Part(NamedTuple):
    """`rows` are the keys of those whose letters it holds."""

    number: int
    rows: Sequence[int]
    first: int
    last: int


def in_parts(rows: Sequence[int], at_once: int) -> list[Part]:
    """Mostly one."""
    starts = range(0, len(rows), at_once)
    cut = [rows[start : start + at_once] for start in starts]
    return [
        Part(number, some, start + 1, start + len(some))
        for number, (start, some) in enumerate(zip(starts, cut, strict=True), start=1)
    ]


def addressed_to(guardian: Guardian) -> str:
    """Name and address, as they are today: what stands behind the window of the envelope."""
    person = guardian.person
    name = f"{person.get_civility_display()} {person.full_name}".strip()
    return "\n".join([name, *guardian.address_lines])
