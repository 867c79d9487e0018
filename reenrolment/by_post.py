"""What goes by post to families whom no mail reaches."""

from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet

from families.by_post import AT_ONCE, Part, in_parts
from families.models import Family
from imuse.keys import key
from imuse.progress import bar
from reenrolment import letters
from reenrolment.concerned import families_without_address, students_concerned
from reenrolment.models import Campaign
from students.models import Membership

FOUND = 20


def families(campaign: Campaign) -> list[int]:
    """By their names."""
    found = families_without_address(campaign).order_by("search_key", "pk")
    return list(found.values_list("pk", flat=True))


def parts(campaign: Campaign) -> list[Part]:
    return in_parts(families(campaign), AT_ONCE)


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
            path.write_bytes(letters.render(campaign, part.rows))
            written.append(path)
            progress.update(len(part.rows))
    return written


def _concerned(campaign: Campaign) -> QuerySet[Family]:
    students = students_concerned(campaign).order_by().values("pk")
    theirs = Membership.objects.filter(family=OuterRef("pk"), student__in=students)
    return Family.objects.filter(Exists(theirs), site=campaign.site_id)
