"""Money comes in, is said to be for something, and at times goes back."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from billing.ledger import Bill, account_of
from billing.models import Allocation, Category, Invoice, Payment, Regie, Reversal, Series
from billing.numbering import take_numbers
from billing.payers import payer_of, with_guardians
from families.models import Family
from imuse.money import ZERO, shown
from imuse.policies import Denied


class Share(NamedTuple):
    """A part of some money, for an invoice; without one, for a later bill of that category and year."""

    amount: Decimal
    category: str
    year: int
    invoice: Invoice | None = None

    @classmethod
    def of(cls, invoice: Invoice, amount: Decimal) -> "Share":
        return cls(amount, invoice.category, invoice.year, invoice)


def shares_of(amount: Decimal, bills: Iterable[Bill], *, category: str, year: int) -> list[Share]:
    """The bills in their order, as far as the money goes; what is left stays with the family."""
    shares, left = [], amount
    for bill in bills:
        part = min(bill.remaining, left)
        if part > 0:
            shares.append(Share.of(bill.invoice, part))
            left -= part
    return [*shares, Share(left, category, year)] if left else shares


def open_bills(family: Family, regie: Regie, *, on: date, category: str) -> list[Bill]:
    """What money of that régie may be for, the most pressing first: what is late, what is due, what will be; what the
    Treasury recovers comes last."""
    bills = [
        bill
        for bill in account_of(family, on=on).bills
        if bill.remaining and bill.invoice.regie_id == regie.pk
    ]

    def order(bill: Bill) -> tuple:
        invoice = bill.invoice
        return invoice.is_at_the_treasury, invoice.category != category, _last_day(bill), invoice.pk

    return sorted(bills, key=order)


def _last_day(bill: Bill) -> date:
    return bill.due_on or max((each.due_on for each in bill.invoice.instalments.all()), default=date.max)


def check_can_record(*, family: Family, regie: Regie, amount: Decimal, shares: Sequence[Share]) -> None:
    if amount <= 0:
        raise Denied(_("Un règlement a un montant."))
    if regie.site_id != family.site_id:
        raise Denied(_("Cette régie est d’un autre site."))
    if sum((share.amount for share in shares), ZERO) != amount or any(share.amount <= 0 for share in shares):
        raise Denied(_("Les affectations ne font pas le montant du règlement."))
    for share in shares:
        check_can_take(share, family=family, regie=regie)


def check_can_take(share: Share, *, family: Family, regie: Regie) -> None:
    """An invoice takes money of its own family and régie."""
    invoice = share.invoice
    if invoice is None:
        return
    if not invoice.is_issued or invoice.family_id != family.pk or invoice.regie_id != regie.pk:
        raise Denied(_("Cette facture n’est pas de cette famille et de cette régie."))
    if (share.category, share.year) != (invoice.category, invoice.year):
        raise Denied(_("Cette affectation n’est pas de la même année scolaire que sa facture."))


@transaction.atomic
def record(
    *,
    family: Family,
    regie: Regie,
    mode: str,
    amount: Decimal,
    by: User,
    received_on: date | None = None,
    on: date | None = None,
    category: str = Category.TUITION,
    year: int | None = None,
    shares: Sequence[Share] | None = None,
    label: str = "",
    bank_reference: str = "",
) -> Payment:
    """Write down money that came in. Where nobody says what it is for, it is for the most pressing bills."""
    on = on or timezone.localdate()
    family = with_guardians(family.pk)
    if shares is None:
        bills = open_bills(family, regie, on=on, category=category)
        shares = shares_of(amount, bills, category=category, year=year or family.site.school_year())
    check_can_record(family=family, regie=regie, amount=amount, shares=shares)
    payment = Payment.objects.create(
        site=family.site,
        family=family,
        regie=regie,
        mode=mode,
        amount=amount,
        received_on=received_on or on,
        label=label,
        bank_reference=bank_reference,
        number=take_numbers(Series.RECEIPT, site=family.site, year=on.year)[0],
        recorded_on=on,
        recorded_by=by,
        payer=payer_of(family),
    )
    _allocate(payment, shares, by=by, on=on)
    return payment


def _allocate(
    payment: Payment, shares: Iterable[Share], *, by: User, on: date, reversal: Reversal | None = None
) -> None:
    for share in shares:
        Allocation.objects.create(
            payment=payment,
            reversal=reversal,
            invoice=share.invoice,
            category=share.category,
            year=share.year,
            amount=share.amount,
            made_on=on,
            made_by=by,
        )


def held(payment: Payment) -> list[Share]:
    """Where the money of a payment is now: what is free first, then the invoices, the latest first."""
    found: dict[tuple, Decimal] = {}
    invoices: dict[int | None, Invoice | None] = {None: None}
    for each in payment.allocations.select_related("invoice").order_by("pk"):
        invoices[each.invoice_id] = each.invoice
        place = (each.invoice_id, each.category, each.year)
        found[place] = found.get(place, ZERO) + each.amount
    places = sorted(found, key=lambda place: (place[0] is not None, -(place[0] or 0), -place[2]))
    return [
        Share(found[place], category=place[1], year=place[2], invoice=invoices[place[0]])
        for place in places
        if found[place]
    ]


def check_can_move(*, payment: Payment, source: Share, target: Share) -> None:
    """`source` says how much, and where it is now."""
    if source[1:] == target[1:]:
        raise Denied(_("Ce règlement y est déjà affecté."))
    here = sum((share.amount for share in held(payment) if share[1:] == source[1:]), ZERO)
    if not ZERO < source.amount <= here:
        raise Denied(_("Ce règlement n’a là que %(here)s.") % {"here": shown(here)})
    if target.amount != source.amount:
        raise Denied(_("Les affectations ne font pas le montant du règlement."))
    check_can_take(target, family=payment.family, regie=payment.regie)


@transaction.atomic
def move(payment: Payment, *, source: Share, target: Share, by: User, on: date | None = None) -> None:
    """The same money, for something else: two rows, whose sum is nothing."""
    with_guardians(payment.family_id)
    check_can_move(payment=payment, source=source, target=target)
    taken = source._replace(amount=-source.amount)
    _allocate(payment, [taken, target], by=by, on=on or timezone.localdate())


def check_can_reverse(*, payment: Payment, amount: Decimal) -> None:
    left = sum((share.amount for share in held(payment)), ZERO)
    if not left:
        raise Denied(_("Ce règlement est déjà annulé."))
    if not ZERO < amount <= left:
        raise Denied(
            _("L’annulation dépasse ce qui reste de ce règlement : %(left)s.") % {"left": shown(left)}
        )


@transaction.atomic
def reverse(
    payment: Payment,
    *,
    reason: str,
    by: User,
    amount: Decimal | None = None,
    comment: str = "",
    on: date | None = None,
) -> Reversal:
    """The whole, or so much of it: first what no invoice needed."""
    with_guardians(payment.family_id)
    on = on or timezone.localdate()
    shares = held(payment)
    amount = sum((share.amount for share in shares), ZERO) if amount is None else amount
    check_can_reverse(payment=payment, amount=amount)
    reversal = Reversal.objects.create(
        payment=payment, amount=amount, reason=reason, comment=comment, reversed_on=on, reversed_by=by
    )
    _allocate(payment, _taken(shares, amount), by=by, on=on, reversal=reversal)
    return reversal


def _taken(shares: Iterable[Share], amount: Decimal) -> Iterable[Share]:
    for share in shares:
        part = min(share.amount, amount)
        amount -= part
        if part:
            yield share._replace(amount=-part)
