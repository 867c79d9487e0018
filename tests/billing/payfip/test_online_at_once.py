"""PayFiP's words, browsers on their way back, the clock and the office, all at the same moment about one payment."""

import pytest
from django.utils import timezone

from billing import asking, online
from billing.ledger import account_of
from billing.models import Allocation, OnlinePayment, Payment
from tests.at_once import at_once
from tests.factories import make_account, make_family, make_guardian, make_site
from tests.factories.billing import make_invoice, regie_of
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Threads see the real time."""


@pytest.fixture
def family():
    site = make_site()
    user = make_account("luc1", site, email="luc@example.org")
    family = make_family(site)
    make_guardian(family, "Luc", user)
    regie = regie_of(site)
    regie.client_number, regie.payfip_mode = "012345", "W"
    regie.save()
    make_invoice(family, 120)
    return family


def start(family) -> OnlinePayment:
    bills = account_of(family, on=timezone.localdate()).bills
    choice = online.in_full(bills, bills[0].invoice.regie, [bills[0].invoice.number])
    return online.start(family=family, choice=choice, by=family.guardians.get().user)


def test_a_hundred_settle_one_payment(payfip, family) -> None:
    attempt = start(family)
    payfip.treasury.decide(attempt.operation, "P")
    address = f"/paiement/payfip/{{}}/{attempt.token}"
    for _round in range(5):
        notices = [
            lambda: StrictClient().post(address.format("notification"), {"idop": attempt.operation})
        ] * 5
        returns = [lambda: StrictClient().get(address.format("retour"))] * 5
        settles = [lambda: asking.ask.func(attempt.pk)] * 8
        at_once(*notices, *returns, *settles, asking.sweep, asking.reconcile)
    attempt.refresh_from_db()
    assert (attempt.status, Payment.objects.count(), Allocation.objects.count()) == ("paid", 1, 1)
    assert account_of(family, on=timezone.localdate()).sums.due == 0


def test_two_who_start_at_once_are_told_apart(payfip, family) -> None:
    def begin() -> str:
        try:
            return start(family).status
        except online.Denied as denied:
            return "waits" if "en cours de vérification" in denied.reason else denied.reason

    assert sorted(at_once(*[begin] * 6)) == ["pending", *["waits"] * 5]
    assert OnlinePayment.objects.count() == 1
