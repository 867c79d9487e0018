"""What happened in a ledger, as tables say it: in parts of the school year that has run, so that nothing lies ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import Site, User
from billing import issuing, payments
from billing.models import Category, Instalment, Invoice, InvoiceLine, Payment, Regie
from families.models import Family
from imuse.money import parts
from students.demonstration.year import Year
from students.models import Student

MONTH = timedelta(days=30)


class Line(NamedTuple):
    label: str
    price: str
    student: str = ""  # by first name
    discount: str = "0"
    reason: str = ""
    quantity: int = 1


@dataclass(frozen=True)
class Act:
    """`part`: when that much of the school year's lessons was given; `ago`: so many school years before this one."""

    part: float
    ago: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class Bills(Act):
    """`due_in`: so many days from today; otherwise a month after it was issued, in `instalments`."""

    label: str
    lines: Sequence[Line]
    category: str = Category.TUITION
    instalments: int = 1
    due_in: int | None = None


@dataclass(frozen=True)
class Pays(Act):
    amount: str
    mode: str
    label: str = "Règlement"
    category: str = Category.TUITION
    reference: str = ""


@dataclass(frozen=True)
class Credits(Act):
    """The invoice of that label."""

    of: str
    amount: str
    label: str


@dataclass(frozen=True)
class Bounces(Act):
    """The payment of that label."""

    of: str
    comment: str


@dataclass(frozen=True)
class Ledger:
    family: str
    acts: list[Act]


@dataclass(frozen=True)
class School:
    site: str
    regie: dict[str, Any]
    ledgers: list[Ledger]


class History:
    """Written in the order of the days, as numbers are."""

    def __init__(self, site: Site, school: School, *, by: User) -> None:
        self.site, self.school, self.by = site, school, by
        self.today = timezone.localdate()
        self.regie = Regie.objects.create(site=site, **school.regie)
        self.years: dict[int, Year] = {}

    def write(self) -> None:
        told = [(act, ledger.family) for ledger in self.school.ledgers for act in ledger.acts]
        verbs = {Bills: self._bill, Pays: self._pay, Credits: self._credit, Bounces: self._bounce}
        for act, reference in sorted(told, key=lambda each: self._day(each[0])):
            family = Family.objects.get(site=self.site, reference=reference)
            verbs[type(act)](act, family, self._day(act))

    def _year(self, act: Act) -> Year:
        number = self.site.school_year() - act.ago
        if number not in self.years:
            self.years[number] = Year(number, first_month=self.site.year_starts_in, today=self.today)
        return self.years[number]

    def _day(self, act: Act) -> date:
        return self._year(act).day(act.part)

    def _bill(self, act: Bills, family: Family, on: date) -> None:
        draft = Invoice.objects.create(
            site=self.site,
            family=family,
            regie=self.regie,
            category=act.category,
            year=self._year(act).number,
            label=act.label,
        )
        for line in act.lines:
            InvoiceLine.objects.create(invoice=draft, **self._line(line, family))
        issuing.total_up(draft)
        first = on + MONTH if act.due_in is None else self.today + timedelta(days=act.due_in)
        for place, amount in enumerate(parts(draft.total, act.instalments)):
            due_on = first + place * MONTH
            Instalment.objects.create(
                invoice=draft, payable_from=max(on, due_on - MONTH), due_on=due_on, amount=amount
            )
        issuing.issue(draft, by=self.by, on=on, tells=False)

    def _line(self, line: Line, family: Family) -> dict[str, Any]:
        student = None
        if line.student:
            student = Student.objects.get(memberships__family=family, person__first_name=line.student)
        return {
            "label": line.label,
            "student": student,
            "quantity": line.quantity,
            "unit_price": Decimal(line.price),
            "discount": Decimal(line.discount),
            "reason": line.reason,
        }

    def _pay(self, act: Pays, family: Family, on: date) -> None:
        payments.record(
            family=family,
            regie=self.regie,
            mode=act.mode,
            amount=Decimal(act.amount),
            label=act.label,
            bank_reference=act.reference,
            category=act.category,
            year=self._year(act).number,
            by=self.by,
            on=on,
        )

    def _credit(self, act: Credits, family: Family, on: date) -> None:
        invoice = Invoice.objects.get(family=family, label=act.of, year=self._year(act).number)
        issuing.credit(invoice, amount=Decimal(act.amount), label=act.label, by=self.by, on=on, tells=False)

    def _bounce(self, act: Bounces, family: Family, on: date) -> None:
        payment = Payment.objects.get(family=family, label=act.of)
        payments.reverse(payment, reason="bounced", comment=act.comment, by=self.by, on=on)
