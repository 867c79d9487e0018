"""The demonstration's campaigns: two open ones of two modes, and one student in each state that a family meets."""

import pytest
import time_machine

from accounts.models import Mail, Site
from families.models import Family
from imuse import demonstration
from reenrolment import notices, reminding
from reenrolment.asked import lines_of
from reenrolment.concerned import campaign_at
from reenrolment.models import Campaign
from reenrolment.options import options_of
from reenrolment.standing import standings_of
from students.models import Enrolment, Student

pytestmark = pytest.mark.django_db


def standings(site_name: str, reference: str) -> list:
    site = Site.objects.get(name=site_name)
    family = Family.objects.select_related("site").get(site=site, reference=reference)
    students = Student.objects.filter(memberships__family=family).select_related("person")
    return standings_of(campaign_at(site), family, list(students.order_by("person__birth_date", "pk")))


@pytest.mark.parametrize("day", ["2026-09-01", "2027-06-10", "2028-02-29"])
def test_two_campaigns_are_open_whatever_the_day(day) -> None:
    with time_machine.travel(day, tick=False):
        demonstration.fill()
        opened = {
            each.site.name: each.mode for each in Campaign.objects.select_related("site").order_by("pk")
        }
        assert opened == {"Conservatoire Xénakis": "courses", "Conservatoire": "administrative"}
        assert {each.phase() for each in Campaign.objects.order_by("pk")} == {"open"}


def test_a_student_in_each_state() -> None:
    demonstration.fill()
    leroy = standings("Conservatoire Xénakis", "X-0412")
    assert [str(each.state.words) for each in leroy] == [
        "En attente de validation",
        "Brouillon, pas encore envoyée",
        "À faire",
    ]
    petit = standings("Conservatoire Xénakis", "X-0587")
    assert {each.student.person.first_name: str(each.state.words) for each in petit} == {
        "Éléonore": "En attente de validation",
        "Ambre": "Validée",
        "Côme": "Complément demandé",
        "Octave": "Refusée",
    }
    assert Enrolment.objects.get(student=petit[1].student, year=petit[1].campaign.year).cycle == "2C2"
    assert [option.name for option in options_of(leroy[1].campaign, leroy[1].student)] == [
        "Cursus danse, cycle 2"
    ]
    dupont = standings("Conservatoire", "C-0058")
    assert [str(each.state.words) for each in dupont] == ["À faire", "À faire"]
    assert len(lines_of(dupont[1])) == 7  # the eighth is for dancers


def test_nobody_is_written_to_anew() -> None:
    demonstration.fill()
    assert (notices.announce_due(), reminding.remind_due()) == (0, 0)
    assert not Mail.objects.filter(template__startswith="campaign").exists()
