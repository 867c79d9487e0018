"""What must always hold in the ledger: each fault is told in a line that names the row, and no person."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import F, IntegerField, Model, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import (
    Allocation,
    CreditNote,
    Duplicate,
    Instalment,
    Invoice,
    InvoiceLine,
    NumberSeries,
    Payment,
    Reversal,
    Series,
    Titre,
)
from billing.numbering import DIGITS, is_ours, number
from imuse.bulk import in_batches
from imuse.integrity import Check, fault_of_file

BATCH = 1000
NUMBERED = {Series.INVOICE: Invoice, Series.CREDIT_NOTE: CreditNote, Series.RECEIPT: Payment}


def broken_seals() -> Iterator[str]:
    """A row that is not what was issued."""
    whole = Invoice.objects.issued().prefetch_related("lines", "instalments")
    for rows in (
        whole,
        *(model.objects.all() for model in (CreditNote, Payment, Reversal, Allocation, Titre)),
    ):
        for row in _each(rows):
            if not row.has_its_seal:
                yield f"{_named(row)} is not what was sealed"


def wrong_numbers() -> Iterator[str]:
    """A gap, a double, a number beyond the last one given. What was taken over from elsewhere has numbers of its own."""
    counters = {(row.site_id, row.series, row.year): row.last for row in NumberSeries.objects.order_by("pk")}
    for series, model in NUMBERED.items():
        numbers = model.objects.exclude(number="").order_by("site", "number").values_list("site", "number")
        ours = (row for row in numbers.iterator(BATCH) if is_ours(series, row[1]))
        for (site, year), given in groupby(ours, key=lambda row: (row[0], _year(row[1]))):
            last = counters.pop((site, series.value, year), 0)
            yield from _gaps(series, year, (row[1] for row in given), last, site)
    for (site, series, year), last in counters.items():
        if last:
            yield f"site {site}: the numbers of {series}{year} up to {last} are missing"


def _gaps(series: Series, year: int, given: Iterable[str], last: int, site: int) -> Iterator[str]:
    place = 0
    for place, found in enumerate(given, start=1):
        if found != number(series, year, place):
            yield f"site {site}: {found} stands where {number(series, year, place)} should"
            return
    if place != last:
        yield f"site {site}: the last of {series}{year} is {place}, and {last} were given"


def _year(given: str) -> int:
    digits = given.lstrip("".join(set("".join(Series.values))))[:-DIGITS]
    return int(digits) if digits.isdecimal() else 0


def wrong_sums() -> Iterator[str]:
    """An amount that its parts do not add up to."""
    yield from _differing(
        Invoice.objects.issued(),
        "total",
        InvoiceLine.objects.filter(invoice=OuterRef("pk")).values("invoice"),
        F("quantity") * F("unit_price") - F("discount"),
        "does not add up to its lines",
    )
    of_invoice = Instalment.objects.filter(invoice=OuterRef("pk")).values("invoice")
    yield from _differing(
        Invoice.objects.issued(), "total", of_invoice, F("amount"), "does not add up to its instalments"
    )


def money_without_purpose() -> Iterator[str]:
    """A payment, or a reversal, that its allocations do not add up to; an invoice that was given less than nothing."""
    kept = Allocation.objects.filter(reversal=None, payment=OuterRef("pk")).values("payment")
    yield from _differing(Payment.objects.all(), "amount", kept, F("amount"), "is not allocated as a whole")
    back = Allocation.objects.filter(reversal=OuterRef("pk")).values("reversal")
    words = "is not taken from what it reverses"
    yield from _differing(Reversal.objects.all(), "amount", back, Value(0) - F("amount"), words)
    for paid in (
        Allocation.objects.order_by("invoice")
        .values("payment", "invoice", "category", "year")
        .annotate(sum=Sum("amount"))
        .filter(sum__lt=0)
    ):
        yield f"payment {paid['payment']} gives less than nothing to invoice {paid['invoice']}"
    notes = CreditNote.objects.filter(invoice=OuterRef("pk")).values("invoice")
    lowered = (
        Invoice.objects.issued().annotate(lowered=_sum(notes, F("amount"))).filter(lowered__gt=F("total"))
    )
    for invoice in lowered.order_by("pk").iterator(BATCH):
        yield f"{_named(invoice)} is credited beyond its total"


def lost_files() -> Iterator[str]:
    """A kept PDF that is gone, or that holds something else."""
    for row in _each(Duplicate.objects.all()):
        fault = fault_of_file(row.path, row.digest)
        if fault:
            yield f"{_named(row)}: {fault}"


CHECKS: dict[str, Check] = {
    "seals": broken_seals,
    "numbers": wrong_numbers,
    "sums": wrong_sums,
    "allocations": money_without_purpose,
    "files": lost_files,
}


def _each(rows: QuerySet) -> Iterator[Model]:
    for batch in in_batches(rows, BATCH):
        yield from batch


def _named(row: Model) -> str:
    return f"{row._meta.model_name} {row.pk}"  # noqa: SLF001 - Django's documented name


def _sum(parts: QuerySet, cents: F) -> Coalesce:
    summed = parts.order_by().annotate(sum=Sum(cents, output_field=IntegerField())).values("sum")
    return Coalesce(Subquery(summed, output_field=IntegerField()), Value(0))


def _differing(whole: QuerySet, column: str, parts: QuerySet, cents: F, words: str) -> Iterator[str]:
    wrong = whole.annotate(parts=_sum(parts, cents)).exclude(parts=F(column))
    for row in wrong.order_by("pk").iterator(BATCH):
        yield f"{_named(row)} {words}"
