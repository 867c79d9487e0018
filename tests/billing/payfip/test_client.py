"""The portal asks PayFiP, over a socket, and survives whatever comes back."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor, as_completed
from decimal import Decimal

import pytest

from billing.payfip import client, faults, messages
from billing.payfip.client import Order, Result

ORDER = Order(
    client_number="012345",
    exercise=2026,
    reference="F2026000123T01",
    subject="Frais d’inscription 2026/2027, Élève",
    amount=Decimal("123.45"),
    email="famille@example.org",
    mode="T",
    notified_at="http://127.0.0.1:9/notification",
    returns_to="http://127.0.0.1:9/retour",
)


def order(**facts) -> Order:
    return dataclasses.replace(ORDER, **facts)


@pytest.fixture
def quick(monkeypatch) -> None:
    """No test waits fifteen seconds."""
    monkeypatch.setattr(client, "READ", 0.3)
    monkeypatch.setattr(client, "TOTAL", 0.6)


def test_payment_from_order_to_result(payfip) -> None:
    number = client.open_payment(ORDER)
    with pytest.raises(faults.NotKnownYet):
        client.result_of(number)
    payfip.treasury.decide(number, "P")
    result = client.result_of(number)
    assert result.at is not None
    assert dataclasses.replace(result, at=None) == Result(
        operation=number,
        client_number="012345",
        reference="F2026000123T01",
        amount=Decimal("123.45"),
        mode="T",
        outcome="P",
        at=None,
        authorisation="A55A",
    )


def test_subject_has_letters_and_figures_alone(payfip) -> None:
    number = client.open_payment(ORDER)
    assert payfip.treasury.find(number).order["objet"] == "Frais d inscription 2026 2027 Eleve"
    assert len(client.subject("Œ é" * 90)) <= 99


def test_refusal_tells_less(payfip) -> None:
    number = client.open_payment(ORDER)
    payfip.treasury.decide(number, "R")
    result = client.result_of(number)
    assert (result.outcome, result.authorisation) == ("R", "")


def test_whose_number_it_is(payfip) -> None:
    found = client.client_of("012345")
    assert (found.regie, found.collectivity) == ("REGIE DE DEMONSTRATION", "COMMUNE FICTIVE")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reference": "ABCD"}, "R3"),
        ({"amount": Decimal("0.99")}, "M3"),
        ({"amount": Decimal("100000.00")}, "M5"),
        ({"email": "a@b@c.org"}, "A2"),
        ({"email": ""}, "A2"),
    ],
)
def test_what_would_be_refused_does_not_leave(payfip, facts, code) -> None:
    with pytest.raises(faults.Refused) as refused:
        client.open_payment(order(**facts))
    assert (refused.value.code, payfip.treasury.operations) == (code, {})


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"client_number": "12"}, "T1"),
        ({"client_number": "000000"}, "T2"),
        ({"mode": "Q"}, "S1"),
        ({"email": "famille@example"}, "A2"),
        ({"notified_at": "x" * 250}, "N1"),
        ({"returns_to": "retour"}, "D1"),
    ],
)
def test_what_the_treasury_refuses_has_its_code(payfip, facts, code) -> None:
    with pytest.raises(faults.Refused) as refused:
        client.open_payment(order(**facts))
    assert refused.value.code == code


def test_unknown_operation(payfip) -> None:
    with pytest.raises(faults.UnknownOperation):
        client.result_of("c5b51e32-e55b-11f1-802c-02fc00000001")


@pytest.mark.parametrize(
    "mishap",
    [
        "lost_before_creation",
        "lost_after_creation",
        "html",
        "malformed",
        "truncated",
        "doctype",
        "endless",
        "dysfunction",
        "absent",
        "protocol",
    ],
)
def test_whatever_comes_back_is_no_payment(payfip, mishap) -> None:
    payfip.treasury.prepare([mishap])
    with pytest.raises(faults.Unavailable):
        client.open_payment(ORDER)
    assert client.open_payment(ORDER)  # the next one is as usual


def test_nobody_waits_for_a_slow_one(payfip, quick) -> None:
    payfip.treasury.prepare(["slow"])
    with pytest.raises(faults.Unavailable):  # who waits for the end has an answer
        client.open_payment(ORDER)


def test_nobody_there(settings) -> None:
    settings.PAYFIP_URL = "http://127.0.0.1:9"
    with pytest.raises(faults.Unavailable):
        client.open_payment(ORDER)


def test_answer_in_pieces_for_ever_is_given_up(payfip, quick) -> None:
    """Its head included: each letter comes before anybody would call it silent."""
    payfip.treasury.prepare(["drops"])
    with pytest.raises(faults.Unavailable):  # who waits for the end has an answer
        client.open_payment(ORDER)


def test_few_wait_for_a_slow_one_and_the_others_are_told(payfip, monkeypatch) -> None:
    monkeypatch.setattr(client, "READ", 60)
    monkeypatch.setattr(client, "TOTAL", 60)
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    payfip.treasury.prepare(["slow", "slow"])
    with ThreadPoolExecutor(8) as payers:
        answers = as_completed([payers.submit(client.open_payment, ORDER) for _each in range(8)])
        told = [str(next(answers).exception()) for _each in range(8 - client.AT_ONCE)]
        payfip.stopping.set()  # the slow ones come to their end
    assert [each for each in told if "too many" not in each] == []
    assert len(payfip.treasury.operations) == client.AT_ONCE
    assert client.open_payment(ORDER)  # their places are free again


def test_request_is_in_the_order_of_the_schema() -> None:
    sent = messages.request("creerPaiementSecurise", ORDER.values()).decode()
    names = ["exer", "mel", "montant", "numcli", "objet", "refdet", "saisie", "urlnotif", "urlredirect"]
    places = [sent.index(f"<{name}>") for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("scenario", ["asking_html", "asking_dysfunction"])
def test_result_that_does_not_come_is_asked_again(payfip, scenario) -> None:
    payfip.treasury.prepare([scenario])
    number = client.open_payment(ORDER)
    payfip.treasury.decide(number, "P")
    with pytest.raises(faults.Unavailable):
        client.result_of(number)


def test_letters_that_nobody_knows_yet_are_told(payfip) -> None:
    payfip.treasury.prepare(["new_letter"])
    number = client.open_payment(ORDER)
    payfip.treasury.decide(number, "P")
    assert client.result_of(number).outcome == "W"


def test_what_was_never_finished_is_forgotten_at_night(payfip) -> None:
    number = client.open_payment(ORDER)
    payfip.treasury.advance(86_400)
    with pytest.raises(faults.UnknownOperation):
        client.result_of(number)
