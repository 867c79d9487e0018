"""«Attestation de paiement»: what was received in a calendar year, for an employer or the CAF."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, IntegerField, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.papers import paper
from billing.models import Allocation, Invoice
from billing.payers import payer_of
from families.models import Family
from imuse.money import CENT, ZERO
from imuse.school_year import named
from students.models import Student


@dataclass(frozen=True)
class Row:
    number: str
    label: str
    amount: Decimal


@dataclass(frozen=True)
class Attestation:
    """Whole days only, so that two made on one day are the same."""

    family: Family
    year: int
    rows: list[Row]
    student: Student | None
    made_on: date

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def payer(self) -> str:
        return payer_of(self.family)


def offered(family: Family, user: User, students: Iterable[Student]) -> list[tuple[int, list[Student]]]:
    """The years in which money came in, the latest first, with those of the students whom a part of it was for: not
    whose lessons are free."""
    money = Allocation.objects.for_user(user).filter(payment__family=family).order_by()
    lines = F("invoice__lines__quantity") * F("invoice__lines__unit_price") - F("invoice__lines__discount")
    parts = money.values_list("payment__received_on", "invoice", "invoice__lines__student").annotate(
        sum=Sum("amount"), asked=Sum(lines, output_field=IntegerField())
    )
    whose: dict[int, set[int | None]] = {}
    for day, _invoice, student, amount, asked in parts:
        if amount:
            whose.setdefault(day.year, set()).add(student if asked else None)
    by_name = sorted(students, key=lambda each: (each.person.name_key, each.pk))
    return [
        (year, [each for each in by_name if each.pk in whose[year]]) for year in sorted(whose, reverse=True)
    ]


def find(family: Family, user: User, *, year: int, student_id: int | None) -> Attestation:
    student = None
    if student_id is not None:
        student = _students(family, user).filter(pk=student_id).first()
        if student is None:
            raise Http404
    rows = [row for row in _rows(_received(family, user, year), student) if row.amount]
    if not rows:
        raise Http404
    return Attestation(family, year, rows, student, timezone.localdate())


def render(attestation: Attestation) -> bytes:
    return paper("papers/attestation.html", site=attestation.family.site, attestation=attestation)


def _students(family: Family, user: User) -> QuerySet[Student]:
    """Those whose lessons this family is billed for, or was."""
    billed = Invoice.objects.issued().filter(family=family).values("lines__student")
    return Student.objects.for_user(user).filter(pk__in=billed).select_related("person")


def _received(family: Family, user: User, year: int) -> dict[tuple, Decimal]:
    """By invoice; where there is none, by category and school year. A reversal counts in its payment's year."""
    found: dict[tuple, Decimal] = {}
    money = Allocation.objects.for_user(user).filter(
        payment__family=family,
        payment__received_on__gte=date(year, 1, 1),
        payment__received_on__lt=date(year + 1, 1, 1),
    )
    for each in sorted(money.select_related("invoice"), key=_order):
        place = (each.invoice, each.get_category_display(), each.year)
        found[place] = found.get(place, ZERO) + each.amount
    return found


def _order(part: Allocation) -> tuple:
    """What is kept for later comes first; in Python, for the databases put what is empty at different ends."""
    return part.invoice.number if part.invoice else "", part.category, part.year, part.pk


def _rows(received: dict[tuple, Decimal], student: Student | None) -> Iterable[Row]:
    for (invoice, category, year), amount in received.items():
        if invoice:
            part = _part_of(invoice, student, amount)
            yield Row(invoice.number, f"{invoice.label}, {named(invoice.year)}", part)
        elif student is None:
            yield Row("", f"{category.capitalize()}, {named(year)}", amount)


def _part_of(invoice: Invoice, student: Student | None, amount: Decimal) -> Decimal:
    if student is None:
        return amount
    own = sum((line.net for line in invoice.lines.filter(student=student)), ZERO)
    return (amount * own / invoice.total).quantize(CENT)
