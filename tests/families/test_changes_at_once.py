"""Families and office at work on the same records at the same moment, through their own pages.

Whatever comes first, a request gets one verdict and one mail of it, nobody writes over what they have not seen, and
whoever was too late reads why.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Mail, Site, User
from families import guardians
from families.models import ChangeRequest, Guardian
from students.models import Student
from tests.at_once import at_once
from tests.factories import (
    make_account,
    make_family,
    make_guardian,
    make_place,
    make_staff,
    make_student,
)
from tests.office_pages import held, sent
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db(transaction=True)

Status = ChangeRequest.Status
Work = Callable[[], Any]

ON_RECORD, ASKED, ASKED_ANEW, TYPED_BY_OFFICE = (f"+3363998120{number}" for number in range(4))
QUEUE = "/gestion/families/changerequest/"
TOO_LATE = [
    "Cette demande est déjà décidée",
    "Cette demande n’attend plus",
    "Le dossier a changé pendant que vous lisiez",
    "Entre-temps, cette réponse est devenue",
    "Changé entre-temps",
]


class Household:
    """Luc takes lessons too; he asked for another mobile. Léa is his and Anne's child, and of Maud's family as well."""

    def __init__(self, site: Site, number: int = 0) -> None:
        self.luc, self.anne, self.maud = (
            make_account(f"{name}{number}", site, email=f"{name}{number}@example.org")
            for name in ("luc", "anne", "maud")
        )
        self.own, other = make_family(site), make_family(site, "Petit")
        self.guardian = make_guardian(self.own, "Luc", self.luc, mobile=ON_RECORD)
        make_guardian(self.own, "Anne", self.anne)
        make_guardian(other, "Maud", self.maud)
        self.adult = make_student(self.own, person=self.guardian.person)
        self.child = make_student(self.own, "Léa")
        make_place(self.child, other, pays=False)
        values = {"guardian.mobile": [ON_RECORD, ASKED]}
        self.request = ChangeRequest.objects.create(
            family=self.own, person=self.guardian.person, values=values, proposed_by=self.luc
        )

    @property
    def mobile(self) -> str:
        return Guardian.objects.get(pk=self.guardian.pk).mobile

    def birth_place(self, student: Student) -> str:
        return Student.objects.select_related("person").get(pk=student.pk).person.birth_place


@pytest.fixture
def household(gounod) -> Household:
    return Household(gounod)


# What each of them has open before them, and sends when the moment comes


def proposes(who: User, page: str, **typed: str) -> Work:
    client = StrictClient().enter(who)
    form = held(client.get(page).context["page"].form) | typed
    return lambda: client.post(page, form)


def for_student(who: User, student: Student, **typed: str) -> Work:
    return proposes(who, reverse("student", args=[student.pk]), **typed)


def decides(who: User, change: ChangeRequest, decision: str) -> Work:
    client, page = StrictClient().enter(who), f"{QUEUE}{change.pk}/change/"
    form = held(client.get(page).context["review"].form)
    return lambda: client.post(page, form | {"decision": decision, "reason": "Voyons cela ensemble."})


def accepts_all(who: User) -> Work:
    """The whole queue, as it is when the button is pressed."""
    client = StrictClient().enter(who)
    shown = client.get(QUEUE).context["cl"].result_list
    form = {"action": "accept_chosen", "select_across": "1", "_selected_action": [each.pk for each in shown]}
    return lambda: client.post(QUEUE, form)


def edits(who: User, guardian: Guardian, **typed: str) -> Work:
    client, page = StrictClient().enter(who), f"/gestion/families/guardian/{guardian.pk}/change/"
    form = sent(client.get(page), **typed)
    return lambda: client.post(page, form)


# What has come of it


def was_taken(answer: Any) -> bool:
    """Whoever was not heard reads one of the sentences for it."""
    if answer.status_code == 302:
        return True
    page = answer.content.decode()
    assert any(sentence in page for sentence in TOO_LATE)
    return False


def accepted(family_or_person: dict, key: str) -> list[list[str]]:
    """From what to what."""
    decided = ChangeRequest.objects.filter(status=Status.ACCEPTED, **family_or_person).order_by("pk")
    return [change.values[key] for change in decided if key in change.values]


def check_one_chain(first: str, steps: Iterable[list[str]], last: str) -> None:
    """Each step began where another one ended: none wrote over a value that it did not know."""
    left = [tuple(step) for step in steps]
    value, onwards = first, dict(left)
    assert len(onwards) == len(left)
    while value in onwards:
        value = onwards.pop(value)
    assert (value, onwards) == (last, {})


def check_each_verdict_was_told_once() -> None:
    told = Mail.objects.filter(template="change_decided").values_list("references", flat=True)
    decided = ChangeRequest.objects.filter(status__in=ChangeRequest.DECIDED).values_list("pk", flat=True)
    assert Counter(each["change"] for each in told) == Counter(decided)


def check(household: Household, edited: Iterable[list[str]] = ()) -> None:
    person = {"person": household.guardian.person}
    check_one_chain(ON_RECORD, [*accepted(person, "guardian.mobile"), *edited], household.mobile)
    for student in (household.adult, household.child):
        steps = accepted({"person": student.person}, "person.birth_place")
        check_one_chain("", steps, household.birth_place(student))
    check_each_verdict_was_told_once()


# The stories


def test_request_is_decided_once_whoever_clicks(household, gounod) -> None:
    staff = [make_staff(f"bureau{number}", gounod) for number in range(8)]
    decisions = ["accept", "refuse"] * 4
    works = [decides(who, household.request, what) for who, what in zip(staff, decisions, strict=True)]
    answers = [was_taken(answer) for answer in at_once(*works)]
    assert answers.count(True) == 1
    winner = answers.index(True)
    household.request.refresh_from_db()
    assert household.request.decided_by == staff[winner]
    is_accepted = decisions[winner] == "accept"
    assert household.request.status == (Status.ACCEPTED if is_accepted else Status.REFUSED)
    assert household.mobile == (ASKED if is_accepted else ON_RECORD)
    check(household)


def test_family_asks_anew_while_the_office_accepts(gounod, office) -> None:
    households = [Household(gounod, number) for number in range(4)]
    works = [
        work
        for each in households
        for work in (
            decides(office, each.request, "accept"),
            proposes(each.luc, "/famille", mobile=ASKED_ANEW),
        )
    ]
    answers = [was_taken(answer) for answer in at_once(*works)]
    for each, is_accepted in zip(households, answers[::2], strict=True):
        now = ASKED if is_accepted else ON_RECORD
        assert each.mobile == now
        waiting = ChangeRequest.objects.waiting().get(family=each.own)
        assert waiting.values == {"guardian.mobile": [now, ASKED_ANEW]}
        check(each)
    assert answers[1::2] == [True] * 4


@pytest.mark.parametrize(
    "typed", [{"mobile": TYPED_BY_OFFICE}, {"city": "Nantes"}], ids=["same field", "other field"]
)
def test_office_edits_while_a_request_is_accepted(gounod, office, typed) -> None:
    households = [Household(gounod, number) for number in range(4)]
    clerk = make_staff("bureau", gounod)
    works = [
        work
        for each in households
        for work in (decides(office, each.request, "accept"), edits(clerk, each.guardian, **typed))
    ]
    answers = [was_taken(answer) for answer in at_once(*works)]
    for each, is_accepted, is_edited in zip(households, answers[::2], answers[1::2], strict=True):
        guardian = Guardian.objects.get(pk=each.guardian.pk)
        assert (guardian.city == "Nantes") == (is_edited and "city" in typed)
        assert is_accepted != is_edited if "mobile" in typed else is_accepted
        check(each, [[ON_RECORD, TYPED_BY_OFFICE]] if is_edited and "mobile" in typed else [])


def test_two_guardians_ask_for_the_same_field_of_their_child(household) -> None:
    luc, anne = household.luc, household.anne
    works = [
        for_student(luc, household.child, birth_place="Brest"),
        for_student(anne, household.child, birth_place="Quimper"),
    ]
    answers = [was_taken(answer) for answer in at_once(*works)]
    assert sorted(answers) == [False, True]
    waiting = ChangeRequest.objects.waiting().get(person=household.child.person)
    asked, by = ("Brest", luc) if answers[0] else ("Quimper", anne)
    assert (waiting.values, waiting.proposed_by) == ({"person.birth_place": ["", asked]}, by)


def test_two_guardians_ask_for_different_fields_of_their_child(household) -> None:
    works = [
        for_student(household.luc, household.child, birth_place="Brest"),
        for_student(household.anne, household.child, school_level="CM2"),
        for_student(household.maud, household.child, city="Nantes"),
    ]
    assert [was_taken(answer) for answer in at_once(*works)] == [True] * 3
    requests = ChangeRequest.objects.waiting().filter(person=household.child.person)
    assert requests.get(family=household.own).values == {
        "person.birth_place": ["", "Brest"],
        "student.school_level": ["", "CM2"],
    }
    # The other household asks for its own place, and sees nothing of the rest.
    theirs = requests.exclude(family=household.own).get()
    assert theirs.values == {"membership.city": ["", "Nantes"]}


def test_adult_asks_as_guardian_and_as_student(household, office) -> None:
    works = [
        proposes(household.luc, "/famille", mobile=ASKED_ANEW, profession="Luthier"),
        for_student(household.luc, household.adult, birth_place="Brest"),
    ]
    assert [was_taken(answer) for answer in at_once(*works)] == [True, True]
    waiting = ChangeRequest.objects.waiting().get(family=household.own)
    assert waiting.values == {
        "guardian.mobile": [ON_RECORD, ASKED_ANEW],
        "person.profession": ["", "Luthier"],
        "person.birth_place": ["", "Brest"],
    }
    assert was_taken(decides(office, waiting, "accept")())
    assert (household.mobile, household.birth_place(household.adult)) == (ASKED_ANEW, "Brest")
    check(household)


def test_what_the_office_edited_between_two_requests_of_a_family_is_compared(household, office) -> None:
    """Who asks anew has not seen it."""
    anew = proposes(household.luc, "/famille", mobile=ASKED_ANEW)
    edits(office, household.guardian, mobile=TYPED_BY_OFFICE)()
    assert was_taken(anew())
    accepts_all(office)()
    assert household.mobile == TYPED_BY_OFFICE
    assert ChangeRequest.objects.waiting().get().values == {"guardian.mobile": [ON_RECORD, ASKED_ANEW]}


def test_password_that_is_chosen_meanwhile_stays(household) -> None:
    """What follows for the account was read before."""
    guardian = household.guardian
    guardian.person.first_name = "Lucien"
    User.objects.filter(pk=household.luc.pk).update(password="chosen")
    guardians.follow_person(guardian.person, {"first_name"}, household.request)
    guardians.write_to(guardian.user, "lucien@example.org")
    luc = User.objects.get(pk=household.luc.pk)
    assert (luc.password, luc.first_name, luc.email) == ("chosen", "Lucien", "lucien@example.org")


def morning(household: Household, staff: list[User]) -> list[Work]:
    """All that may happen to one household's records, by eight people who have them open; the last one edits."""
    accepting, refusing, editing = staff
    return [
        decides(accepting, household.request, "accept"),
        decides(refusing, household.request, "refuse"),
        proposes(household.luc, "/famille", mobile=ASKED_ANEW),
        for_student(household.luc, household.adult, birth_place="Brest"),
        for_student(household.luc, household.child, birth_place="Rennes"),
        for_student(household.anne, household.child, birth_place="Quimper"),
        for_student(household.maud, household.child, birth_place="Nantes"),
        edits(editing, household.guardian, mobile=TYPED_BY_OFFICE),
    ]


def test_fifty_people_at_once(gounod) -> None:
    staff = [make_staff(f"bureau{number}", gounod) for number in range(5)]
    households = [Household(gounod, number) for number in range(6)]
    works = [morning(each, staff[:3]) for each in households]
    several = [accepts_all(who) for who in staff[3:]]
    answers = at_once(*several, *(work for each in works for work in each))
    assert len(answers) == 50
    taken = [was_taken(answer) for answer in answers[2:]]
    for each in households:
        *_rest, is_edited = taken[:8]
        del taken[:8]
        check(each, [[ON_RECORD, TYPED_BY_OFFICE]] if is_edited else [])
        each.request.refresh_from_db()
        assert each.request.status != Status.WAITING
