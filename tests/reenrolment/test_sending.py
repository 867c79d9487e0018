"""What a household does with the re-enrolment of a student."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Mail
from imuse.policies import Denied
from reenrolment import campaign as campaigns
from reenrolment import deciding, sending
from reenrolment.models import Draft, NextStep, Reenrolment, Remark
from reenrolment.options import options_of
from reenrolment.sending import ChangedMeanwhileError, ClosedError
from reenrolment.standing import standing_of
from reenrolment.wishes import NothingTickedError, Wish
from tests.factories import make_student
from tests.factories.reenrolment import ADMINISTRATIVE, follows, make_campaign, make_reenrolment

pytestmark = pytest.mark.django_db


def guitar_only(campaign, lea) -> Wish:
    guitar = next(option for option in options_of(campaign, lea) if option.name == "Guitare")
    return Wish(wanted=(guitar.key,), comment="Le mardi, si possible.")


def templates() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("template", flat=True))


def test_sent_once_however_often_it_is_clicked(of_lea) -> None:
    first = sending.send(**of_lea, wish=ADMINISTRATIVE, seen=".")
    again = sending.send(**of_lea, wish=ADMINISTRATIVE, seen=".")
    assert (first.pk, first.version) == (again.pk, again.version)
    assert templates() == ["reenrolment_received"]


def test_by_course_says_what_is_continued_and_what_is_given_up(by_course, lea, family, moreau) -> None:
    sent = make_reenrolment(by_course, lea, family, moreau, guitar_only(by_course, lea))
    assert [str(choice) for choice in sent.continued] == ["Guitare, Cycle 1"]
    assert [str(choice) for choice in sent.given_up] == ["Chœur"]
    assert Remark.objects.get().text == "Le mardi, si possible."


def test_words_stay_as_the_family_read_them(by_course, lea, family, moreau) -> None:
    guitar = lea.enrolments.get(class_name="Guitare")
    NextStep.objects.create(
        campaign=by_course, enrolment=guitar, words="Cycle 1, 2e année", cycle="Cycle 1.2"
    )
    sent = make_reenrolment(by_course, lea, family, moreau, guitar_only(by_course, lea))
    NextStep.objects.all().delete()
    assert sent.continued[0].words == "Cycle 1, 2e année"


@pytest.mark.parametrize("wish", [Wish(), Wish(comment="Bonjour"), Wish(wanted=("unknown",))])
def test_nothing_ticked_is_refused(of_lea, wish) -> None:
    with pytest.raises(NothingTickedError):
        sending.send(**of_lea, wish=wish)
    assert not Reenrolment.objects.exists()


def test_who_has_no_course_may_do_the_administrative_one_by_course_too(by_course, family, moreau) -> None:
    tom = make_student(family, "Tom")
    sent = make_reenrolment(by_course, tom, family, moreau)
    assert sent.is_administrative
    assert sent.continued == []


def test_administrative_box_is_not_for_who_has_courses_by_course(by_course, lea, family, moreau) -> None:
    with pytest.raises(NothingTickedError):
        make_reenrolment(by_course, lea, family, moreau)


def test_who_leaves_continues_nothing(by_course, lea, family, moreau) -> None:
    wish = guitar_only(by_course, lea)._replace(is_leaving=True, leaving_reason="Déménagement")
    sent = make_reenrolment(by_course, lea, family, moreau, wish)
    assert (sent.leaving_reason, sent.continued) == ("Déménagement", [])


def test_draft_is_kept_and_gone_once_sent(of_lea) -> None:
    draft = sending.save_draft(**of_lea, wish=ADMINISTRATIVE, seen=".")
    assert draft.version == 1
    sending.send(**of_lea, wish=ADMINISTRATIVE, seen=f".{draft.pk}-1")
    assert not Draft.objects.exists()


def test_draft_of_what_is_sent_already_is_none(of_lea, sent) -> None:
    assert sending.save_draft(**of_lea, wish=ADMINISTRATIVE) is None
    assert not Draft.objects.exists()


def test_changed_after_it_was_sent(by_course, lea, family, moreau) -> None:
    first = make_reenrolment(by_course, lea, family, moreau, guitar_only(by_course, lea))
    every = tuple(option.key for option in options_of(by_course, lea))
    second = make_reenrolment(by_course, lea, family, moreau, Wish(wanted=every))
    assert (first.pk, second.version) == (second.pk, 2)
    assert {str(choice) for choice in second.continued} == {"Chœur", "Guitare, Cycle 1"}
    assert not Remark.objects.exists()


def test_two_households_one_reenrolment_each_with_its_comment(
    campaign, lea, family, other_household, moreau, petit
) -> None:
    make_reenrolment(campaign, lea, family, moreau, Wish(is_administrative=True, comment="De Luc"))
    make_reenrolment(campaign, lea, other_household, petit, Wish(is_administrative=True, comment="De Maud"))
    assert Reenrolment.objects.count() == 1
    assert set(Remark.objects.values_list("text", flat=True)) == {"De Luc", "De Maud"}
    assert [remark.text for remark in Remark.objects.for_user(petit)] == ["De Maud"]


def test_who_saw_an_older_page_is_told(of_lea, other_household, petit) -> None:
    make_reenrolment(of_lea["campaign"], of_lea["student"], other_household, petit)
    with pytest.raises(ChangedMeanwhileError, match="L’autre foyer"):
        sending.send(**of_lea, wish=Wish(is_leaving=True), seen=".")
    standing = standing_of(of_lea["campaign"], of_lea["family"], of_lea["student"])
    assert sending.send(**of_lea, wish=Wish(is_leaving=True), seen=standing.token).is_leaving


def test_draft_of_another_guardian_is_not_overwritten_unseen(of_lea) -> None:
    sending.save_draft(**of_lea, wish=Wish(is_administrative=True, comment="Un"), seen=".")
    with pytest.raises(ChangedMeanwhileError, match="brouillon"):
        sending.save_draft(**of_lea, wish=Wish(is_administrative=True, comment="Deux"), seen=".")


def test_closed_in_the_very_second_and_what_was_typed_is_kept(of_lea) -> None:
    with time_machine.travel(of_lea["campaign"].closes_at, tick=False):
        with pytest.raises(ClosedError, match="close depuis"):
            sending.send(**of_lea, wish=ADMINISTRATIVE)
        assert sending.save_draft(**of_lea, wish=ADMINISTRATIVE)
    with time_machine.travel(of_lea["campaign"].closes_at - timedelta(microseconds=1), tick=False):
        assert sending.send(**of_lea, wish=ADMINISTRATIVE)


def test_not_before_it_opens(gounod, lea, family, moreau) -> None:
    coming = make_campaign(gounod, opens_at=timezone.now() + timedelta(days=1))
    with pytest.raises(ClosedError, match="ouvre le"):
        make_reenrolment(coming, lea, family, moreau)


def test_extended_for_one_family_alone(of_lea, office, other_household, petit) -> None:
    campaign = of_lea["campaign"]
    late = campaign.closes_at + timedelta(days=3)
    campaigns.extend(campaign=campaign, family=of_lea["family"], until=late, by=office)
    with time_machine.travel(campaign.closes_at + timedelta(days=1), tick=False):
        with pytest.raises(ClosedError):
            make_reenrolment(campaign, of_lea["student"], other_household, petit)
        sending.send(**of_lea, wish=ADMINISTRATIVE)
    assert templates() == ["campaign_extended", "reenrolment_received"]


def test_desk_takes_down_who_comes_late(of_lea, office) -> None:
    with time_machine.travel(of_lea["campaign"].closes_at + timedelta(days=1), tick=False):
        sent = sending.send(**(of_lea | {"by": office}), wish=ADMINISTRATIVE)
    assert sent.sent_by == office
    assert [mail.user for mail in Mail.objects.select_related("user").order_by("pk")] == [of_lea["by"]]


def test_withdrawn_and_sent_anew(of_lea, sent, family, moreau) -> None:
    gone = sending.withdraw(reenrolment=sent, family=family, by=moreau)
    assert (gone.status, gone.version) == ("withdrawn", 2)
    with pytest.raises(Denied):
        sending.withdraw(reenrolment=sent, family=family, by=moreau)
    assert sending.send(**of_lea, wish=ADMINISTRATIVE).status == "sent"
    assert templates() == ["reenrolment_received", "reenrolment_withdrawn", "reenrolment_received"]


def test_validated_is_no_more_the_family_s_to_change(of_lea, sent, office) -> None:
    deciding.validate(reenrolment=sent, version=1, by=office)
    with pytest.raises(Denied, match="validée"):
        sending.send(**of_lea, wish=Wish(is_leaving=True))
    with pytest.raises(Denied, match="validée"):
        sending.withdraw(reenrolment=sent, family=of_lea["family"], by=of_lea["by"])


def test_answer_after_the_closing_until_the_day_that_the_office_set(of_lea, sent, office) -> None:
    campaign, answer = of_lea["campaign"], Wish(is_administrative=True, comment="Le voici.")
    with time_machine.travel(campaign.closes_at + timedelta(days=1), tick=False):
        until = timezone.localdate() + timedelta(days=2)
        deciding.ask_more(reenrolment=sent, version=1, question="L’adresse ?", until=until, by=office)
    with time_machine.travel(campaign.closes_at + timedelta(days=5), tick=False), pytest.raises(ClosedError):
        sending.send(**of_lea, wish=answer)
    with time_machine.travel(campaign.closes_at + timedelta(days=3), tick=False):
        assert sending.send(**of_lea, wish=answer).status == "sent"


def test_cursus_is_one_box(by_course, lea, gounod) -> None:
    from students.models import Cursus

    cursus = Cursus.objects.create(site=gounod, name="Cursus chant", cycle="")
    cursus.disciplines.set(
        [row.discipline for row in lea.enrolments.select_related("discipline").order_by("pk")]
    )
    follows(lea, "Formation musicale", cycle="Cycle 1")
    assert [option.name for option in options_of(by_course, lea)] == ["Cursus chant", "Formation musicale"]
