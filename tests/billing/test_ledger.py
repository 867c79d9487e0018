"""What is owed: the formula, what has fallen due, what is late, what is kept."""

from datetime import date
from decimal import Decimal

import pytest

from billing import issuing, payments
from billing.ledger import Account, account_of, sums_of_families
from families.models import Family
from imuse.money import parts
from tests.billing.conftest import TODAY
from tests.factories.billing import make_draft, make_invoice, make_payment

pytestmark = pytest.mark.django_db
OCTOBER, DECEMBER, MARCH = date(2026, 10, 31), date(2026, 12, 10), date(2027, 3, 31)
PLAN = list(zip([OCTOBER, DECEMBER, MARCH], parts(Decimal(300), 3), strict=True))


def account(family: Family) -> Account:
    return account_of(family, on=TODAY)


def test_formula(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 300)
    issuing.credit(invoice, amount=Decimal(30), label="Geste", by=cashier)
    cheque = make_payment(moreau_family, 100)
    payments.reverse(cheque, reason="bounced", by=cashier)
    make_payment(moreau_family, "120.50")
    sums = account(moreau_family).sums
    assert (sums.billed, sums.credited, sums.paid, sums.reversed) == (300, 30, Decimal("220.50"), 100)
    assert (sums.due, sums.balance, sums.settled) == (
        Decimal("149.50"),
        Decimal("-149.50"),
        Decimal("120.50"),
    )


def test_draft_asks_nothing(moreau_family) -> None:
    make_draft(moreau_family)
    assert account(moreau_family).screens == []


def test_instalments_are_respected(moreau_family) -> None:
    """October is late, December may be paid since 10 November, March not yet."""
    make_invoice(moreau_family, 300, plan=PLAN)
    (bill,) = account(moreau_family).bills
    assert (bill.to_pay, bill.overdue, bill.due_on, bill.remaining) == (200, 100, OCTOBER, 300)


@pytest.mark.parametrize(
    ("paid", "expected"), [(60, (140, 40, OCTOBER)), (100, (100, 0, DECEMBER)), (200, (0, 0, None))]
)
def test_payments_go_to_the_first_instalments(moreau_family, paid, expected) -> None:
    make_invoice(moreau_family, 300, plan=PLAN)
    make_payment(moreau_family, paid)
    (bill,) = account(moreau_family).bills
    assert (bill.to_pay, bill.overdue, bill.due_on) == expected


@pytest.mark.parametrize(("credit", "to_pay"), [(100, 200), (150, 150), (300, 0)])
def test_credit_note_lightens_the_last_instalments(moreau_family, cashier, credit, to_pay) -> None:
    invoice = make_invoice(moreau_family, 300, plan=PLAN)
    issuing.credit(invoice, amount=Decimal(credit), label="Geste", by=cashier)
    (bill,) = account(moreau_family).bills
    assert (bill.to_pay, bill.is_cancelled) == (to_pay, credit == 300)


def test_cancelled_invoice_does_not_pay_for_another(moreau_family, cashier) -> None:
    cancelled = make_invoice(moreau_family, 100)
    issuing.credit(cancelled, amount=Decimal(100), label="Erreur", by=cashier)
    make_invoice(moreau_family, 300, plan=[(MARCH, 300)])
    assert account(moreau_family).to_pay == 0


def test_what_is_paid_too_much_is_credit_and_pays_the_same_screen(moreau_family) -> None:
    make_invoice(moreau_family, 100)
    make_payment(moreau_family, 130)
    (screen,) = account(moreau_family).screens
    assert (screen.free, screen.credit, screen.to_pay) == (30, 30, 0)
    make_invoice(moreau_family, 50)
    (screen,) = account(moreau_family).screens
    assert (screen.free, screen.credit, screen.to_pay) == (30, 0, 20)


def test_credit_note_on_what_is_paid_leaves_credit(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 100)
    make_payment(moreau_family, 100)
    issuing.credit(invoice, amount=Decimal(40), label="Geste", by=cashier)
    (bill,) = account(moreau_family).bills
    assert (bill.is_overpaid, bill.remaining, account(moreau_family).credit) == (True, 0, 40)


def test_each_screen_has_its_own(moreau_family) -> None:
    make_invoice(moreau_family, 100)
    make_invoice(moreau_family, 60, category="hire")
    make_invoice(moreau_family, 40, year=2025)
    make_payment(moreau_family, 130)
    found = account(moreau_family)
    owed = {(screen.category, screen.year): screen.sums.due for screen in found.screens}
    assert owed == {("tuition", 2026): 0, ("tuition", 2025): 10, ("hire", 2026): 60}
    assert [screen.year for screen in found.of_category("tuition").screens] == [2026, 2025]
    assert found.of_year(2025).sums.due == 10


def test_one_payment_for_two_screens_shows_its_part_in_each(moreau_family) -> None:
    make_invoice(moreau_family, 100)
    make_invoice(moreau_family, 60, category="hire")
    make_payment(moreau_family, 200)
    found = account(moreau_family)
    paid = {(screen.category, screen.year): screen.sums.paid for screen in found.screens}
    assert paid == {("hire", 2026): 60, ("tuition", 2026): 140}
    assert found.sums.paid == 200


def test_office_reads_the_same_figures(moreau_family, petit_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 300)
    issuing.credit(invoice, amount=Decimal(30), label="Geste", by=cashier)
    payments.reverse(make_payment(moreau_family, 100), reason="mistake", by=cashier)
    make_payment(petit_family, 12)
    make_draft(petit_family)
    for family, sums in sums_of_families([moreau_family.pk, petit_family.pk]).items():
        assert sums == account(Family.objects.get(pk=family)).sums


@pytest.mark.parametrize("invoices", [1, 3])
def test_account_costs_the_same_however_long(moreau_family, invoices, django_assert_num_queries) -> None:
    for _each in range(invoices):
        make_invoice(moreau_family)
        make_payment(moreau_family, 10)
    with django_assert_num_queries(4):
        account(moreau_family)
