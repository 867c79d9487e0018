"""Who acts at the same moment: one re-enrolment, one answer, nothing lost, a sentence for who came second."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Mail
from imuse.policies import Denied
from reenrolment import campaign as campaigns
from reenrolment import deciding, notices, sending
from reenrolment.models import Choice, Draft, Notice, Reenrolment, Remark
from reenrolment.options import options_of
from reenrolment.wishes import Wish
from students.models import Enrolment
from tests.at_once import at_once
from tests.factories import make_account, make_guardian
from tests.factories.reenrolment import ADMINISTRATIVE

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act) -> str:
    try:
        act()
    except Denied as denied:
        return type(denied).__name__
    return "done"


def test_double_click_sends_once(campaign, lea, family, moreau) -> None:
    def click() -> None:
        sending.send(campaign=campaign, student=lea, family=family, wish=ADMINISTRATIVE, seen=".", by=moreau)

    at_once(click, click, click, click)
    assert Reenrolment.objects.get().version == 1
    assert Mail.objects.filter(template="reenrolment_received").count() == 1


def test_two_guardians_with_different_ticks(by_course, lea, family, moreau, gounod) -> None:
    anne = make_account("moreau2", gounod)
    make_guardian(family, "Anne", anne)
    first, second = options_of(by_course, lea)

    def click(option, by):
        wish = Wish(wanted=(option.key,))
        return lambda: outcome(
            lambda: sending.send(campaign=by_course, student=lea, family=family, wish=wish, seen=".", by=by)
        )

    assert sorted(at_once(click(first, moreau), click(second, anne))) == ["ChangedMeanwhileError", "done"]
    assert Choice.objects.filter(is_continued=True).count() == 1


def test_two_households(campaign, lea, family, other_household, moreau, petit) -> None:
    def click(household, by):
        return lambda: outcome(
            lambda: sending.send(
                campaign=campaign, student=lea, family=household, wish=ADMINISTRATIVE, seen=".", by=by
            )
        )

    told = at_once(click(family, moreau), click(other_household, petit))
    assert sorted(told) == ["ChangedMeanwhileError", "done"]
    assert Reenrolment.objects.count() == 1


def test_drafts_of_two_tabs(campaign, lea, family, moreau) -> None:
    def save(comment):
        wish = Wish(is_administrative=True, comment=comment)
        return lambda: outcome(
            lambda: sending.save_draft(
                campaign=campaign, student=lea, family=family, wish=wish, seen=".", by=moreau
            )
        )

    assert sorted(at_once(save("Un"), save("Deux"))) == ["ChangedMeanwhileError", "done"]
    assert Draft.objects.count() == 1


def test_two_of_the_office_validate_once(sent, lea, campaign, office, administrator) -> None:
    def decide(by):
        return lambda: outcome(lambda: deciding.validate(reenrolment=sent, version=1, by=by))

    assert sorted(at_once(decide(office), decide(administrator))) == ["Denied", "done"]
    assert Enrolment.objects.of_year(campaign.year).filter(student=lea).count() == 2


def test_office_validates_while_the_family_changes(by_course, lea, family, moreau, office) -> None:
    first, second = options_of(by_course, lea)
    facts = {"campaign": by_course, "student": lea, "family": family, "by": moreau}
    sent = sending.send(**facts, wish=Wish(wanted=(first.key,)))
    told = at_once(
        lambda: outcome(lambda: deciding.validate(reenrolment=sent, version=1, by=office)),
        lambda: outcome(lambda: sending.send(**facts, wish=Wish(wanted=(second.key,)), seen="1sent.")),
    )
    assert sorted(told) == ["Denied", "done"]
    made = Choice.objects.filter(made__isnull=False).count()
    assert (Reenrolment.objects.get().status, made) in {("validated", 1), ("sent", 0)}


def test_closing_while_a_family_sends(campaign, lea, family, moreau) -> None:
    facts = {"campaign": campaign, "student": lea, "family": family, "wish": ADMINISTRATIVE, "by": moreau}
    told, _closed = at_once(
        lambda: outcome(lambda: sending.send(**facts)), lambda: campaigns.close_now(campaign)
    )
    assert (told, Reenrolment.objects.count()) in {("done", 1), ("ClosedError", 0)}


def test_two_clocks_announce_once(campaign, lea, family) -> None:
    written = at_once(lambda: notices.announce(campaign), lambda: notices.announce(campaign))
    assert sorted(written) == [0, 1]
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)


def test_two_extensions_are_one(campaign, family, office, administrator) -> None:
    late = campaign.closes_at + timedelta(days=2)

    def extend(by):
        return lambda: campaigns.extend(campaign=campaign, family=family, until=late, by=by)

    at_once(extend(office), extend(administrator))
    assert campaign.extensions.get().until == late
    assert timezone.now() < late


def test_page_sent_again_after_a_lost_connection(enter, campaign, lea, moreau) -> None:
    """The answer to the first one never came; a browser sends it anew while the first is still at work."""
    form = enter.get(f"/eleves/{lea.pk}/reinscription").context["page"].form
    typed = {"seen": form.initial["seen"], "is_administrative": "on", "comment": "Le mardi."}
    browsers = [enter, type(enter)().enter(moreau)]

    def click(browser):
        return lambda: browser.post(f"/eleves/{lea.pk}/reinscription", typed).status_code

    assert at_once(*map(click, browsers)) == [302, 302]
    assert (Reenrolment.objects.get().version, Remark.objects.get().text) == (1, "Le mardi.")
    assert Mail.objects.filter(template="reenrolment_received").count() == 1


def test_draft_in_one_tab_while_another_sends(campaign, lea, family, moreau) -> None:
    """Whoever comes second is told; what was sent is there, and what was typed in neither is lost."""
    facts = {"campaign": campaign, "student": lea, "family": family, "by": moreau, "seen": "."}
    typed = Wish(is_administrative=True, comment="Le mardi.")
    told = at_once(
        lambda: outcome(lambda: sending.save_draft(**facts, wish=typed)),
        lambda: outcome(lambda: sending.send(**facts, wish=ADMINISTRATIVE)),
    )
    assert sorted(told) == ["ChangedMeanwhileError", "done"]
    assert Draft.objects.count() + Reenrolment.objects.count() == 1


def test_withdrawn_while_the_office_validates(sent, lea, campaign, family, moreau, office) -> None:
    told = at_once(
        lambda: outcome(lambda: deciding.validate(reenrolment=sent, version=1, by=office)),
        lambda: outcome(lambda: sending.withdraw(reenrolment=sent, family=family, by=moreau)),
    )
    assert sorted(told) == ["Denied", "done"]
    places = Enrolment.objects.of_year(campaign.year).filter(student=lea).count()
    assert (Reenrolment.objects.get().status, places) in {("validated", 2), ("withdrawn", 0)}


def test_two_of_the_office_answer_differently(sent, office, administrator) -> None:
    facts = {"reenrolment": sent, "version": 1}
    told = at_once(
        lambda: outcome(lambda: deciding.validate(**facts, by=office)),
        lambda: outcome(lambda: deciding.refuse(**facts, reason="Non.", by=administrator)),
    )
    assert sorted(told) == ["Denied", "done"]
    assert Mail.objects.filter(template="reenrolment_answered").count() == 1


def test_desk_takes_down_while_the_family_sends(campaign, lea, family, moreau, office) -> None:
    facts = {"campaign": campaign, "student": lea, "family": family, "seen": "."}
    told = at_once(
        lambda: outcome(lambda: sending.send(**facts, wish=ADMINISTRATIVE, by=moreau)),
        lambda: outcome(lambda: sending.send(**facts, wish=Wish(is_leaving=True), by=office)),
    )
    assert sorted(told) == ["ChangedMeanwhileError", "done"]
    assert Reenrolment.objects.get().version == 1
