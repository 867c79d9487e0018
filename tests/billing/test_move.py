"""«Déplacer de l’argent»: what of a payment is for which invoice, once it is recorded."""

from datetime import date
from decimal import Decimal

import pytest

from billing import payments
from billing.ledger import account_of
from tests.billing.conftest import TODAY
from tests.billing.test_pages import words
from tests.factories import make_staff
from tests.factories.billing import make_invoice, make_payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def bills(moreau_family):
    """The older one takes the money first."""
    return [
        make_invoice(moreau_family, 100, on=date(2026, 10, day), label=f"Facture {day}") for day in (1, 2)
    ]


@pytest.fixture
def payment(moreau_family, bills):
    return make_payment(moreau_family, 60)


@pytest.fixture
def enter(client, cashier):
    return client.enter(cashier)


def address(payment) -> str:
    return f"/gestion/reglements/{payment.pk}/deplacer"


def place(invoice) -> str:
    return f"{invoice.category}-{invoice.year}-{invoice.pk}"


def remaining(family) -> list[Decimal]:
    return [bill.remaining for bill in account_of(family, on=TODAY).bills]


def move(client, payment, source: str, target: str, amount: str) -> str:
    """The page that follows, in words."""
    sent = {"source": source, "target": target, "amount": amount}
    return words(client.post(address(payment), sent, follow=True).content.decode())


def test_page_offers_where_it_is_and_what_is_open(enter, payment, bills) -> None:
    old, new = bills
    page = words(enter.get(address(payment)).content.decode())
    assert f"60,00 € – {old.number}, Facture 1" in page
    assert f"reste 40,00 € – {old.number}, Facture 1" in page
    assert f"reste 100,00 € – {new.number}, Facture 2" in page
    assert "En crédit (cotisations 2026/2027)" in page
    assert address(payment) in enter.get(f"/gestion/billing/payment/{payment.pk}/change/").content.decode()


def test_money_goes_to_another_invoice(enter, payment, bills, moreau_family) -> None:
    old, new = bills
    page = move(enter, payment, place(old), place(new), "45,50")
    assert f"45,50 € sont affectés : {new.number}, Facture 2." in page
    assert remaining(moreau_family) == [Decimal("85.50"), Decimal("54.50")]
    assert account_of(moreau_family, on=TODAY).sums.due == 140


def test_money_becomes_a_credit_and_is_used_again(enter, payment, bills, moreau_family) -> None:
    old, new = bills
    credit = "tuition-2026-0"
    assert "En crédit (cotisations 2026/2027)." in move(enter, payment, place(old), credit, "60")
    assert remaining(moreau_family) == [100, 100]
    move(enter, payment, credit, place(new), "60")
    assert remaining(moreau_family) == [100, 40]


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("60,01", "Ce règlement n’a là que 60,00 €."),
        ("0", "Un montant est d’un centime au moins."),
        ("deux", "Un montant est un nombre, par exemple 24,50."),
    ],
)
def test_what_stands_against_it_is_said(enter, payment, bills, moreau_family, amount, sentence) -> None:
    old, new = bills
    assert sentence in move(enter, payment, place(old), place(new), amount)
    assert remaining(moreau_family) == [40, 100]


def test_money_is_not_moved_to_where_it_is(enter, payment, bills) -> None:
    old, _new = bills
    assert "Ce règlement y est déjà affecté." in move(enter, payment, place(old), place(old), "10")


def test_places_that_are_not_offered_are_refused(enter, payment, bills, petit_family, moreau_family) -> None:
    strange = make_invoice(petit_family, 100)
    assert "n’en fait pas partie" in move(enter, payment, place(bills[0]), place(strange), "10")
    assert remaining(moreau_family) == [40, 100]


def test_of_what_was_cancelled_nothing_moves(enter, payment, cashier) -> None:
    payments.reverse(payment, reason="bounced", by=cashier)
    assert "il n’en reste rien à déplacer" in words(enter.get(address(payment)).content.decode())
    assert (
        address(payment) not in enter.get(f"/gestion/billing/payment/{payment.pk}/change/").content.decode()
    )


def test_somebody_quicker_is_not_undone(enter, payment, bills, cashier, moreau_family, monkeypatch) -> None:
    old, new = bills
    part = payments.Share.of(old, Decimal(60))
    monkeypatch.setattr(
        "billing.forms.payments.check_can_move",
        lambda **case: (
            monkeypatch.undo()
            or payments.reverse(case["payment"], reason="bounced", by=cashier, amount=part.amount)
        ),
    )
    assert "Ce règlement n’a là que 0,00 €." in move(enter, payment, place(old), place(new), "60")
    assert remaining(moreau_family) == [100, 100]


def test_who_only_looks_has_no_such_page(client, gounod, payment) -> None:
    client.enter(make_staff("secretariat.gounod", gounod, role="secretariat"))
    assert client.get(address(payment)).status_code == 404
