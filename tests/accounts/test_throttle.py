"""Guessing is slowed down, and nobody else is (SPEC 1.6)."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse

from accounts import known_browsers, throttle
from accounts.hashers import Argon2id
from accounts.models import Throttle, User
from accounts.throttle import count_success
from imuse.policies import reason_against
from tests.accounts.tries import HERE, START, attempt, request_from, wait
from tests.factories import PASSWORD

SIGN_IN, STAFF_SIGN_IN = "/extranet/famille", "/gestion/connexion"
ELSEWHERE = "198.51.100.9"
FREE = [0] * 4  # seconds to wait after each of the first failures


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hashes(monkeypatch) -> list[str]:
    """Each try that reaches the hasher; no password is right."""
    reached = []
    monkeypatch.setattr(Argon2id, "verify", lambda *_: reached.append("verify"))
    monkeypatch.setattr(Argon2id, "encode", lambda *_: reached.append("encode") or "argon2$")
    return reached


def minutes_after_each_failure(account: User, clock, tries: int) -> list[int]:
    waits = []
    for _each in range(tries):
        attempt(account)
        waits.append(wait(account) // 60 if any_blocked() else 0)
        clock.shift(timedelta(minutes=waits[-1]))
    return waits


def any_blocked() -> bool:
    return Throttle.objects.blocked().exists()


# The figures


def test_wait_grows_and_the_day_has_25_tries(moreau, clock) -> None:
    waits = minutes_after_each_failure(moreau, clock, 25)
    assert waits == [*FREE, 2, 4, 8, 16, 32, *[60] * 15, 24 * 60]


def test_refused_try_does_not_lengthen_the_wait(moreau) -> None:
    for _each in range(5):
        attempt(moreau)
    assert [wait(moreau) for _each in range(50)] == [120] * 50


def test_no_24_hours_see_more_than_25_tries_however_patient_the_guesser(moreau, clock) -> None:
    taken = []
    for quarter in range(4 * 24 * 4):
        taken += [quarter] if wait(moreau) == 0 else []
        clock.shift(timedelta(minutes=15))
    assert max(sum(0 <= later - first < 4 * 24 for later in taken) for first in taken) == 25


def test_guesser_reaches_the_hasher_25_times_a_day(client, moreau, hashes, clock) -> None:
    """Who sends without pause is told when to come back, and comes back to the second."""
    wrong = {"site": moreau.site_id, "identifier": "moreau1", "password": "wrong"}
    while datetime.now(UTC) < START + timedelta(days=1):
        response = client.post(SIGN_IN, wrong)
        clock.shift(timedelta(seconds=int(response.get("Retry-After", 0))))
    assert hashes == ["verify"] * 25


def test_quiet_day_is_forgotten(moreau, clock) -> None:
    for _each in range(5):
        attempt(moreau)
    clock.shift(timedelta(days=1))
    assert minutes_after_each_failure(moreau, clock, 5) == [*FREE, 2]


def test_address_alone_has_limits_of_its_own(gounod, moreau, clock) -> None:
    waits = [wait(moreau, identifier=f"nobody{number}") for number in range(31)]
    assert waits == [*[0] * 30, 120]
    clock.shift(timedelta(minutes=2))
    assert (wait(moreau), wait(moreau)) == (0, 240)


def test_address_has_100_failures_a_day(moreau, petit, clock) -> None:
    for number in range(100):
        if number % 20 == 19:  # someone's success, which ends the run of failures and is itself not counted
            count_success(attempt(petit))
        attempt(moreau, identifier=f"nobody{number}")
    assert wait(petit) == 24 * 3600
    clock.shift(timedelta(days=1))
    assert wait(petit) == 0


def test_own_account_makes_no_room_for_guessing_at_others(moreau, petit) -> None:
    """Success clears what was counted at the account, not what the address did elsewhere."""
    for _each in range(5):
        attempt(moreau)
        count_success(attempt(petit))
    assert (wait(moreau), Throttle.objects.get(kind=Throttle.Kind.ADDRESS).tries) == (120, 5)


def test_success_clears(moreau) -> None:
    for _each in range(3):
        for _failure in range(4):
            attempt(moreau)
        count_success(attempt(moreau))
    assert not Throttle.objects.exclude(kind=Throttle.Kind.ADDRESS).exists()
    assert wait(moreau) == 0


def test_purposes_are_counted_apart(moreau) -> None:
    for _each in range(5):
        attempt(moreau)
    assert wait(moreau, purpose=Throttle.Purpose.LOST_PASSWORD) == 0


# Whom a stranger does not lock out


def test_another_address_is_counted_apart(moreau) -> None:
    for _each in range(5):
        attempt(moreau)
    assert (wait(moreau), wait(moreau, request_from(ELSEWHERE))) == (120, 0)


def test_known_browser_outlasts_a_thousand_failures_from_its_own_address(moreau) -> None:
    strangers = [wait(moreau) for _each in range(1000)]
    assert (strangers.count(0), wait(moreau, request_from(browser_of=moreau))) == (5, 0)


def test_known_browser_outlasts_two_hundred_addresses(moreau) -> None:
    for number in range(200):
        for _each in range(5):
            attempt(moreau, request_from(f"198.51.100.{number}"))
    assert wait(moreau, request_from(browser_of=moreau)) == 0


def test_known_browser_has_the_same_limit(moreau) -> None:
    request = request_from(browser_of=moreau)
    assert [wait(moreau, request) for _each in range(6)] == [*FREE, 0, 120]


def test_requests_for_a_password_have_a_wider_limit_at_an_address(moreau, clock) -> None:
    asking = {"purpose": Throttle.Purpose.LOST_PASSWORD}
    waits = [wait(moreau, identifier=f"nobody{number}", **asking) for number in range(301)]
    assert waits == [*[0] * 300, 24 * 3600]


ASKING_WITHOUT_SITE = {"purpose": Throttle.Purpose.LOST_PASSWORD, "site": None}


def test_known_browser_may_ask_without_saying_which_site(moreau, xenakis) -> None:
    for _each in range(5):
        attempt(moreau, **ASKING_WITHOUT_SITE)
    assert wait(moreau, **ASKING_WITHOUT_SITE) == 120
    (row,) = attempt(moreau, request_from(browser_of=moreau), identifier=" MOREAU1 ", **ASKING_WITHOUT_SITE)
    assert (row.kind, row.user) == (Throttle.Kind.ACCOUNT_AND_BROWSER, moreau)
    assert wait(moreau, request_from(browser_of=xenakis), **ASKING_WITHOUT_SITE) == 120


def test_asking_without_a_site_never_counts_against_staff(office, moreau) -> None:
    asked = attempt(moreau, identifier=office.identifier, **ASKING_WITHOUT_SITE)
    known = attempt(
        moreau, request_from(browser_of=office), identifier=office.identifier, **ASKING_WITHOUT_SITE
    )
    assert {row.user for row in asked + known} == {None}


def test_browser_is_known_for_the_account_that_it_signed_in_to(moreau, petit) -> None:
    request = request_from(browser_of=petit)
    kinds = {row.kind for row in attempt(moreau, request)}
    assert kinds == {Throttle.Kind.ADDRESS, Throttle.Kind.ACCOUNT_AND_ADDRESS}


@pytest.mark.parametrize("cookie", ["", "é", "x" * 5000, "WyJ4IixbMV1d:1abcde:forged"])
def test_forged_cookie_is_no_known_browser(moreau, cookie) -> None:
    request = request_from()
    request.COOKIES[known_browsers.COOKIE] = cookie
    assert len(attempt(moreau, request)) == 2


def test_browser_is_forgotten_after_a_year(moreau, clock) -> None:
    request = request_from(browser_of=moreau)
    clock.shift(timedelta(days=366))
    assert len(attempt(moreau, request)) == 2


def test_browser_keeps_its_last_ten_accounts() -> None:
    request, response = request_from(), HttpResponse()
    for number in [*range(12), 5]:
        known_browsers.remember(request, response, User(pk=number))
        request.COOKIES[known_browsers.COOKIE] = response.cookies[known_browsers.COOKIE].value
    assert known_browsers.browser_of(request).accounts == [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]


def test_cookie_of_a_known_browser_is_for_the_server_alone(client, moreau) -> None:
    client.post(SIGN_IN, {"site": moreau.site_id, "identifier": "moreau1", "password": PASSWORD})
    cookie = client.cookies[known_browsers.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    assert "moreau" not in cookie.value


# At the two doors


def refusals(client, door: str, typed: dict, tries: int) -> list[tuple]:
    answers = [client.post(door, typed) for _each in range(tries)]
    return [
        (answer.status_code, answer.get("Retry-After"), answer.context["form"].non_field_errors()[0])
        for answer in answers
        if answer.status_code != 200
    ]


SENTENCE = "Trop d'essais, réessayez dans 2\u00a0minutes."


@pytest.mark.parametrize("identifier", ["moreau1", "nobody"])
def test_family_reads_the_same_sentence_known_or_not(client, moreau, hashes, identifier) -> None:
    wrong = {"site": moreau.site_id, "identifier": identifier, "password": "wrong"}
    assert refusals(client, SIGN_IN, wrong, 7) == [(429, "120", SENTENCE)] * 2
    assert len(hashes) == 5


@pytest.mark.parametrize("identifier", ["secretariat.gounod", "nobody"])
def test_staff_read_the_same_sentence_known_or_not(client, office, hashes, identifier) -> None:
    wrong = {"identifier": identifier, "password": "wrong"}
    assert refusals(client, STAFF_SIGN_IN, wrong, 7) == [(429, "120", SENTENCE)] * 2
    assert len(hashes) == 5


def test_last_minute_is_singular(moreau, clock) -> None:
    for _each in range(5):
        attempt(moreau)
    clock.shift(timedelta(seconds=61))
    sentence = reason_against(attempt, account=moreau)
    assert sentence == "Trop d'essais, réessayez dans 1\u00a0minute."
    clock.shift(timedelta(seconds=59))
    assert reason_against(attempt, account=moreau) == ""


@pytest.mark.parametrize(("failures", "queries"), [(0, 6), (5, 5)])
def test_known_and_unknown_run_the_same_statements(
    moreau, petit, failures, queries, django_assert_num_queries
) -> None:
    for identifier in ("moreau1", "nobody"):
        for _each in range(failures):
            attempt(moreau, identifier=identifier)
        with django_assert_num_queries(queries):
            wait(moreau, identifier=identifier)


def test_neither_identifier_nor_address_stands_in_the_table(moreau) -> None:
    attempt(moreau)
    told = str(list(Throttle.objects.values()))
    assert ("moreau" in told, HERE in told) == (False, False)


def test_login_of_a_family_typed_at_the_staff_door_names_nobody(moreau) -> None:
    facts = {"purpose": Throttle.Purpose.STAFF_SIGN_IN, "site": None, "identifier": moreau.login}
    assert {row.user for row in attempt(moreau, **facts)} == {None}


def test_right_password_is_refused_while_blocked_and_taken_afterwards(client, moreau, clock) -> None:
    right = {"site": moreau.site_id, "identifier": "moreau1", "password": PASSWORD}
    for _each in range(5):
        client.post(SIGN_IN, right | {"password": "wrong"})
    assert client.post(SIGN_IN, right).status_code == 429
    clock.shift(timedelta(minutes=2))
    assert client.post(SIGN_IN, right).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_do_not_all_pass(gounod, moreau) -> None:
    together, passed, strange = threading.Barrier(50), [], []

    def guess() -> None:
        try:
            together.wait()
            passed.append(wait(moreau))
        except Exception as error:  # noqa: BLE001 - told below, in the thread that pytest watches
            strange.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _each in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (strange, passed.count(0), len(passed)) == ([], 5, 50)


def test_forged_address_makes_no_room(moreau) -> None:
    forging = [request_from(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}") for number in range(6)]
    assert [wait(moreau, request) for request in forging] == [*FREE, 0, 120]


# What is left of it


def test_purge_forgets_what_was_left_alone_for_a_day(moreau, petit, clock) -> None:
    attempt(moreau)
    clock.shift(timedelta(hours=23))
    attempt(petit, request_from(ELSEWHERE))
    assert throttle.purge() == 0
    clock.shift(timedelta(hours=1))
    assert (throttle.purge(), Throttle.objects.count()) == (2, 2)
