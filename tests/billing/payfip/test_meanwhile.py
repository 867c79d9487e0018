"""What the ledger, or the portal itself, does between the page that offers a payment and the Treasury's answer."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone, translation

from billing import asking, issuing, online
from billing.ledger import account_of
from billing.models import OnlinePayment, Payment
from billing.payfip import client, faults
from imuse.policies import Denied
from tests.factories.billing import cashier_of, make_invoice, make_payment, make_regie, regie_of

Status = OnlinePayment.Status


@pytest.fixture
def regie(moreau_family):
    regie = regie_of(moreau_family.site)
    regie.client_number, regie.payfip_mode = "012345", "W"
    regie.save()
    return regie


@pytest.fixture
def invoice(moreau_family, regie):
    return make_invoice(moreau_family, 120)


@pytest.fixture
def payer(moreau):
    moreau.email = "luc@example.org"
    moreau.save()
    return moreau


def whole(invoice) -> online.Choice:
    return online.Choice(invoice.regie, [(invoice, invoice.total)])


def start(payer, invoice) -> OnlinePayment:
    return online.start(family=invoice.family, choice=whole(invoice), by=payer)


def later(**pause):
    return time_machine.travel(timezone.now() + timedelta(**pause), tick=False)


def test_paid_between_page_and_button_is_not_started(payer, payfip, moreau_family, invoice) -> None:
    make_payment(moreau_family, 100)
    with pytest.raises(Denied, match="vient de changer"):
        start(payer, invoice)
    assert OnlinePayment.objects.count() == 0


def test_credited_between_page_and_button_is_not_started(payer, payfip, invoice) -> None:
    issuing.credit(invoice, amount=Decimal("0.01"), label="Geste", by=cashier_of(invoice.site))
    with pytest.raises(Denied, match="vient de changer"):
        start(payer, invoice)


def test_former_one_that_nobody_heard_of_is_asked_about_first(payer, payfip, moreau_family, invoice) -> None:
    former = start(payer, invoice)
    payfip.treasury.decide(former.operation, "P")
    with later(minutes=21), pytest.raises(Denied, match="vient de changer"):
        start(payer, invoice)
    assert (OnlinePayment.objects.get().status, Payment.objects.count()) == (Status.PAID, 1)


def test_portal_killed_while_it_asked_for_a_number_leaves_the_bill_payable(
    payer, payfip, invoice, monkeypatch
) -> None:
    def killed(_order: client.Order) -> str:
        raise SystemExit

    with monkeypatch.context() as once:
        once.setattr(client, "open_payment", killed)
        with pytest.raises(SystemExit):
            start(payer, invoice)
    with later(minutes=3):
        asking.sweep()
        assert OnlinePayment.objects.get().status == Status.FAILED
        assert start(payer, invoice).status == Status.PENDING


def hand_over(invoice) -> None:
    cashier = cashier_of(invoice.site)
    issuing.hand_over(invoice, identifier="087636", reference="2026-CO-7", by=cashier)


def test_bill_that_is_being_paid_is_not_handed_over(payer, payfip, invoice) -> None:
    start(payer, invoice)
    with pytest.raises(Denied, match="en cours de vérification"):
        hand_over(invoice)


def test_paid_after_all_while_the_treasury_recovers_it_is_looked_into(payer, payfip, invoice) -> None:
    attempt = start(payer, invoice)
    payfip.treasury.decide(attempt.operation, "P")
    with later(minutes=21):
        hand_over(invoice)
        paid = online.settle(attempt)
    assert (paid.status, list(OnlinePayment.objects.to_look_into())) == (Status.PAID, [paid])
    assert "Trésor public" in paid.alert


def test_refusal_in_many_words_is_kept_as_far_as_there_is_room(payer, payfip, invoice, monkeypatch) -> None:
    def refused(_order: client.Order) -> str:
        raise faults.Refused("T2", "Numéro de client inconnu. " * 20)

    monkeypatch.setattr(client, "open_payment", refused)
    with pytest.raises(Denied, match="indisponible"):
        start(payer, invoice)
    told = OnlinePayment.objects.to_look_into().get()
    assert (told.alert.startswith("PayFiP refuse la demande"), len(told.alert) <= 200) == (True, True)


def test_letter_of_any_length_is_survived(payer, payfip, invoice) -> None:
    attempt = start(payer, invoice)
    payfip.treasury.decide(attempt.operation, "W" * 300)
    assert len(online.settle(attempt).alert) <= 200


def test_ledger_speaks_french_whoever_asked(payer, payfip, moreau_family, invoice) -> None:
    attempt = start(payer, invoice)
    make_payment(moreau_family, 100)
    payfip.treasury.decide(attempt.operation, "P")
    with translation.override("en"):
        paid = online.settle(attempt)
    assert (paid.payment.label, paid.alert.startswith("Trop-perçu de 100,00")) == ("Paiement en ligne", True)


def test_credit_is_deducted_once_where_two_regies_collect(moreau_family, payer, regie, invoice) -> None:
    facts = {"client_number": "012346", "payfip_mode": "W"}
    make_invoice(moreau_family, 80, regie=make_regie(moreau_family.site, "Stages", **facts))
    kept = make_regie(moreau_family.site, "Ancienne régie")
    make_payment(moreau_family, 30, regie=kept)
    (screen,) = account_of(moreau_family, on=timezone.localdate()).screens
    assert sum(choice.amount for choice in online.offered(screen)) == screen.to_pay == 170
