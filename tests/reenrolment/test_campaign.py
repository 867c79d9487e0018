"""A campaign: its phases, what the office does by hand, what its rows refuse; and the codes of its papers."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from imuse.policies import Denied
from reenrolment import campaign as campaigns
from reenrolment import codes
from reenrolment.models import Campaign, NextStep
from tests.factories import make_course
from tests.factories.reenrolment import make_campaign

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_phase_is_asked_of_the_clock(campaign) -> None:
    moments = {
        campaign.opens_at - 15 * DAY: "prepared",
        campaign.opens_at - 14 * DAY: "announced",
        campaign.opens_at: "open",
        campaign.closes_at - timedelta(microseconds=1): "open",
        campaign.closes_at: "closed",
    }
    assert {moment: campaign.phase(moment) for moment in moments} == moments


def test_opened_and_closed_by_hand(gounod) -> None:
    coming = make_campaign(gounod, opens_at=timezone.now() + DAY)
    with pytest.raises(Denied, match="pas ouverte"):
        campaigns.close_now(coming)
    assert campaigns.open_now(coming).phase() == "open"
    with pytest.raises(Denied, match="déjà ouverte"):
        campaigns.open_now(coming)
    closed = campaigns.close_now(coming)
    assert closed.phase() == "closed"
    with pytest.raises(Denied, match="close"):
        campaigns.open_now(coming)


def test_extension_goes_further(campaign, family, office) -> None:
    for until in (timezone.now() - DAY, campaign.closes_at):
        with pytest.raises(Denied, match="va plus loin"):
            campaigns.extend(campaign=campaign, family=family, until=until, by=office)


def test_extension_ends_before_the_year_begins(campaign, family, office) -> None:
    last_moment = datetime.combine(campaign.last_day, time(23, 59), tzinfo=timezone.get_current_timezone())
    given = campaigns.extend(campaign=campaign, family=family, until=last_moment, by=office)
    assert given.until == last_moment
    with pytest.raises(Denied, match="aura commencé"):
        campaigns.extend(campaign=campaign, family=family, until=last_moment + DAY, by=office)


def test_campaign_of_a_year_that_has_begun_is_past(campaign, family, office) -> None:
    with time_machine.travel(timezone.make_aware(timezone.datetime(campaign.year, 9, 2)), tick=False):
        assert not campaign.is_shown
        with pytest.raises(Denied, match="passée"):
            campaigns.extend(campaign=campaign, family=family, until=timezone.now() + DAY, by=office)


def refusals(row) -> str:
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return " ".join(refusal.value.messages)


def test_rows_say_what_is_wrong(campaign, gounod) -> None:
    now, year = timezone.now(), campaign.year
    facts = {"site": gounod, "opens_at": now, "closes_at": now + DAY}
    assert "déjà cette année" in refusals(Campaign(**facts, year=year))
    assert "après l’ouverture" in refusals(Campaign(**(facts | {"closes_at": now}), year=year + 1))
    assert "a commencé" in refusals(Campaign(**facts, year=gounod.school_year()))
    wrong = {"reminder_days": 2, "last_reminder_days": 7}
    assert "dernier rappel" in refusals(Campaign(**facts, year=year + 1, **wrong))


def test_next_step_is_of_one_thing_of_this_year(campaign, gounod, xenakis_site, lea) -> None:
    course = make_course(gounod, "Guitare 2")
    own = lea.enrolments.first()
    both = NextStep(campaign=campaign, words="Cycle 2", course=course, enrolment=own)
    assert "celle d’un cours" in refusals(both)
    elsewhere = NextStep(campaign=campaign, words="Cycle 2", course=make_course(xenakis_site))
    assert "autre site" in refusals(elsewhere)
    later = NextStep(campaign=campaign, words="Cycle 2", course=make_course(gounod, year=campaign.year))
    assert "année en cours" in refusals(later)


def test_code_finds_its_file_and_a_slip_is_seen() -> None:
    code = codes.code_of(12, 3456)
    assert codes.read(f" {code.lower()} ") == (12, 3456)
    assert [codes.read(typed) for typed in ("", "12-3456", "12-3465-" + code[-1], "x-y-Z", "1-" * 3)] == [
        None
    ] * 5
