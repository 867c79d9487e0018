"""What is done with a campaign by hand, at the terminal."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Mail
from reenrolment.models import Campaign
from tests.factories import make_family, make_student
from tests.factories.reenrolment import make_campaign, make_reenrolment

pytestmark = pytest.mark.django_db
GOUNOD = "Conservatoire Gounod"


def told(command: str, *arguments: str, **options: object) -> str:
    out = StringIO()
    call_command(command, *arguments, site=GOUNOD, stdout=out, **options)
    return out.getvalue().strip()


@pytest.fixture
def coming(gounod) -> Campaign:
    """Announced by nobody yet."""
    now = timezone.now()
    return make_campaign(gounod, opens_at=now + timedelta(days=30), closes_at=now + timedelta(days=60))


def test_campaign_is_opened_once(coming) -> None:
    assert told("open_campaign") == f"{coming}: open"
    coming.refresh_from_db()
    assert coming.phase() == "open"
    assert told("open_campaign") == f"{coming}: open already"


def test_campaign_is_closed_once(campaign) -> None:
    assert told("close_campaign") == f"{campaign}: closed"
    assert told("close_campaign") == f"{campaign}: closed already"
    with pytest.raises(CommandError, match="Nothing was done: La campagne est close"):
        told("open_campaign")


def test_what_is_not_open_is_not_closed(coming) -> None:
    with pytest.raises(CommandError, match="n’est pas ouverte"):
        told("close_campaign")


@pytest.mark.parametrize(("facts", "why"), [({"site": "Ailleurs"}, "no site"), ({"year": 2001}, "2001/2002")])
def test_campaign_that_is_not_there_is_told(campaign, facts, why) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("open_campaign", **({"site": GOUNOD} | facts))


def test_announcement_leaves_once_and_counts_first(coming, lea, gounod, tmp_path) -> None:
    make_student(make_family(gounod, "Roux"), "Tom")
    counted = "1 families without an address"
    assert told("announce_campaign", dry_run=True) == f"{coming}: 1 mails to write, {counted}"
    assert Mail.objects.count() == 0
    letters = tmp_path / f"lettres-reinscription-{coming.year}-1.pdf"
    assert told("announce_campaign", letters=tmp_path) == f"{coming}: 1 mails written, {counted}\n{letters}"
    assert letters.read_bytes().startswith(b"%PDF")
    assert told("announce_campaign") == f"{coming}: 0 mails written, {counted}"
    assert Mail.objects.get().template == "campaign_announced"


def test_reminder_leaves_once_a_day_to_who_is_not_done(campaign, lea, family, moreau) -> None:
    assert told("remind_campaign", dry_run=True) == f"{campaign}: 1 mails to write"
    assert told("remind_campaign") == f"{campaign}: 1 mails written"
    assert told("remind_campaign") == f"{campaign}: 0 mails written"
    make_reenrolment(campaign, lea, family, moreau)
    assert told("remind_campaign", dry_run=True) == f"{campaign}: 0 mails to write"


def test_nobody_is_written_to_out_of_time(campaign, lea) -> None:
    campaign.closes_at = timezone.now()
    campaign.save()
    for command in ("announce_campaign", "remind_campaign"):
        with pytest.raises(CommandError, match="is closed"):
            told(command)


def test_nobody_is_reminded_before_the_opening(coming, lea) -> None:
    with pytest.raises(CommandError, match="n’est pas ouverte"):
        told("remind_campaign")


def test_year_that_has_begun_is_no_more_announced(campaign) -> None:
    Campaign.objects.update(year=campaign.year - 1)
    with pytest.raises(CommandError, match="has begun"):
        told("announce_campaign", year=campaign.year - 1)


@pytest.mark.parametrize(("name", "begins"), [("out.csv", b"\xef\xbb\xbf"), ("out.xlsx", b"PK")])
def test_export_is_written_to_a_file(sent, campaign, tmp_path, name, begins) -> None:
    file = tmp_path / name
    assert told("export_reenrolments", str(file)) == f"{campaign}: 2 rows in {file}"
    assert file.read_bytes().startswith(begins)


def test_export_knows_two_forms(campaign, tmp_path) -> None:
    with pytest.raises(CommandError, match=r"\.csv or \.xlsx"):
        told("export_reenrolments", str(Path(tmp_path) / "out.ods"))
