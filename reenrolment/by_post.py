"""What goes by post to families whom no mail reaches, so many in one PDF.

While it is drawn, other PDFs of the process wait; and a page takes memory until its document is written.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from families.models import Family
from imuse.keys import key
from imuse.progress import bar
from reenrolment import letters
from reenrolment.concerned import families_without_address, students_concerned
from reenrolment.models import Campaign
from students.models import Membership

AT_ONCE = 100
FOUND = 20


class Part(NamedTuple):
    number: int
    families: Sequence[int]

    @property
    def first(self) -> int:
        return (self.number - 1) * AT_ONCE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.families) - 1


def families(campaign: Campaign) -> list[int]:
    """By their names."""
    found = families_without_address(campaign).order_by("search_key", "pk")
    return list(found.values_list("pk", flat=True))


def parts(campaign: Campaign) -> list[Part]:
    """Mostly one."""
    several = families(campaign)
    starts = range(0, len(several), AT_ONCE)
    return [Part(number, several[start : start + AT_ONCE]) for number, start in enumerate(starts, start=1)]


def families_named(campaign: Campaign, typed: str) -> list[Family]:
    """For one form: by name or reference."""
    found = _concerned(campaign).filter(search_key__contains=key(typed))
    return list(found.order_by("search_key", "pk")[:FOUND]) if typed.strip() else []


def is_concerned(campaign: Campaign, family_id: int) -> bool:
    return _concerned(campaign).filter(pk=family_id).exists()


def write_letters(campaign: Campaign, folder: Path) -> list[Path]:
    """Into files that are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    several, written = parts(campaign), []
    with bar("Letters", total=len(families(campaign)), unit="letters") as progress:
        for part in several:
            path = folder / f"{letters.file_name(campaign, part.number)}.pdf"
            path.write_bytes(letters.render(campaign, part.families))
            written.append(path)
            progress.update(len(part.families))
    return written


def _concerned(campaign: Campaign) -> QuerySet[Family]:
    students = students_concerned(campaign).order_by().values("pk")
    theirs = Membership.objects.filter(family=OuterRef("pk"), student__in=students)
    return Family.objects.filter(Exists(theirs), site=campaign.site_id)
