"""A screen of the ledger as a family reads it: its rows in order, then its sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import online
from billing.ledger import Account, Bill, Screen
from billing.models import Allocation, Category, CreditNote, OnlinePayment, Regie, Titre
from imuse.components import Sum
from imuse.money import shown

if TYPE_CHECKING:
    from families.models import Family

TITLES = {Category.TUITION: _("Facturation cotisations"), Category.HIRE: _("Facturation locations")}

OF_INVOICE = _("(duplicata de la facture, PDF)")
OF_NOTE = _("(duplicata de l’avoir, PDF)")
OF_PAYMENT = _("(duplicata du reçu, PDF)")


@dataclass(frozen=True)
class Row:
    """`opens` says what its PDF is; a reversal has none."""

    day: date
    number: str
    label: str | Promise
    mode: str | Promise = ""
    debit: Decimal | None = None
    credit: Decimal | None = None
    discount: Decimal | None = None
    opens: str | Promise = ""
    url: str = ""

    def at(self, site_id: int | None) -> "Row":
        """Its PDF has an address for the family, and for the office, which has several sites, another."""
        if not self.opens:
            return self
        if site_id is None:
            return replace(self, url=reverse("billing_document", args=[self.number]))
        return replace(self, url=reverse("office_document", args=[site_id, self.number]))


def rows_of(screen: Screen) -> list[Row]:
    """By their days; of one day, what is asked before what is paid."""
    rows = [*map(_of_bill, screen.bills), *map(_of_note, screen.notes), *_of_money(screen.money)]
    return sorted(rows, key=lambda row: row.day)


def _of_bill(bill: Bill) -> Row:
    invoice = bill.invoice
    return Row(
        day=invoice.issued_on,
        number=invoice.number,
        label=invoice.label,
        debit=invoice.total,
        discount=invoice.discount or None,
        opens=OF_INVOICE,
    )


def _of_note(note: CreditNote) -> Row:
    return Row(day=note.issued_on, number=note.number, label=note.label, credit=note.amount, opens=OF_NOTE)


def _of_money(money: Iterable[Allocation]) -> Iterator[Row]:
    """Of each payment, and of each reversal, the part that this screen has."""
    parts = sorted(money, key=lambda each: (each.payment_id, each.reversal_id or 0))
    for _key, group in groupby(parts, key=lambda each: (each.payment_id, each.reversal_id)):
        first, *others = group
        amount = sum((each.amount for each in others), first.amount)
        if amount:
            yield _of_reversal(first, -amount) if first.reversal else _of_payment(first, amount)


def _of_payment(part: Allocation, amount: Decimal) -> Row:
    """Money that was moved away to another screen later may leave less here than came in."""
    payment = part.payment
    return Row(
        day=payment.received_on,
        number=payment.number,
        label=payment.label or _("Règlement"),
        mode=payment.get_mode_display(),
        credit=amount if amount > 0 else None,
        debit=-amount if amount < 0 else None,
        opens=OF_PAYMENT,
    )


def _of_reversal(part: Allocation, amount: Decimal) -> Row:
    reversal = part.reversal
    return Row(
        day=reversal.reversed_on,
        number=part.payment.number,
        label=reversal.comment or reversal.get_reason_display().capitalize(),
        mode=part.payment.get_mode_display(),
        debit=amount,
    )


@dataclass(frozen=True)
class Statement:
    """One school year of a tab; for the office, of which site."""

    screen: Screen
    office_site: int | None = None

    @property
    def year(self) -> int:
        return self.screen.year

    @property
    def rows(self) -> list[Row]:
        return [row.at(self.office_site) for row in rows_of(self.screen)]

    @property
    def anchor(self) -> str:
        return f"{self.screen.category}-{self.year}"

    @property
    def totals(self) -> list[Sum]:
        sums = self.screen.sums
        lines = [(_("Montant total facturé"), sums.billed)]
        if sums.credited:
            lines.append((_("Avoirs"), -sums.credited))
        lines += [
            (_("Montant total réglé"), sums.settled),
            (_("Solde"), sums.balance),
            (_("Montant à payer"), self.screen.to_pay),
        ]
        return [Sum(label, shown(amount)) for label, amount in lines]


@dataclass(frozen=True)
class Page:
    """A tab: the school year that is shown, the others, and what is owed elsewhere."""

    family: "Family"
    category: str
    account: Account
    this_year: int
    for_office: bool = False

    @property
    def title(self) -> Promise:
        return TITLES[Category(self.category)]

    @property
    def statements(self) -> list[Statement]:
        site = self.family.site_id if self.for_office else None
        return [Statement(screen, site) for screen in self.account.of_category(self.category).screens]

    @property
    def shown(self) -> Statement | None:
        """This school year's; where it has nothing, the latest."""
        own = [each for each in self.statements if each.year == self.this_year]
        return next(iter(own or self.statements), None)

    @property
    def others(self) -> list[Statement]:
        shown = self.shown
        return [each for each in self.statements if shown and each.year != shown.year]

    @property
    def elsewhere(self) -> list[Screen]:
        """What other years, and the other tab, still ask for."""
        return [screen for screen in self._not_shown() if screen.to_pay]

    @property
    def credits(self) -> list[Screen]:
        return [screen for screen in self.account.screens if screen.credit]

    def _not_shown(self) -> list[Screen]:
        shown = self.shown
        return [each for each in self.account.screens if not shown or each is not shown.screen]

    @property
    def titres(self) -> list[tuple[Titre, Decimal]]:
        """What the Treasury recovers, most often of a former year, with what it is paid with there."""
        return [
            (bill.invoice.titre, bill.remaining)
            for bill in self.account.of_category(self.category).bills
            if bill.remaining and hasattr(bill.invoice, "titre")
        ]

    @property
    def online(self) -> list[online.Choice]:
        """What may be paid by PayFiP now, a button for each régie."""
        screen = self.shown.screen if self.shown else None
        return online.offered(screen) if screen and screen.to_pay else []

    @property
    def being_verified(self) -> OnlinePayment | None:
        """Until it is known what became of it, the same is not paid again."""
        return (
            online.waiting_for([bill.invoice for bill in self.shown.screen.open_bills])
            if self.shown
            else None
        )

    @property
    def paid_at(self) -> list[Regie]:
        """The régies that still collect something of it themselves."""
        bills = self.shown.screen.open_bills if self.shown else []
        own = [bill.invoice for bill in bills if not bill.invoice.is_at_the_treasury]
        return list({invoice.regie_id: invoice.regie for invoice in own}.values())

    @property
    def regies(self) -> list[Regie]:
        bills = self.shown.screen.open_bills if self.shown else []
        return list({bill.invoice.regie_id: bill.invoice.regie for bill in bills}.values())
