"""Money: what it is for, where it goes when it moves, and back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from billing import issuing, payments
from billing.models import Allocation, Payment
from billing.payments import Share, held
from imuse.policies import Denied, reason_against
from tests.billing.conftest import TODAY
from tests.factories import make_family
from tests.factories.billing import make_draft, make_invoice, make_payment, make_regie, regie_of

pytestmark = pytest.mark.django_db


def where(payment: Payment) -> list[tuple]:
    return [(share.invoice, share.amount) for share in held(payment)]


def test_record_numbers_names_and_seals(moreau_family) -> None:
    make_invoice(moreau_family, 100)
    payment = make_payment(moreau_family, 40, received_on=date(2026, 11, 18), bank_reference="0012345")
    assert (payment.number, payment.recorded_on, payment.received_on) == (
        "REC2026000001",
        TODAY,
        date(2026, 11, 18),
    )
    assert payment.payer.startswith("Monsieur Luc Moreau")
    assert Payment.objects.get().has_its_seal


def test_money_is_for_the_most_pressing_bills(moreau_family) -> None:
    later = make_invoice(moreau_family, 100, plan=[(date(2026, 12, 15), 100)])
    late = make_invoice(moreau_family, 50, plan=[(date(2026, 10, 15), 50)])
    payment = make_payment(moreau_family, 120)
    assert where(payment) == [(late, 50), (later, 70)]


def test_what_the_treasury_recovers_is_paid_last(moreau_family) -> None:
    late = make_invoice(moreau_family, 50, on=date(2026, 9, 1))
    issuing.hand_over(late, identifier="087636", reference="2026-CO-7", by=late.issued_by)
    new = make_invoice(moreau_family, 100)
    assert where(make_payment(moreau_family, 100)) == [(new, 100)]


def test_what_nobody_asked_for_is_kept(moreau_family) -> None:
    invoice = make_invoice(moreau_family, 100)
    payment = make_payment(moreau_family, "100.01")
    assert where(payment) == [(None, Decimal("0.01")), (invoice, 100)]
    kept = Allocation.objects.get(invoice=None)
    assert (kept.category, kept.year) == ("tuition", 2026)


def test_money_of_one_regie_pays_no_bill_of_another(moreau_family) -> None:
    invoice = make_invoice(moreau_family, 100)
    other = make_regie(moreau_family.site, "Régie des locations")
    payment = make_payment(moreau_family, 50, regie=other)
    assert where(payment) == [(None, 50)]
    with pytest.raises(Denied, match="pas de cette famille et de cette régie"):
        make_payment(moreau_family, 50, regie=other, shares=[Share.of(invoice, Decimal(50))])


def test_money_is_refused_where_it_is_not_whole(moreau_family, petit_family, xenakis_site) -> None:
    own, strange = make_invoice(moreau_family), make_invoice(petit_family)
    wrong = [
        [Share.of(own, Decimal(40))],
        [Share.of(own, Decimal(60)), Share.of(own, Decimal(-10))],
        [Share.of(strange, Decimal(50))],
        [Share.of(make_draft(moreau_family), Decimal(50))],
        [Share(Decimal(50), "hire", 2026, own)],
    ]
    for shares in wrong:
        with pytest.raises(Denied):
            make_payment(moreau_family, 50, shares=shares)
    with pytest.raises(Denied, match="Un règlement a un montant"):
        make_payment(moreau_family, 0)
    with pytest.raises(Denied, match="d’un autre site"):
        make_payment(moreau_family, 5, regie=make_regie(xenakis_site))
    assert Payment.objects.count() == 0


def test_money_moves_and_stays_whole(moreau_family, cashier) -> None:
    payment = make_payment(moreau_family, 80)
    invoice = make_invoice(moreau_family, 50)
    source = Share(Decimal(50), "tuition", 2026)
    payments.move(payment, source=source, target=Share.of(invoice, Decimal(50)), by=cashier)
    assert where(payment) == [(None, 30), (invoice, 50)]
    assert payment.allocations.count() == 3


def test_money_does_not_move_from_where_it_is_not(moreau_family, cashier) -> None:
    payment, invoice = make_payment(moreau_family, 80), make_invoice(moreau_family, 90)
    cases = [
        (Share(Decimal("80.01"), "tuition", 2026), "80,00"),
        (Share(Decimal(10), "hire", 2026), "0,00"),
    ]
    for source, here in cases:
        with pytest.raises(Denied, match=f"n’a là que {here}"):
            payments.move(payment, source=source, target=Share.of(invoice, source.amount), by=cashier)
    source = Share(Decimal(10), "tuition", 2026)
    assert reason_against(
        payments.check_can_move, payment=payment, source=source, target=Share.of(invoice, Decimal(11))
    )


def test_reversal_takes_all_back(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 50)
    payment = make_payment(moreau_family, 80)
    reversal = payments.reverse(payment, reason="bounced", comment="Sans provision", by=cashier)
    assert (reversal.amount, where(payment)) == (80, [])
    back = reversal.allocations.order_by("pk").values_list("invoice", "amount")
    assert list(back) == [(None, -30), (invoice.pk, -50)]
    with pytest.raises(Denied, match="déjà annulé"):
        payments.reverse(payment, reason="bounced", by=cashier)


def test_refund_takes_first_what_no_invoice_needs(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 50)
    payment = make_payment(moreau_family, 80)
    payments.reverse(payment, reason="refund", amount=Decimal(20), by=cashier)
    assert where(payment) == [(None, 10), (invoice, 50)]
    payments.reverse(payment, reason="refund", amount=Decimal(15), by=cashier)
    assert where(payment) == [(invoice, 45)]
    with pytest.raises(Denied, match="ce qui reste de ce règlement\u00a0: 45,00"):
        payments.reverse(payment, reason="refund", amount=Decimal(46), by=cashier)


def test_money_is_not_received_tomorrow(moreau_family) -> None:
    site = moreau_family.site
    payment = Payment(site=site, family=moreau_family, regie=regie_of(site), received_on=date(2026, 11, 21))
    with pytest.raises(ValidationError, match="demain"):
        payment.clean()


def test_payment_of_a_family_without_a_bill_is_kept_for_later(gounod) -> None:
    payment = make_payment(make_family(gounod), 30, category="hire", year=2027)
    assert list(payment.allocations.values_list("invoice", "category", "year")) == [(None, "hire", 2027)]
