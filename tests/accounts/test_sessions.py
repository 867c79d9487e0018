"""Sessions end after a time without activity, and after a time in all."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Site
from accounts.sessions import SEEN

START = 1_790_000_000
MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def is_in(client) -> bool:
    return client.get("/accueil").status_code == 200


def test_session_ends_after_thirty_idle_minutes(client, moreau, clock) -> None:
    client.enter(moreau)
    clock.move_to(START + 31 * MINUTE - 1)
    assert is_in(client)
    clock.move_to(START + 62 * MINUTE)
    assert not is_in(client)


def test_end_is_told_on_the_sign_in_page(client, moreau, clock) -> None:
    client.enter(moreau)
    clock.move_to(START + 31 * MINUTE)
    response = client.get("/mot-de-passe", follow=True)
    assert response.redirect_chain == [("/extranet/famille?next=%2Fmot-de-passe", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "Votre session a pris fin après 30 minutes sans activité. Connectez-vous de nouveau pour continuer."
    ]


def test_site_chooses_its_idle_limit(client, moreau, clock) -> None:
    Site.objects.update(idle_minutes=10)
    client.enter(moreau)
    clock.move_to(START + 11 * MINUTE)
    assert not is_in(client)


def test_session_ends_after_twelve_hours_in_all(client, moreau, clock) -> None:
    client.enter(moreau)
    for minutes in range(20, 12 * 60, 20):
        clock.move_to(START + minutes * MINUTE)
        assert is_in(client)
    clock.move_to(START + 12 * HOUR)
    response = client.get("/accueil", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Votre session a pris fin\u00a0: elle dure 12 heures au plus. Connectez-vous de nouveau pour continuer."
    ]


def test_warning_counts_to_the_nearer_limit(client, moreau, clock) -> None:
    client.enter(moreau)
    session = client.session
    session["session_started"] = START - 12 * HOUR + 5 * MINUTE
    session.save()
    assert 'data-step="0" data-left="300"' in client.get("/accueil").content.decode()


def test_staff_have_fifteen_minutes(client, office, clock) -> None:
    client.enter(office)
    clock.move_to(START + 16 * MINUTE - 1)
    assert client.get("/gestion/").status_code == 200
    clock.move_to(START + 32 * MINUTE)
    assert client.get("/gestion/")["Location"] == "/gestion/connexion?next=%2Fgestion%2F"


def test_session_is_written_at_most_once_a_minute(client, moreau, clock) -> None:
    client.enter(moreau)
    client.get("/accueil")
    clock.move_to(START + 59)
    with CaptureQueriesContext(
        connection,
    ) as within_the_minute:
        client.get("/accueil")
    assert [query["sql"] for query in within_the_minute if query["sql"].startswith("UPDATE")] == []
    clock.move_to(START + 60)
    client.get("/accueil")
    assert client.session[SEEN] == START + 60


def test_session_of_before_the_limits_has_ended(client, moreau) -> None:
    client.force_login(moreau)
    assert not is_in(client)


def test_staying_gives_the_full_time_again(client, moreau, clock) -> None:
    client.enter(moreau)
    clock.move_to(START + 28 * MINUTE)
    answer = client.get("/session", headers={"accept": "application/json"})
    assert answer.json() == {"seconds_left": 30 * MINUTE}
    clock.move_to(START + 57 * MINUTE)
    assert is_in(client)


def test_staying_without_a_script_is_a_page(client, moreau, clock) -> None:
    page = client.enter(moreau).get("/session").content.decode()
    assert "Elle reste ouverte 30 minutes." in page


def test_warning_says_when_it_is_due(client, moreau, clock) -> None:
    page = client.enter(moreau).get("/accueil").content.decode()
    assert 'data-step="30" data-left="1800"' in page
