"""What the office answers, and the places that follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Mail
from imuse.policies import Denied
from reenrolment import asked, deciding, sending
from reenrolment.deciding import WordsMissingError
from reenrolment.models import NextStep
from reenrolment.options import options_of
from reenrolment.wishes import Wish
from students.models import Enrolment
from tests.factories import make_course, make_enrolment
from tests.factories.documents import make_kind
from tests.factories.reenrolment import make_reenrolment

pytestmark = pytest.mark.django_db


def places_of(student, year: int) -> list[tuple]:
    rows = Enrolment.objects.of_year(year).filter(student=student).order_by("class_name")
    return list(rows.values_list("class_name", "discipline__name", "cycle", "course"))


def test_validated_makes_the_places_of_all_current_disciplines_once(sent, lea, campaign, office) -> None:
    deciding.validate(reenrolment=sent, version=1, by=office)
    there = [("Chœur", "Chœur", "", None), ("Guitare", "Guitare", "Cycle 1", None)]
    assert places_of(lea, campaign.year) == there
    with pytest.raises(Denied, match="déjà décidée"):
        deciding.validate(reenrolment=sent, version=1, by=office)
    assert places_of(lea, campaign.year) == there


def test_validated_by_course_makes_those_that_are_continued(by_course, lea, family, moreau, office) -> None:
    guitar = next(option for option in options_of(by_course, lea) if option.name == "Guitare")
    NextStep.objects.create(
        campaign=by_course,
        enrolment=lea.enrolments.get(class_name="Guitare"),
        words="Cycle 2, 1re année, mardi à 18 h 15",
        cycle="Cycle 2",
    )
    sent = make_reenrolment(by_course, lea, family, moreau, Wish(wanted=(guitar.key,)))
    deciding.validate(reenrolment=sent, version=1, by=office)
    assert places_of(lea, by_course.year) == [("Guitare", "Guitare", "Cycle 2", None)]


def test_place_that_the_office_had_made_is_not_made_again(sent, lea, campaign, office, gounod) -> None:
    guitar = lea.enrolments.get(class_name="Guitare").discipline
    course = make_course(gounod, "Guitare 2", year=campaign.year, discipline=guitar)
    make_enrolment(lea, course)
    deciding.validate(reenrolment=sent, version=1, by=office)
    assert [row[0] for row in places_of(lea, campaign.year)] == ["Chœur", "Guitare 2"]


def test_who_leaves_gets_no_place(campaign, lea, family, moreau, office) -> None:
    sent = make_reenrolment(campaign, lea, family, moreau, Wish(is_leaving=True, leaving_reason="Emploi"))
    deciding.validate(reenrolment=sent, version=1, by=office)
    assert places_of(lea, campaign.year) == []


@pytest.mark.parametrize("verb", ["validate", "ask_more", "refuse"])
def test_office_decides_on_the_version_it_saw(sent, family, moreau, office, verb) -> None:
    sending.withdraw(reenrolment=sent, family=family, by=moreau)
    day = timezone.localdate()
    words = {"validate": {}, "ask_more": {"question": "Q", "until": day}, "refuse": {"reason": "R"}}[verb]
    with pytest.raises(Denied, match="pendant que vous lisiez"):
        getattr(deciding, verb)(reenrolment=sent, version=1, by=office, **words)


def test_more_is_asked_with_words_and_a_day_to_come(sent, office) -> None:
    today = timezone.localdate()
    with pytest.raises(WordsMissingError):
        deciding.ask_more(reenrolment=sent, version=1, question=" ", until=today, by=office)
    with pytest.raises(Denied, match="à venir"):
        deciding.ask_more(
            reenrolment=sent, version=1, question="Q", until=today - timedelta(days=1), by=office
        )
    asked = deciding.ask_more(reenrolment=sent, version=1, question="L’adresse ?", until=today, by=office)
    assert (asked.status, asked.decided_by) == ("more_asked", office)


def test_refused_says_why_and_may_be_thought_over(sent, office) -> None:
    with pytest.raises(WordsMissingError):
        deciding.refuse(reenrolment=sent, version=1, reason="", by=office)
    refused = deciding.refuse(reenrolment=sent, version=1, reason="Trois ans d’absence.", by=office)
    assert refused.status == "refused"
    assert deciding.reconsider(reenrolment=sent).status == "sent"


def test_either_household_reads_the_answer(sent, other_household, moreau, petit, office) -> None:
    deciding.validate(reenrolment=sent, version=1, by=office)
    told = Mail.objects.filter(template="reenrolment_answered").order_by("pk")
    assert [mail.user for mail in told.select_related("user")] == [moreau, petit]


def test_nothing_more_is_asked_of_who_is_refused(sent, family, lea, gounod, office) -> None:
    sent.campaign.types.add(make_kind(gounod, "Assurance", of="student", asked="reenrolment"))
    assert len(list(asked.places(family, [lea]))) == 1
    deciding.refuse(reenrolment=sent, version=1, reason="Non.", by=office)
    assert list(asked.places(family, [lea])) == []
    deciding.reconsider(reenrolment=sent)
    assert len(list(asked.places(family, [lea]))) == 1
