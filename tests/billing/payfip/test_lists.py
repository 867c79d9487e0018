"""Each morning the régisseur reads what PayFiP took the day before."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from accounts import delivery
from accounts.models import Mail
from billing import payfip_lists
from billing.models import Mode
from tests.factories.billing import make_invoice, make_payment, regie_of


@pytest.fixture
def regie(moreau_family):
    regie = regie_of(moreau_family.site)
    regie.email = "regie@example.org"
    regie.save()
    make_invoice(moreau_family, 120)
    make_payment(moreau_family, "24.50", mode=Mode.PAYFIP, bank_reference="FACT2026000001S1T01")
    make_payment(moreau_family, 10)  # a cheque is none of PayFiP's
    return regie


def test_list_leaves_once_the_morning_after(regie, mailoutbox) -> None:
    assert payfip_lists.send_lists() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert (payfip_lists.send_lists(), payfip_lists.send_lists()) == (1, 0)
        mail = Mail.objects.get(template="payfip_list")
        delivery.deliver.func(mail.pk)
        assert payfip_lists.send_lists() == 0
    (sent,) = mailoutbox
    assert sent.to == ["regie@example.org"]
    assert "LIGNE;date;refdet;montant\nLIGNE;20/11/2026;FACT2026000001S1T01;24,50" in sent.body
    assert "24,50" in sent.body.partition("LIGNE")[0]


def test_clock_that_stood_still_leaves_no_day_out(regie) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert (payfip_lists.send_lists(), payfip_lists.send_lists()) == (1, 0)
        assert Mail.objects.get(template="payfip_list").references["day"] == "2026-11-20"


def test_day_without_a_payment_has_no_list(regie) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        assert payfip_lists.send_lists() == 0


def test_lines_are_in_the_journal_s_form(regie) -> None:
    assert payfip_lists.lines_of(regie, timezone.localdate()) == [
        "LIGNE;20/11/2026;FACT2026000001S1T01;24,50"
    ]
    assert sum(each.amount for each in payfip_lists.payments_of(regie, timezone.localdate())) == Decimal(
        "24.50"
    )
