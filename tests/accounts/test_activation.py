"""The code of a letter: typed in once, it lets who has no e-mail choose a password."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import activation, keeping, lost_password
from accounts.hashers import Argon2id
from accounts.models import ActivationCode, Mail, Throttle, User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

CODE = "ABCD-EFGH-JKLM"
NEW_PASSWORD = "Clavecin-2026"
REFUSED_CODE = "Ce code n’est pas accepté"


@pytest.fixture
def code(moreau, office) -> str:
    activation.remember(moreau, activation.hash_of(CODE), by=office)
    return CODE


@pytest.fixture
def hashes(monkeypatch) -> list[str]:
    """What the hasher is asked; no code is right."""
    reached = []
    monkeypatch.setattr(Argon2id, "verify", lambda *_: reached.append("verify"))
    monkeypatch.setattr(Argon2id, "encode", lambda *_: reached.append("encode") or "argon2$")
    return reached


def type_code(client, account: User, typed: str, **changes):
    form = {"site": account.site_id, "identifier": account.identifier, "code": typed}
    return client.post("/activation", form | changes)


def chosen(client, address: str):
    return client.post(address, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})


def has_password(account: User, password: str) -> bool:
    return User.objects.get(pk=account.pk).check_password(password)


def test_code_has_no_look_alikes_and_is_no_word_twice() -> None:
    codes = {activation.new_code() for _each in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) & set("01OIB8G5S2Z") == set()
    assert {len(code) for code in codes} == {12}
    assert activation.in_groups("ABCDEFGHJKLM") == CODE


def test_code_is_stored_hashed(code) -> None:
    kept = ActivationCode.objects.get().code_hash
    assert (kept.startswith("argon2"), CODE in kept, "ABCDEFGHJKLM" in kept) == (True, False, False)


@pytest.mark.parametrize("typed", [CODE, "abcdefghjklm", " abcd efgh jklm "])
def test_code_opens_the_choice_of_a_password(client, moreau, code, typed) -> None:
    response = type_code(client, moreau, typed)
    assert response.status_code == 302
    assert chosen(client, response["Location"])["Location"] == "/extranet/famille"
    assert has_password(moreau, NEW_PASSWORD)
    assert list(Mail.objects.values_list("template", flat=True)) == ["password_changed"]


def test_code_serves_once(client, moreau, code) -> None:
    address = type_code(client, moreau, CODE)["Location"]
    chosen(client, address)
    assert not ActivationCode.objects.exists()
    assert REFUSED_CODE in type_code(client, moreau, CODE).content.decode()
    assert chosen(client, address).status_code == 404


def test_who_is_interrupted_types_it_again(client, moreau, code) -> None:
    first = type_code(client, moreau, CODE)["Location"]
    second = type_code(client, moreau, CODE)["Location"]
    assert chosen(client, first).status_code == 404
    assert chosen(client, second).status_code == 302


def test_newer_code_voids_the_older_and_what_it_was_opening(client, moreau, code, office) -> None:
    address = type_code(client, moreau, CODE)["Location"]
    activation.remember(moreau, activation.hash_of("NNNN-PPPP-QQQQ"), by=office)
    assert REFUSED_CODE in type_code(client, moreau, CODE).content.decode()
    assert chosen(client, address).status_code == 404
    assert type_code(client, moreau, "NNNN-PPPP-QQQQ").status_code == 302


def test_code_lasts_thirty_days(client, moreau, code) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        assert REFUSED_CODE in type_code(client, moreau, CODE).content.decode()
        assert activation.purge() == 1


def test_code_of_the_last_hour_is_kept(moreau, code) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23), tick=False):
        assert activation.purge() == 0


@pytest.mark.parametrize("wrong", ["identifier", "site", "code"])
def test_whatever_is_wrong_the_sentence_is_the_same(client, moreau, code, xenakis_site, wrong) -> None:
    typed = {"identifier": "moreau2", "site": xenakis_site.pk, "code": "CCCC-DDDD-EEEE"}[wrong]
    response = type_code(client, moreau, CODE, **{wrong: typed})
    assert response.status_code == 200
    assert REFUSED_CODE in response.content.decode()


def test_inactive_account_is_opened_by_no_code(client, moreau, code) -> None:
    keeping.deactivate([moreau])
    assert REFUSED_CODE in type_code(client, moreau, CODE).content.decode()


def test_what_is_left_empty_is_asked_for_and_counts_as_no_try(client, moreau) -> None:
    page = type_code(client, moreau, "").content.decode()
    assert "Indiquez le code" in page
    assert not Throttle.objects.exists()


def test_guessing_is_slowed_down_as_at_sign_in(client, moreau, code) -> None:
    answers = [type_code(client, moreau, "CCCC-DDDD-EEEE").status_code for _try in range(6)]
    assert answers == [200] * 5 + [429]
    assert type_code(client, moreau, CODE).status_code == 429
    assert set(Throttle.objects.values_list("purpose", flat=True)) == {Throttle.Purpose.ACTIVATION}


def test_known_and_unknown_accounts_cost_the_same(client, moreau, code, hashes) -> None:
    costs = []
    for identifier in ("moreau1", "inconnu"):
        with CaptureQueriesContext(connection) as asked:
            type_code(client, moreau, "CCCC-DDDD-EEEE", identifier=identifier)
        costs.append(len(asked))
    assert (costs[0] == costs[1], hashes) == (True, ["verify", "encode"])


def test_password_that_comes_by_mail_voids_the_code(moreau, code) -> None:
    lost_password.replace_password(moreau, former=moreau.password, hashed="x", expires_at=None)
    assert not ActivationCode.objects.exists()


def test_own_password_stays_until_another_is_chosen(client, moreau, code) -> None:
    type_code(client, moreau, CODE)
    assert has_password(moreau, PASSWORD)


def test_sign_in_leads_to_the_page(client, gounod) -> None:
    assert re.search(r'href="/activation"', client.get("/extranet/famille").content.decode())
