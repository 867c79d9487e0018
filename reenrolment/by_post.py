"""What goes by post to families whom no mail reaches, so many in one PDF.

While it is drawn, other PDFs of the process wait; and a page takes memory until its document is written.
"""

from collections.abc import Sequence
from pathlib import Path

from imuse.progress import bar
from reenrolment import letters
from reenrolment.concerned import families_without_address
from reenrolment.models import Campaign

AT_ONCE = 100


def families(campaign: Campaign) -> list[int]:
    """By their names."""
    found = families_without_address(campaign).order_by("search_key", "pk")
    return list(found.values_list("pk", flat=True))


def parts(campaign: Campaign) -> list[Sequence[int]]:
    """Mostly one."""
    several = families(campaign)
    return [several[first : first + AT_ONCE] for first in range(0, len(several), AT_ONCE)]


def write_letters(campaign: Campaign, folder: Path) -> list[Path]:
    """Into files that are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    several, written = parts(campaign), []
    with bar("Letters", total=sum(map(len, several)), unit="letters") as progress:
        for number, part in enumerate(several, start=1):
            path = folder / f"{letters.file_name(campaign, number)}.pdf"
            path.write_bytes(letters.render(campaign, part))
            written.append(path)
            progress.update(len(part))
    return written
