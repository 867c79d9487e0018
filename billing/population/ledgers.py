"""One school's ledgers, in bulk: sealed and numbered as if they had been issued one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from accounts.models import Site, User
from billing.models import (
    Allocation,
    Category,
    Instalment,
    Invoice,
    InvoiceLine,
    Mode,
    NumberSeries,
    Payment,
    Regie,
    Series,
)
from billing.numbering import number
from families.by_post import addressed_to
from families.models import Guardian
from imuse import bulk
from imuse.invented import dice_for, drawn
from imuse.money import euros
from students.demonstration.year import Year

YEARS = 9  # the accounts of ten years are kept: so many are there to be read
# When each of the year's invoices goes out, as a part of the lessons given.
QUARTERS = {0.1: "1er trimestre", 0.4: "2e trimestre", 0.7: "3e trimestre"}
HIRES, PAID = 0.4, 0.95
FORTNIGHT, MONTH = timedelta(days=15), timedelta(days=30)


class Asked(NamedTuple):
    label: str
    cents: int
    category: str = Category.TUITION


class School:
    def __init__(self, site: Site, today: date, *, by: User) -> None:
        self.site, self.today, self.by = site, today, by
        self.dice = dice_for(f"ledgers of {site.name}")
        self.given: Counter[tuple[Series, int]] = Counter()
        self.years = [
            Year(number, first_month=site.year_starts_in, today=today)
            for number in range(site.school_year() - YEARS + 1, site.school_year() + 1)
        ]
        self.regie = Regie.objects.create(site=site, name=f"Régie · {site.name}", client_number="099900")

    @transaction.atomic
    def write(self, guardians: Sequence[Guardian]) -> Counter[str]:
        billed = [bill for guardian in guardians for bill in self._bills(guardian)]
        written = bulk.create([invoice for invoice, _line, _due in billed])
        written += bulk.create([self._of(invoice, line) for invoice, line, _due in billed])
        written += bulk.create([self._of(invoice, due) for invoice, _line, due in billed])
        paid = [
            (self._payment(invoice), invoice) for invoice, _line, _due in billed if self.dice.random() < PAID
        ]
        written += bulk.create([payment for payment, _invoice in paid])
        return written + bulk.create([self._allocation(*each) for each in paid])

    @transaction.atomic
    def close(self) -> Counter[str]:
        """What the next number of each series stands on."""
        rows = [
            NumberSeries(site=self.site, series=series, year=year, last=last)
            for (series, year), last in sorted(self.given.items())
        ]
        return bulk.create(rows) + Counter(Regie=1)

    def _of(self, invoice: Invoice, part: InvoiceLine | Instalment) -> InvoiceLine | Instalment:
        part.invoice_id = invoice.pk
        return part

    def _bills(self, guardian: Guardian) -> Iterator[tuple[Invoice, InvoiceLine, Instalment]]:
        payer = addressed_to(guardian)
        for year in self.years:
            for part, quarter in QUARTERS.items():
                asked = Asked(f"Cotisations du {quarter}", drawn(self.dice, range(6_000, 30_000, 50)))
                yield self._bill(guardian, payer, asked, year, part)
            if self.dice.random() < HIRES:
                price = drawn(self.dice, range(3_000, 12_000, 50))
                asked = Asked("Location d’un instrument", price, Category.HIRE)
                yield self._bill(guardian, payer, asked, year, 0.15)

    def _bill(
        self, guardian: Guardian, payer: str, asked: Asked, year: Year, part: float
    ) -> tuple[Invoice, InvoiceLine, Instalment]:
        day = year.day(part)
        invoice = Invoice(
            site_id=self.site.pk,
            family_id=guardian.family_id,
            regie_id=self.regie.pk,
            category=asked.category,
            year=year.number,
            label=asked.label,
            total=euros(asked.cents),
            status=Invoice.Status.ISSUED,
            number=self._number(Series.INVOICE, day),
            issued_on=day,
            issued_by_id=self.by.pk,
            payer=payer,
        )
        line = InvoiceLine(label=asked.label, position=1, unit_price=invoice.total)
        due = Instalment(payable_from=day, due_on=day + MONTH, amount=invoice.total)
        invoice.seal_with([line], [due])
        return invoice, line, due

    def _payment(self, invoice: Invoice) -> Payment:
        day = min(invoice.issued_on + FORTNIGHT, self.today)
        return Payment(
            site_id=self.site.pk,
            family_id=invoice.family_id,
            regie_id=self.regie.pk,
            mode=drawn(self.dice, Mode.values),
            amount=invoice.total,
            received_on=day,
            recorded_on=day,
            recorded_by_id=self.by.pk,
            number=self._number(Series.RECEIPT, day),
            payer=invoice.payer,
        )

    def _allocation(self, payment: Payment, invoice: Invoice) -> Allocation:
        return Allocation(
            payment_id=payment.pk,
            invoice_id=invoice.pk,
            category=invoice.category,
            year=invoice.year,
            amount=payment.amount,
            made_on=payment.recorded_on,
            made_by_id=self.by.pk,
        )

    def _number(self, series: Series, day: date) -> str:
        self.given[series, day.year] += 1
        return number(series, day.year, self.given[series, day.year])
