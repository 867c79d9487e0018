"""What should have come in: invoices that are late, and for how long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from billing.ledger import Bill
from billing.models import Allocation, CreditNote, Invoice
from imuse.money import ZERO, euros
from students.models import Student

Place = tuple[int, str, int]  # a family, a category, a school year

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
    amount: Decimal  # what the family's page calls late: a credit that it has there is deducted

    @property
    def age(self) -> Promise:
        return next(words for most, words in AGES if self.days <= most)


def with_sums(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    given = Allocation.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    lowered = CreditNote.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    return invoices.annotate(given=_sum(given), lowered=_sum(lowered))


def not_settled(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Found by the database: of millions, few are open."""
    return with_sums(invoices).filter(total__gt=F("given") + F("lowered"))


def students_with_open_accounts(site: Site) -> QuerySet:
    """Whose family owes something, has money here that belongs to it, or a bill in the making."""
    here = Invoice.objects.filter(site=site)
    kept = Allocation.objects.filter(payment__site=site, invoice=None).values("payment__family")
    credit = kept.annotate(sum=Sum("amount", output_field=IntegerField())).exclude(sum=0)
    families = Q(memberships__family__in=not_settled(here.issued()).values("family"))
    families |= Q(memberships__family__in=here.filter(status=Invoice.Status.DRAFT).values("family"))
    families |= Q(memberships__family__in=credit.order_by().values("payment__family"))
    return Student.objects.filter(families, person__site=site).values("pk")


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
    late = [Late(bill, (on - bill.due_on).days, bill.overdue) for bill in bills if bill.overdue]
    return list(_less_credit(sorted(late, key=lambda each: -each.days)))


def _less_credit(late: list[Late]) -> Iterator[Late]:
    """Money that waits in the same tab and school year counts for the oldest first, as on the family's page."""
    credit = _credits({each.bill.invoice.family_id for each in late})
    for each in late:
        place = _place(each.bill.invoice)
        amount = max(each.amount - credit[place], ZERO)
        credit[place] -= each.amount - amount
        if amount:
            yield replace(each, amount=amount)


def _credits(families: set[int]) -> defaultdict[Place, Decimal]:
    """What is kept without an invoice, and what invoices were given too much."""
    found: defaultdict[Place, Decimal] = defaultdict(lambda: ZERO)
    kept = Allocation.objects.filter(invoice=None, payment__family__in=families).order_by()
    for *place, amount in kept.values_list("payment__family", "category", "year", "amount"):
        found[tuple(place)] += amount
    given = with_sums(Invoice.objects.issued().filter(family__in=families))
    for invoice in given.filter(total__lt=F("given") + F("lowered")).order_by("pk"):
        found[_place(invoice)] += euros(invoice.given + invoice.lowered) - invoice.total
    return found


def _place(invoice: Invoice) -> Place:
    return invoice.family_id, invoice.category, invoice.year


def by_age(late: Iterable[Late]) -> list[tuple[Promise, Decimal]]:
    sums = dict.fromkeys((str(words) for _most, words in AGES), ZERO)
    for each in late:
        sums[str(each.age)] += each.amount
    return [(words, sums[str(words)]) for _most, words in AGES]
