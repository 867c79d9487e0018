"""Campaigns, and what families send; a test names what matters to it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Site, User
from families.models import Family
from reenrolment import sending
from reenrolment.models import Campaign, Reenrolment
from reenrolment.wishes import Wish
from students.models import Discipline, Enrolment, Student
from tests.factories import make_enrolment

ADMINISTRATIVE = Wish(is_administrative=True)


def make_campaign(site: Site, **facts: Any) -> Campaign:
    """Administrative, opened a week ago, for two weeks more."""
    now = timezone.now()
    facts = {
        "year": site.school_year() + 1,
        "opens_at": now - timedelta(days=7),
        "closes_at": now + timedelta(days=14),
    } | facts
    return Campaign.objects.create(site=site, **facts)


def follows(student: Student, name: str, cycle: str = "Cycle 1", **facts: Any) -> Enrolment:
    """A discipline, this year."""
    discipline, _created = Discipline.objects.get_or_create(site=student.person.site, name=name)
    return make_enrolment(student, discipline=discipline, cycle=cycle, **facts)


def make_reenrolment(
    campaign: Campaign, student: Student, family: Family, by: User, wish: Wish = ADMINISTRATIVE
) -> Reenrolment:
    return sending.send(campaign=campaign, student=student, family=family, wish=wish, by=by)
