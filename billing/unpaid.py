"""What should have come in: invoices that are late, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.ledger import Bill
from billing.models import Allocation, CreditNote, Invoice
from imuse.money import ZERO

# A bill is of the first age that it is not older than.
AGES: list[tuple[int, Promise]] = [
    (30, _("jusqu’à 30 jours")),
    (60, _("31 à 60 jours")),
    (90, _("61 à 90 jours")),
    (10**6, _("plus de 90 jours")),
]


@dataclass(frozen=True)
class Late:
    bill: Bill
    days: int

    @property
    def age(self) -> Promise:
        return next(words for most, words in AGES if self.days <= most)


def not_settled(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Found by the database: of millions, few are open."""
    given = Allocation.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    lowered = CreditNote.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    return invoices.annotate(given=_sum(given), lowered=_sum(lowered)).filter(
        total__gt=F("given") + F("lowered")
    )


def _sum(parts: QuerySet) -> Coalesce:
    summed = parts.annotate(sum=Sum("amount", output_field=IntegerField())).values("sum")
    return Coalesce(Subquery(summed, output_field=IntegerField()), Value(0))


def late_bills(invoices: QuerySet[Invoice], *, on: date) -> list[Late]:
    """The oldest first."""
    due = invoices.issued().filter(instalments__due_on__lt=on).distinct()
    related = ("instalments", "credit_notes", "allocations")
    found = not_settled(due).select_related("family", "regie", "site").prefetch_related(*related)
    bills = (
        Bill.on(on, each, each.credit_notes.all(), each.allocations.all()) for each in found.order_by("pk")
    )
    late = [Late(bill, (on - bill.due_on).days) for bill in bills if bill.overdue]
    return sorted(late, key=lambda each: -each.days)


def by_age(late: Iterable[Late]) -> list[tuple[Promise, Decimal]]:
    sums = dict.fromkeys((str(words) for _most, words in AGES), ZERO)
    for each in late:
        sums[str(each.age)] += each.bill.overdue
    return [(words, sums[str(words)]) for _most, words in AGES]
