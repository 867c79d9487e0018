"""The documents of a campaign: which are asked for now, and how they stand for a student and its household."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from documents.asked import Papers, Place
from documents.lines import Line
from documents.models import DocumentType
from families.models import Family
from reenrolment.concerned import campaign_at, students_concerned
from reenrolment.models import Reenrolment
from reenrolment.standing import Standing
from students.models import Student


def places(family: Family, students: Sequence[Student]) -> Iterator[Place]:
    """From the opening until the year begins, of who comes back."""
    campaign = campaign_at(family.site)
    if campaign is None or timezone.now() < campaign.opens_at:
        return
    leaving = Reenrolment.objects.not_coming().filter(campaign=campaign).values("student")
    staying = students_concerned(campaign).filter(pk__in=[student.pk for student in students])
    numbers = list(staying.exclude(pk__in=leaving).order_by("pk").values_list("pk", flat=True))
    for kind in campaign.types.all() if numbers else ():
        if kind.of == DocumentType.Of.STUDENT:
            yield from ((kind.pk, number) for number in numbers)
        else:
            yield kind.pk, None


def lines_of(standing: Standing, students: Sequence[Student] = ()) -> list[Line]:
    """The student's own first; those of the family count for each of its `students`."""
    asked = set(standing.campaign.types.values_list("pk", flat=True))
    if not asked:
        return []
    papers = Papers(standing.family, students or [standing.student])
    several = [*papers.of_student(standing.student), *papers.of_family]
    return [line for line in several if line.kind.pk in asked]


def missing_before_sending(standing: Standing) -> list[Line]:
    """What is to be handed over on the spot never blocks."""
    return [line for line in lines_of(standing) if line.is_missing and not line.kind.in_person]
