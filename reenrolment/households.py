"""Households and what a campaign asks of them, many at once, always in the same handful of queries: for what the
office prints and exports.

A family's own page asks `documents.asked`, and from the opening on; a form on paper is printed before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from documents.lines import Line
from documents.models import Document, DocumentType
from families.models import Family, Guardian
from reenrolment.concerned import students_concerned
from reenrolment.models import Campaign, Reenrolment
from students.models import Enrolment, Membership, Restriction, Student


@dataclass(frozen=True)
class Household:
    """`students` are those of the family whom the campaign is about."""

    family: Family
    students: Sequence[Student]


def households(campaign: Campaign, families: Iterable[int]) -> list[Household]:
    """By their names."""
    concerned = Membership.objects.filter(student__in=students_concerned(campaign).order_by().values("pk"))
    places = concerned.select_related("student__person__site").order_by("student__person__birth_date", "pk")
    here = Family.objects.filter(pk__in=families, site=campaign.site_id)
    found = here.select_related("site").order_by("search_key", "pk")
    prefetched = found.prefetch_related(
        Prefetch("memberships", places, to_attr="places"), "guardians__person", "guardians__user"
    )
    return [Household(family, [place.student for place in family.places]) for family in prefetched]


def to_be_written_to(several: Sequence[Household]) -> list[Household]:
    """Without the children from whom a court keeps whoever opens the letter."""
    first = {each.family.pk: addressee(each.family) for each in several}
    guardians = [guardian for guardian in first.values() if guardian]
    orders = Restriction.objects.in_force().filter(guardian__in=guardians).order_by()
    kept_away = set(orders.values_list("guardian__family", "student"))
    left = (Household(each.family, _without(kept_away, each)) for each in several)
    return [each for each in left if each.students]


def _without(kept_away: set[tuple[int, int]], household: Household) -> list[Student]:
    family = household.family.pk
    return [student for student in household.students if (family, student.pk) not in kept_away]


def addressee(family: Family) -> Guardian | None:
    """«Responsable de la famille»."""
    return min(family.guardians.all(), key=lambda guardian: guardian.order, default=None)


class Asked:
    """The documents of a campaign as they stand with these households. Of who does not come back, nothing is asked."""

    def __init__(self, campaign: Campaign, several: Sequence[Household]) -> None:
        self._campaign, self._today = campaign, timezone.localdate()
        self._students = {student.pk for each in several for student in each.students}
        self._kinds = list(campaign.types.filter(is_active=True).prefetch_related("departments"))
        self._gone = self._who_does_not_come()
        self._departments = self._departments_followed()
        self._documents = self._documents_given([each.family.pk for each in several])

    def of_family(self, household: Household) -> list[Line]:
        staying = [student.pk for student in household.students if student.pk not in self._gone]
        return list(self._lines(household.family, None, staying))

    def of_student(self, household: Household, student: Student) -> list[Line]:
        staying = [student.pk] if student.pk not in self._gone else []
        return list(self._lines(household.family, student, staying))

    def missing(self, household: Household, student: Student) -> list[str]:
        """For a student to be complete: what counts for all of the family included."""
        if student.pk in self._gone:
            return []
        lines = [*self.of_student(household, student), *self.of_family(household)]
        return [line.kind.name for line in lines if line.is_missing]

    def _lines(self, family: Family, student: Student | None, staying: Sequence[int]) -> Iterator[Line]:
        of = DocumentType.Of.STUDENT if student else DocumentType.Of.FAMILY
        for kind in self._kinds:
            if kind.of == of and staying and self._is_followed(kind, staying):
                given = self._documents[kind.pk, student.pk if student else None]
                own = [each for each in given if each.family_id == family.pk]
                others = [each for each in given if each.family_id != family.pk] if student else []
                yield Line(kind, family, student, own, others, is_asked=True, today=self._today)

    def _is_followed(self, kind: DocumentType, students: Sequence[int]) -> bool:
        wanted = {department.pk for department in kind.departments.all()}
        return not wanted or any(wanted & self._departments[student] for student in students)

    def _who_does_not_come(self) -> set[int]:
        gone = Reenrolment.objects.not_coming().filter(campaign=self._campaign, student__in=self._students)
        return set(gone.order_by().values_list("student", flat=True))

    def _departments_followed(self) -> dict[int, set[int]]:
        """Of each student, this year."""
        lessons = Enrolment.objects.of_year(self._campaign.current_year).filter(is_active=True)
        found: dict[int, set[int]] = defaultdict(set)
        rows = lessons.filter(student__in=self._students).order_by()
        for student, department in rows.values_list("student", "discipline__department"):
            found[student].add(department)
        return found

    def _documents_given(self, families: list[int]) -> dict[tuple[int, int | None], list[Document]]:
        """By kind and student, the oldest first; those of a student's other household among them."""
        live = Document.objects.live().filter(type__in=self._kinds)
        theirs = live.filter(Q(family__in=families) | Q(student__in=self._students))
        found: dict[tuple[int, int | None], list[Document]] = defaultdict(list)
        for each in theirs.order_by("sent_at", "pk"):
            found[each.type_id, each.student_id].append(each)
        return found
