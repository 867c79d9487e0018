"""The demonstration's ledgers, as SPEC 10 lists them."""

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Mail
from billing.integrity import CHECKS
from billing.ledger import account_of
from billing.models import Invoice, Payment
from families.models import Family
from imuse import demonstration

pytestmark = pytest.mark.django_db


def owed() -> dict[str, tuple[str, str]]:
    families = Family.objects.order_by("pk")
    accounts = {family.reference: account_of(family, on=timezone.localdate()) for family in families}
    return {name: (str(account.sums.due), str(account.to_pay)) for name, account in accounts.items()}


OWED = {
    "AV-0117": ("0.00", "0.00"),
    "G-2031": ("-14.00", "0.00"),
    "X-0412": ("356.90", "356.90"),
    "X-0587": ("120.00", "120.00"),
    "ENM-0217": ("24.00", "24.00"),
    "C-0058": ("45.00", "45.00"),
}


def test_each_family_owes_what_it_should() -> None:
    demonstration.fill()
    assert owed() == OWED
    assert not Mail.objects.exists()


@pytest.mark.parametrize("day", ["2026-09-01", "2027-03-01", "2027-08-31"])
def test_ledgers_are_sound_on_any_day(day: str) -> None:
    with time_machine.travel(day, tick=False):
        demonstration.fill()
        assert owed()["ENM-0217"] == OWED["ENM-0217"]
        assert owed()["X-0412"][0] == OWED["X-0412"][0]
        assert [fault for check in CHECKS.values() for fault in check()] == []
        assert not Invoice.objects.filter(issued_on__gt=timezone.localdate()).exists()
        assert not Payment.objects.filter(received_on__gt=timezone.localdate()).exists()


def test_large_population_is_sound() -> None:
    written = demonstration.populate(8)
    assert 29 < written["Invoice"] / 8 < 33
    assert 0.85 < written["Payment"] / written["Invoice"] <= 1
    assert [fault for check in CHECKS.values() for fault in check()] == []
    for row in [*Invoice.objects.order_by("pk")[:5], *Payment.objects.order_by("pk")[:5]]:
        row.full_clean()
