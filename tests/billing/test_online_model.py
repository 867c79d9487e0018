"""What the database itself says of online payments."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from billing.models import OnlinePayment
from tests.factories.billing import regie_of

pytestmark = pytest.mark.django_db


def attempt(family, amount: str) -> OnlinePayment:
    facts = {"regie": regie_of(family.site), "client_number": "012345", "mode": "T"}
    return OnlinePayment.objects.create(
        site=family.site,
        family=family,
        started_by=family.guardians.get().user,
        amount=Decimal(amount),
        reference=f"FACT2026000001S1T{amount}",
        **facts,
    )


@pytest.mark.parametrize("amount", ["1.00", "24.00"])
def test_one_euro_is_enough(moreau_family, amount) -> None:
    assert attempt(moreau_family, amount).amount == Decimal(amount)


def test_less_than_one_euro_is_no_payment(moreau_family) -> None:
    with pytest.raises(IntegrityError):
        attempt(moreau_family, "0.99")
