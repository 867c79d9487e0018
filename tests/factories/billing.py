"""Bills and money, issued as the office issues them; a test names what matters to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from billing import issuing, payments
from billing.models import Instalment, Invoice, InvoiceLine, Mode, Payment, PriceList, Regie
from families.models import Family
from tests.factories import make_staff


def make_regie(site: Any, name: str = "Régie du conservatoire", **facts: Any) -> Regie:
    return Regie.objects.create(site=site, name=name, **facts)


def regie_of(site: Any) -> Regie:
    return Regie.objects.filter(site=site).order_by("pk").first() or make_regie(site)


def cashier_of(site: Any) -> User:
    """Who works in that site's régie."""
    identifier = f"regie.{site.pk}"
    return User.objects.filter(identifier=identifier).first() or make_staff(identifier, site, role="regie")


def make_draft(
    family: Family, *prices: int | Decimal | str, plan: Sequence[tuple[date, Any]] = (), **facts: Any
) -> Invoice:
    """A line for each price; `plan`: a day and an amount, payable a month before."""
    site = family.site
    facts = {"year": site.school_year(), "label": "Cotisations", "regie": regie_of(site)} | facts
    draft = Invoice.objects.create(site=site, family=family, **facts)
    for price in prices or (100,):
        InvoiceLine.objects.create(invoice=draft, label="Guitare", unit_price=Decimal(price))
    for day, amount in plan:
        Instalment.objects.create(
            invoice=draft, payable_from=day - timedelta(days=30), due_on=day, amount=Decimal(amount)
        )
    return draft


def make_invoice(family: Family, *prices: Any, on: date | None = None, **facts: Any) -> Invoice:
    return issuing.issue(make_draft(family, *prices, **facts), by=cashier_of(family.site), on=on)


def make_payment(family: Family, amount: Any, **facts: Any) -> Payment:
    """For the most pressing bills, by cheque."""
    site = family.site
    facts = {"mode": Mode.CHEQUE, "by": cashier_of(site), "regie": regie_of(site)} | facts
    return payments.record(family=family, amount=Decimal(amount), **facts)


def make_price_list(site: Any, **facts: Any) -> PriceList:
    facts = {"year": site.school_year(), "name": "Cotisations", "first_due_on": date(2026, 10, 31)} | facts
    return PriceList.objects.create(site=site, regie=regie_of(site), **facts)
