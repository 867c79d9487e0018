"""Who is kept out, in the office: seen and lifted at one's own site (SPEC 1.6)."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import Throttle
from tests.accounts.tries import START, attempt, request_from, wait
from tests.factories import make_staff

OFFICE = "/gestion/accounts/throttle/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def locked(moreau, petit, xenakis) -> dict[str, Throttle]:
    """Two accounts at two sites that are blocked, and one that is not."""
    attempt(petit)
    for account in (moreau, xenakis):
        for _each in range(5):
            attempt(account)
    return {row.user.identifier: row for row in Throttle.objects.filter(user__isnull=False)}


def listed(client) -> list[Throttle]:
    return list(client.get(OFFICE).context["cl"].result_list)


def test_office_sees_what_is_blocked_at_its_site(client, office, locked) -> None:
    assert listed(client.enter(office)) == [locked["moreau1"]]


def test_administrator_sees_what_is_blocked_anywhere(client, administrator, locked) -> None:
    assert set(listed(client.enter(administrator))) == {locked["moreau1"], locked["leroy1"]}


@pytest.mark.parametrize("role", ["regie", "pedagogie"])
def test_other_roles_see_none(client, gounod, locked, role) -> None:
    assert client.enter(make_staff("quelqu.un", gounod, role=role)).get(OFFICE).status_code == 404


def test_list_says_whose_tries_they_are(client, office, moreau) -> None:
    for number in range(30):
        attempt(moreau, identifier="moreau1" if number < 5 else "nobody" if number < 10 else f"no{number}")
    page = client.enter(office).get(OFFICE).content.decode()
    names = [">moreau1<", ">identifiant inconnu<", ">tous, depuis une adresse<"]
    assert [page.count(name) for name in names] == [1, 1, 1]


def lift(client, *rows: Throttle):
    return client.post(OFFICE, {"action": "lift", "_selected_action": [row.pk for row in rows]}, follow=True)


def test_office_lifts_at_its_site_alone(client, office, moreau, xenakis, locked) -> None:
    page = lift(client.enter(office), *locked.values()).content.decode()
    assert "1 blocage est levé." in page
    assert (wait(moreau), wait(xenakis)) == (0, 120)


def test_school_of_the_latest_refusal_may_lift_what_keeps_its_family_out(
    client, office, moreau, xenakis
) -> None:
    for number in range(30):
        attempt(xenakis, identifier=f"nobody{number}")
    assert wait(moreau) == 120
    page = lift(client.enter(office), *Throttle.objects.blocked()).content.decode()
    assert ("1 blocage est levé." in page, wait(moreau)) == (True, 0)


def test_lifting_is_the_one_action(client, office, locked) -> None:
    form = client.enter(office).get(OFFICE).context["action_form"]
    assert [name for name, _label in form.fields["action"].choices] == ["", "lift"]


def test_lifting_asks_for_its_own_right(client, gounod, locked, monkeypatch) -> None:
    from accounts import roles

    monkeypatch.setitem(roles._permissions, "regie", {"accounts.view_throttle"})
    lift(client.enter(make_staff("regie", gounod, role="regie")), *locked.values())
    assert Throttle.objects.blocked().count() == 2


def test_no_guessing_at_hashes_through_the_list(client, office, locked) -> None:
    assert client.enter(office).get(f"{OFFICE}?user__password__startswith=a").status_code == 400


def test_list_asks_the_same_number_of_questions_at_one_and_three_rows(
    client, office, moreau, django_assert_num_queries
) -> None:
    client.enter(office)
    for number in range(3):
        for _each in range(5):
            attempt(moreau, request_from(f"192.0.2.{number}"))
        if number != 1:
            with django_assert_num_queries(8):
                client.get(OFFICE)
