"""What comes next year, prepared course by course: for all who follow the course, and for some of them otherwise."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from imuse.policies import Denied
from reenrolment.models import Campaign, NextStep
from students.models import Course, Discipline, Enrolment

if TYPE_CHECKING:
    from accounts.models import User


class Prepared(NamedTuple):
    """Of a course, or of a student's place in it; without words, nothing is said."""

    enrolment: Enrolment | None
    words: str
    cycle: str = ""
    discipline: Discipline | None = None


class ToContinue(NamedTuple):
    """A course of this year: what is said to all of its students, and to how many of them something else."""

    course: Course
    followers: int
    words: str
    otherwise: int


def courses_to_continue(campaign: Campaign, by: "User") -> list[ToContinue]:
    active = Count("enrolments", filter=Q(enrolments__is_active=True))
    seen = Course.objects.for_user(by).filter(site=campaign.site_id, year=campaign.current_year)
    courses = seen.annotate(followers=active).select_related("teacher").order_by("name_key", "pk")
    steps = NextStep.objects.filter(campaign=campaign).order_by("pk")
    words = dict(steps.filter(course__isnull=False).values_list("course", "words"))
    own = steps.filter(enrolment__course__isnull=False).order_by("enrolment__course")
    otherwise = dict(own.values_list("enrolment__course").annotate(n=Count("pk")))
    return [
        ToContinue(each, each.followers, words.get(each.pk, ""), otherwise.get(each.pk, 0))
        for each in courses
    ]


def steps_after(campaign: Campaign, course: Course) -> QuerySet[NextStep]:
    of_course = Q(course=course) | Q(enrolment__course=course)
    return NextStep.objects.filter(of_course, campaign=campaign).select_related("discipline").order_by("pk")


def token_of(steps: Iterable[NextStep]) -> str:
    """What a page shows travels with it: who sends the page has read no more than this."""
    told = [(step.pk, step.words, step.cycle, step.discipline_id) for step in steps]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@transaction.atomic
def prepare(*, campaign: Campaign, course: Course, steps: Iterable[Prepared], seen: str) -> int:
    """All that is said after a course, at once: what is said no more is taken away."""
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    former = steps_after(campaign, course)
    if token_of(former) != seen:
        raise Denied(
            _("Un collègue a changé les suites de ce cours : relisez-les, puis enregistrez de nouveau.")
        )
    former.delete()
    rows = [_row(campaign, course, step) for step in steps if step.words]
    NextStep.objects.bulk_create(rows)
    return len(rows)


def _row(campaign: Campaign, course: Course, step: Prepared) -> NextStep:
    return NextStep(
        campaign=campaign,
        course=None if step.enrolment else course,
        enrolment=step.enrolment,
        words=step.words,
        cycle=step.cycle,
        discipline=step.discipline,
    )
