"""What a family owes. The one place that says it: the family's pages, the office and the PDFs all ask here.

What is due = Σ Débit (discounts already deducted) − credit notes − payments + reversals, over any part of a ledger:
an invoice, a screen (a category and a school year), a family, a school.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet, Sum

from billing.models import Allocation, Category, CreditNote, Invoice, Payment, Reversal
from imuse.money import ZERO

if TYPE_CHECKING:
    from families.models import Family


@dataclass(frozen=True)
class Sums:
    """The formula."""

    billed: Decimal = ZERO
    credited: Decimal = ZERO
    paid: Decimal = ZERO
    reversed: Decimal = ZERO

    @property
    def due(self) -> Decimal:
        return self.billed - self.credited - self.paid + self.reversed

    @property
    def settled(self) -> Decimal:
        """«Montant total réglé»: what came in, and stayed."""
        return self.paid - self.reversed

    @property
    def balance(self) -> Decimal:
        """«Solde»: negative is owed."""
        return -self.due

    def __add__(self, other: Self) -> Self:
        return Sums(
            self.billed + other.billed,
            self.credited + other.credited,
            self.paid + other.paid,
            self.reversed + other.reversed,
        )


def sums_of_money(allocations: Iterable[Allocation]) -> Sums:
    """Reversals take away what their payments gave: their allocations are below zero."""
    allocations = list(allocations)
    paid = sum((each.amount for each in allocations if each.reversal_id is None), ZERO)
    back = sum((-each.amount for each in allocations if each.reversal_id is not None), ZERO)
    return Sums(paid=paid, reversed=back)


@dataclass(frozen=True)
class Bill:
    """An invoice, and what became of it."""

    invoice: Invoice
    sums: Sums
    to_pay: Decimal  # may be asked for today
    overdue: Decimal  # should have come in before today
    due_on: date | None  # the last day for what is to pay

    @classmethod
    def on(
        cls, today: date, invoice: Invoice, notes: Iterable[CreditNote], money: Iterable[Allocation]
    ) -> Self:
        sums = Sums(
            billed=invoice.total, credited=sum((note.amount for note in notes), ZERO)
        ) + sums_of_money(money)
        plan = sorted(invoice.instalments.all(), key=lambda each: each.due_on)
        payable = [each for each in plan if each.payable_from <= today]
        late = [each for each in plan if each.due_on < today]
        to_pay = _still(payable, sums)
        return cls(invoice, sums, to_pay, _still(late, sums), _last_day(plan, to_pay, sums))

    @property
    def remaining(self) -> Decimal:
        return max(self.sums.due, ZERO)

    @property
    def is_overpaid(self) -> bool:
        return self.sums.due < 0

    @property
    def is_cancelled(self) -> bool:
        return self.sums.credited == self.sums.billed


def _still(called: Iterable, sums: Sums) -> Decimal:
    """Of these instalments, what did not come in. A credit note lightens the last ones first."""
    asked = sum((each.amount for each in called), ZERO)
    return max(min(asked - sums.settled, sums.due), ZERO)


def _last_day(plan: list, to_pay: Decimal, sums: Sums) -> date | None:
    """Of the first instalment that the money received does not cover."""
    covered = sums.settled
    for each in plan:
        covered -= each.amount
        if covered < 0 < to_pay:
            return each.due_on
    return None


@dataclass(frozen=True)
class Screen:
    """One tab of one school year: all its rows, and what they add up to."""

    category: str
    year: int
    bills: list[Bill] = field(default_factory=list)
    notes: list[CreditNote] = field(default_factory=list)
    money: list[Allocation] = field(default_factory=list)

    @property
    def category_name(self) -> str:
        return Category(self.category).label

    @property
    def sums(self) -> Sums:
        billed = sum((bill.sums.billed for bill in self.bills), ZERO)
        credited = sum((note.amount for note in self.notes), ZERO)
        return Sums(billed=billed, credited=credited) + sums_of_money(self.money)

    @property
    def discount(self) -> Decimal:
        return sum((bill.invoice.discount for bill in self.bills), ZERO)

    @property
    def free(self) -> Decimal:
        """Money that no invoice of this screen needs."""
        kept = sum((each.amount for each in self.money if each.invoice_id is None), ZERO)
        return kept + sum((-bill.sums.due for bill in self.bills if bill.is_overpaid), ZERO)

    @property
    def to_pay(self) -> Decimal:
        return max(sum((bill.to_pay for bill in self.bills), ZERO) - self.free, ZERO)

    @property
    def overdue(self) -> Decimal:
        return max(sum((bill.overdue for bill in self.bills), ZERO) - self.free, ZERO)

    @property
    def credit(self) -> Decimal:
        return max(self.sums.balance, ZERO)

    @property
    def open_bills(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.to_pay]


@dataclass(frozen=True)
class Account:
    """All of a family's ledger, screen by screen, the latest school year first."""

    screens: list[Screen]

    @property
    def sums(self) -> Sums:
        return sum((screen.sums for screen in self.screens), Sums())

    @property
    def to_pay(self) -> Decimal:
        return sum((screen.to_pay for screen in self.screens), ZERO)

    @property
    def overdue(self) -> Decimal:
        return sum((screen.overdue for screen in self.screens), ZERO)

    @property
    def credit(self) -> Decimal:
        return sum((screen.credit for screen in self.screens), ZERO)

    @property
    def bills(self) -> list[Bill]:
        return [bill for screen in self.screens for bill in screen.bills]

    def of_category(self, category: str) -> "Account":
        return Account([screen for screen in self.screens if screen.category == category])

    def of_year(self, year: int) -> "Account":
        return Account([screen for screen in self.screens if screen.year == year])


def account_of(family: "Family", *, on: date) -> Account:
    """Four queries, however long its history."""
    invoices = Invoice.objects.issued().filter(family=family).select_related("titre", "regie")
    notes = _by_invoice(CreditNote.objects.filter(family=family).select_related("invoice").order_by("pk"))
    money = list(
        Allocation.objects.filter(payment__family=family).select_related("payment", "reversal").order_by("pk")
    )
    allocated = _by_invoice(money)
    screens: dict[tuple[str, int], Screen] = {}

    def screen(category: str, year: int) -> Screen:
        return screens.setdefault((category, year), Screen(category, year))

    for invoice in invoices.prefetch_related("instalments").order_by("issued_on", "pk"):
        own = screen(invoice.category, invoice.year)
        own.bills.append(Bill.on(on, invoice, notes[invoice.pk], allocated[invoice.pk]))
        own.notes.extend(notes[invoice.pk])
    for each in money:
        screen(each.category, each.year).money.append(each)
    return Account([screens[key] for key in sorted(screens, key=lambda key: (-key[1], key[0]))])


def _by_invoice(rows: Iterable) -> defaultdict[int | None, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.invoice_id].append(row)
    return found


def sums_of_families(numbers: Sequence[int]) -> dict[int, Sums]:
    """The same figures for many, added up by the database."""
    billed = _sums(Invoice.objects.issued(), "total", "family", numbers)
    credited = _sums(CreditNote.objects.all(), "amount", "family", numbers)
    paid = _sums(Payment.objects.all(), "amount", "family", numbers)
    back = _sums(Reversal.objects.all(), "amount", "payment__family", numbers)
    return {
        number: Sums(*(found.get(number, ZERO) for found in (billed, credited, paid, back)))
        for number in numbers
    }


def _sums(rows: QuerySet, column: str, family: str, numbers: Sequence[int]) -> dict[int, Decimal]:
    of_them = rows.filter(**{f"{family}__in": numbers}).order_by()
    return dict(of_them.values_list(family).annotate(sum=Sum(column)))
