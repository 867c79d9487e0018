"""The announcement, the reminders and the other mails: whom, when, once, and what they say."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.db.models.signals import post_save
from django.utils import timezone

from accounts import delivery
from accounts.models import Mail, User
from documents.models import Document
from imuse.templatetags.times import full_moment
from reenrolment import campaign as campaigns
from reenrolment import deciding, notices, reminding, sending
from reenrolment.concerned import families_without_address, students_concerned, students_not_done
from reenrolment.models import Campaign, Draft, Notice
from reenrolment.reminding import A_DAY
from reenrolment.upkeep import forget_past
from students.models import Restriction
from tests.factories import make_account, make_family, make_guardian, make_student
from tests.factories.documents import make_kind
from tests.factories.reenrolment import ADMINISTRATIVE, follows, make_campaign, make_reenrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(gounod) -> Campaign:
    now = timezone.now()
    return make_campaign(gounod, opens_at=now + timedelta(days=20), closes_at=now + timedelta(days=50))


def delivered() -> list[str]:
    """The words of each mail that leaves; of those that have nothing to say any more, none."""
    outbox.outbox.clear()
    for waiting in Mail.objects.due().order_by("pk"):
        delivery.deliver.call(waiting.pk)
    return [message.body for message in outbox.outbox]


def test_announced_so_many_days_before_once(coming, lea) -> None:
    assert notices.announce_due() == 0
    with time_machine.travel(coming.opens_at - timedelta(days=14), tick=False):
        assert (notices.announce_due(), notices.announce_due()) == (1, 0)
        coming.refresh_from_db()
        assert coming.announced_at == timezone.now()


def test_announcement_says_the_dates_the_students_and_the_identifier(coming, lea) -> None:
    assert notices.announce(coming) == 1
    (text,) = delivered()
    assert "- Léa Moreau\n" in text
    assert "Votre identifiant\u00a0: moreau1." in text
    assert "http" in text
    assert Mail.objects.get().priority == Mail.Priority.CAMPAIGN


def test_run_that_broke_off_goes_on(coming, lea, other_household, moreau) -> None:
    Notice.objects.create(campaign=coming, user=moreau, occasion=Notice.ANNOUNCEMENT)
    assert notices.announce(coming) == 1
    assert Mail.objects.get().to == ""
    assert Notice.objects.count() == 2


def test_who_has_no_address_or_is_kept_away_is_not_written_to(
    coming, lea, family, gounod, office, moreau
) -> None:
    lonely = make_family(gounod, "Roux", reference="R-1")
    make_guardian(lonely, "Paul")
    make_student(lonely, "Zoé")
    assert list(families_without_address(coming)) == [lonely]
    Restriction.objects.create(
        guardian=moreau.guardian,
        student=lea,
        starts_on=timezone.localdate(),
        reason="Tribunal",
        decided_by=office,
    )
    assert notices.announce(coming) == 0


def test_concerned_is_who_follows_something_or_nothing_yet(campaign, lea, family, gounod) -> None:
    new, gone = make_student(family, "Tom"), make_student(family, "Zoé")
    follows(gone, "Guitare", year=gounod.school_year() - 1)
    found = students_concerned(campaign).order_by("pk")
    assert list(found) == [lea, new]


def test_reminder_is_for_those_not_done(campaign, lea, family, moreau) -> None:
    assert reminding.remind_due() == 0
    with time_machine.travel(campaign.closes_at - timedelta(days=7), tick=False):
        assert (reminding.remind_due(), reminding.remind_due()) == (1, 0)
        assert "Léa Moreau" in delivered()[0]
    make_reenrolment(campaign, lea, family, moreau)
    assert not students_not_done(campaign).exists()
    with time_machine.travel(campaign.closes_at - timedelta(days=2), tick=False):
        assert reminding.remind_due() == 0


def test_reminder_that_no_clock_sent_in_its_day_is_left_out(campaign, lea) -> None:
    with time_machine.travel(campaign.closes_at - timedelta(days=5), tick=False):
        assert reminding.remind_due() == 0


def test_closing_that_is_moved_is_reminded_of_anew(campaign, lea) -> None:
    with time_machine.travel(campaign.closes_at - timedelta(days=7), tick=False):
        assert reminding.remind_due() == 1
    campaign.closes_at += timedelta(days=3)
    campaign.save()
    for days in (7, 2):
        with time_machine.travel(campaign.closes_at - timedelta(days=days), tick=False):
            assert (reminding.remind_due(), reminding.remind_due()) == (1, 0)


def test_reminder_names_the_family_s_own_last_day(campaign, lea, family, office) -> None:
    until = campaign.closes_at + timedelta(days=3)
    campaigns.extend(campaign=campaign, family=family, until=until, by=office)
    reminding.remind_now(campaign)
    _extended, reminder = delivered()
    assert f"ferme le {full_moment(until)}" in reminder


def test_family_with_more_time_is_reminded_before_its_own_end(
    campaign, lea, family, other_household, moreau, office
) -> None:
    until = campaign.closes_at + timedelta(days=10)
    campaigns.extend(campaign=campaign, family=family, until=until, by=office)
    delivered()
    with time_machine.travel(until - timedelta(days=7), tick=False):
        assert (reminding.remind_due(), reminding.remind_due()) == (1, 0)
        assert Notice.objects.get().user == moreau
        (text,) = delivered()
    assert f"ferme le {full_moment(until)}" in text


def test_by_hand_once_a_day(campaign, lea) -> None:
    assert (reminding.remind_now(campaign), reminding.remind_now(campaign)) == (1, 0)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert reminding.remind_now(campaign) == 1


def test_clock_and_office_are_one_rule_once_a_day(campaign, lea) -> None:
    """Who was reminded by hand that day hears the clock's reminder once the day is over."""
    with time_machine.travel(campaign.closes_at - timedelta(days=7), tick=False) as clock:
        assert (reminding.remind_now(campaign), reminding.remind_due()) == (1, 0)
        clock.shift(A_DAY - timedelta(minutes=1))
        assert (reminding.remind_due(), reminding.remind_now(campaign)) == (1, 0)


def test_task_that_comes_after_the_closing_writes_to_nobody(campaign, lea) -> None:
    with time_machine.travel(campaign.closes_at, tick=False):
        reminding.write_to_everybody.call(campaign.pk)
    assert not Notice.objects.exists()


def test_who_is_done_when_the_reminder_leaves_gets_none(campaign, lea, family, moreau) -> None:
    reminding.remind_now(campaign)
    make_reenrolment(campaign, lea, family, moreau)
    (text,) = delivered()
    assert "est arrivée" in text


def test_acknowledgement_lists_what_is_missing_and_until_when(campaign, lea, family, moreau, gounod) -> None:
    campaign.types.add(make_kind(gounod, "Assurance", of="student"))
    make_reenrolment(campaign, lea, family, moreau)
    (text,) = delivered()
    assert "Il manque encore" in text
    assert "- Assurance\n" in text
    assert not Document.objects.exists()


def test_acknowledgement_of_what_was_sent_anew_is_one(campaign, lea, family, moreau) -> None:
    make_reenrolment(campaign, lea, family, moreau)
    make_reenrolment(campaign, lea, family, moreau, ADMINISTRATIVE._replace(comment="Le mardi"))
    (text,) = delivered()
    assert "«\u00a0Le mardi\u00a0»" in text


@pytest.mark.parametrize(
    ("verb", "words", "told"),
    [
        ("validate", {}, "est validée"),
        ("refuse", {"reason": "Trois ans d’absence."}, "Trois ans d’absence."),
        ("ask_more", {"question": "L’adresse\u202f?"}, "L’adresse\u202f?"),
    ],
)
def test_answer_is_told(sent, office, verb, words, told) -> None:
    delivered()
    if verb == "ask_more":
        words = words | {"until": timezone.localdate()}
    getattr(deciding, verb)(reenrolment=sent, version=1, by=office, **words)
    (text,) = delivered()
    assert told in text


def test_answer_that_was_thought_over_before_it_left_is_not_told(sent, office) -> None:
    delivered()
    deciding.refuse(reenrolment=sent, version=1, reason="Non.", by=office)
    deciding.reconsider(reenrolment=sent)
    (text,) = delivered()
    assert "reprend l’examen" in text


def test_extension_and_withdrawal_are_told(campaign, sent, family, moreau, office) -> None:
    delivered()
    until = campaign.closes_at + timedelta(days=3)
    campaigns.extend(campaign=campaign, family=family, until=until, by=office)
    sending.withdraw(reenrolment=sent, family=family, by=moreau)
    first, second = delivered()
    assert "Vous avez jusqu’au" in first
    assert "est retirée" in second


def test_account_that_is_closed_is_written_to_no_more(campaign, lea, family, moreau, office) -> None:
    User.objects.filter(pk=moreau.pk).update(is_active=False)
    campaigns.extend(campaign=campaign, family=family, until=campaign.closes_at + A_DAY, by=office)
    sending.withdraw(reenrolment=make_reenrolment(campaign, lea, family, office), family=family, by=office)
    assert not Mail.objects.exists()


def test_past_drafts_and_notices_are_forgotten(campaign, lea, family, moreau) -> None:
    sending.save_draft(campaign=campaign, student=lea, family=family, wish=ADMINISTRATIVE, by=moreau)
    notices.announce(campaign)
    assert forget_past() == 0
    with time_machine.travel(timezone.make_aware(timezone.datetime(campaign.year, 9, 2)), tick=False):
        assert forget_past() == 2
    assert not Draft.objects.exists()


def test_acknowledgement_of_an_answer_after_the_closing_promises_nothing_more(
    of_lea, sent, office, gounod
) -> None:
    delivered()
    of_lea["campaign"].types.add(make_kind(gounod, "Assurance", of="student"))
    with time_machine.travel(of_lea["campaign"].closes_at + timedelta(days=1), tick=False):
        day = timezone.localdate() + timedelta(days=1)
        deciding.ask_more(reenrolment=sent, version=1, question="L’adresse ?", until=day, by=office)
        sending.send(**of_lea, wish=ADMINISTRATIVE._replace(comment="La voici."))
        (text,) = delivered()  # what was asked is answered
    assert "à importer ou à remettre à l’accueil dès que possible" in text
    assert "Pour la changer, appelez l’établissement." in text


@pytest.fixture
def crash():
    """After so many mails of a run, the machine goes down."""
    written = []

    def on_third(**_facts) -> None:
        written.append(1)
        if len(written) == 3:
            raise SystemExit

    post_save.connect(on_third, sender=Mail)
    yield
    post_save.disconnect(on_third, sender=Mail)


def test_announcement_that_breaks_off_midway_goes_on(coming, gounod, monkeypatch, crash) -> None:
    """The second batch does not come through: its families, and no others, are written to the next time."""
    monkeypatch.setattr(notices, "BATCH", 2)
    for number in range(4):
        account = make_account(f"roux{number}", gounod, email=f"roux{number}@example.org")
        family = make_family(gounod, "Roux", reference=f"R-{number}")
        make_guardian(family, "Paul", account)
        make_student(family, "Zoé")
    with pytest.raises(SystemExit):
        notices.announce(coming)
    assert (Notice.objects.count(), Mail.objects.count()) == (2, 2)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert (notices.announce_due(), notices.announce_due()) == (2, 0)
    assert Mail.objects.values("user").distinct().count() == Mail.objects.count() == 4
