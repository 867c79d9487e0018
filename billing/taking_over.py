"""What was issued and paid elsewhere, before the school came here: written as it was, with its number, once.

Families were told long ago, and the day's cash is not touched: everything bears the day it had. In bulk, and by the
rules of who issues and records one by one: sealed, its parts adding up to the cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from billing.models import Allocation, Instalment, Invoice, InvoiceLine, Payment
from billing.payers import payer_of
from billing.payments import Share
from families.models import Family
from imuse import bulk
from imuse.money import ZERO


@dataclass
class Issued:
    """An invoice with its parts, none of them saved. `total` is theirs."""

    invoice: Invoice
    lines: list[InvoiceLine]
    plan: list[Instalment]


def invoices(taken: Sequence[Issued], *, by: User) -> None:
    """Of families that are locked, with their guardians at hand."""
    for each in taken:
        invoice = each.invoice
        invoice.status, invoice.issued_by = Invoice.Status.ISSUED, by
        invoice.payer = payer_of(invoice.family)
        invoice.total = sum((line.net for line in each.lines), ZERO)
        invoice.discount = sum((line.discount for line in each.lines), ZERO)
        for position, line in enumerate(each.lines, start=1):
            line.position, line.student_name = position, str(line.student or "")
        invoice.seal_with(each.lines, each.plan)
    bulk.create([each.invoice for each in taken])
    for each in taken:
        for part in (*each.lines, *each.plan):
            part.invoice = each.invoice
    bulk.create([line for each in taken for line in each.lines])
    bulk.create([part for each in taken for part in each.plan])


@dataclass
class Received:
    """A payment, and what it is for."""

    payment: Payment
    shares: list[Share]


def payments(taken: Sequence[Received], *, by: User) -> None:
    """Of families that are locked, with their guardians at hand."""
    for each in taken:
        payment = each.payment
        payment.recorded_on, payment.recorded_by = payment.received_on, by
        payment.payer = payer_of(payment.family)
    bulk.create([each.payment for each in taken])
    bulk.create([_allocation(each.payment, share, by) for each in taken for share in each.shares])


def _allocation(payment: Payment, share: Share, by: User) -> Allocation:
    return Allocation(
        payment=payment,
        invoice=share.invoice,
        category=share.category,
        year=share.year,
        amount=share.amount,
        made_on=payment.recorded_on,
        made_by=by,
    )


def families_at_hand(site_id: int, references: set[str]) -> dict[str, Family]:
    """With who is addressed."""
    found = Family.objects.filter(site=site_id, reference__in=references).select_related("site")
    return {family.reference: family for family in found.prefetch_related("guardians__person")}


def lock(site_id: int, references: set[str]) -> None:
    """What is issued, paid and moved in one ledger is so one thing after the other."""
    found = Family.objects.filter(site=site_id, reference__in=references)
    list(found.select_for_update(of=("self",)).order_by("pk"))
