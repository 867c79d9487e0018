"""A court keeps a guardian from a child: on the portal the child is not there, from that day on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from students.models import Restriction, Student
from tests.factories import make_account, make_enrolment, make_family, make_guardian, make_student

TODAY = timezone.localdate


@pytest.fixture
def kept_away(moreau, office) -> Restriction:
    family = make_family(moreau.site)
    guardian = make_guardian(family, "Luc", moreau)
    make_guardian(family, "Anne", make_account("moreau2", moreau.site))
    student = make_student(family, "Léa")
    make_enrolment(student)
    return Restriction.objects.create(
        guardian=guardian, student=student, starts_on=TODAY(), reason="TJ, n° 26/0012", decided_by=office
    )


def sees(client, account, student: Student) -> list[int]:
    browser = type(client)().enter(account)
    pages = [f"/eleves/{student.pk}", f"/eleves/{student.pk}/cours", f"/eleves/{student.pk}/historique"]
    names = browser.get("/eleves").content.decode().count("Léa")
    return [*(browser.get(page).status_code for page in pages), bool(names)]


def test_guardian_sees_nothing_of_the_child_from_that_day_on(client, moreau, kept_away) -> None:
    assert sees(client, moreau, kept_away.student) == [404, 404, 404, False]


def test_other_guardian_still_does(client, kept_away) -> None:
    other = kept_away.guardian.family.guardians.get(order=2).user
    assert sees(client, other, kept_away.student) == [200, 200, 200, True]


@pytest.mark.parametrize(
    ("starts", "ends"), [(1, None), (-30, -1), (-30, 0)], ids=["not yet", "over", "over today"]
)
def test_restriction_holds_between_its_days(client, moreau, kept_away, starts, ends) -> None:
    kept_away.starts_on = TODAY() + timedelta(days=starts)
    kept_away.ends_on = None if ends is None else TODAY() + timedelta(days=ends)
    kept_away.save()
    assert sees(client, moreau, kept_away.student) == [200, 200, 200, True]
