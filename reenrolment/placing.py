"""«À placer»: the places of the year to come that have no course yet, by discipline and cycle, given one together."""

from collections.abc import Collection
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from imuse.policies import Denied
from reenrolment.models import Campaign
from students.models import Course, Enrolment

if TYPE_CHECKING:
    from accounts.models import User

CHANGE = "students.change_enrolment"


class Group(NamedTuple):
    """Those of one discipline in one cycle, and the courses that they may be given."""

    anchor: str
    name: str
    cycle: str
    places: list[Enrolment]
    courses: list[Course]


def to_place(campaign: Campaign, by: "User") -> QuerySet[Enrolment]:
    return Enrolment.objects.for_user(by, CHANGE).filter(
        student__person__site=campaign.site_id, year=campaign.year, course=None, is_active=True
    )


def groups(campaign: Campaign, by: "User") -> list[Group]:
    """In two questions to the database, however many places."""
    rows = to_place(campaign, by).select_related("student__person", "discipline")
    rows = rows.order_by("class_name", "discipline", "cycle", "student__person__name_key", "pk")
    courses = _courses(campaign)
    found = groupby(rows, key=lambda row: (row.class_name, row.discipline_id, row.cycle))
    return [
        Group(f"group-{number}", name, cycle, list(places), _fitting(courses, discipline))
        for number, ((name, discipline, cycle), places) in enumerate(found)
    ]


@transaction.atomic
def place(*, campaign: Campaign, numbers: Collection[int], course: Course, by: "User") -> int:
    """Into a course of that year, at that school. Who was placed by a colleague meanwhile stays there."""
    _check_course(campaign, course)
    rows = to_place(campaign, by).filter(pk__in=numbers).exclude(student__enrolments__course=course)
    chosen = rows.select_for_update(of=("self",)).select_related(
        "student__person__site", "discipline__department"
    )
    one_each = {row.student_id: row for row in chosen.order_by("-pk")}
    for row in one_each.values():
        row.course = course
        row.save()
    return len(one_each)


def _check_course(campaign: Campaign, course: Course) -> None:
    if (course.site_id, course.year) != (campaign.site_id, campaign.year):
        raise Denied(_("Choisissez un cours de l’année préparée, sur ce site."))


def _courses(campaign: Campaign) -> list[Course]:
    rows = Course.objects.filter(site=campaign.site_id, year=campaign.year).select_related("teacher")
    return list(rows.order_by("name_key", "pk"))


def _fitting(courses: list[Course], discipline: int | None) -> list[Course]:
    """Of the discipline; of a place that names none, any."""
    return [course for course in courses if not discipline or course.discipline_id in {discipline, None}]
