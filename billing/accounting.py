"""The ledger's documents as CSV, for the school's accounts: semicolons and decimal commas, as French tables read them."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from billing.models import CreditNote, Invoice, Payment, Reversal
from imuse.school_year import named

if TYPE_CHECKING:
    from decimal import Decimal

    from accounts.models import User

HEAD = [
    "Date",
    "Type",
    "Numéro",
    "Site",
    "Régie",
    "Famille",
    "Payeur",
    "Catégorie",
    "Année scolaire",
    "Libellé",
    "Mode de règlement",
    "Débit",
    "Crédit",
]
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file whose lines are taken as they are written."""

    def write(self, line: str) -> str:
        return line


def lines(user: "User", *, since: date, until: date) -> Iterator[str]:
    """Of the sites that this person keeps the accounts of, document by document; never all in memory."""
    writer = csv.writer(Echo(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow(HEAD)
    for row in _rows(user, since, until):
        yield writer.writerow([_harmless(str(cell)) for cell in row])


def _rows(user: "User", since: date, until: date) -> Iterator[list]:
    days = (since, until)
    invoices = Invoice.objects.for_user(user).issued().filter(issued_on__range=days)
    for each in invoices.select_related("site", "family", "regie").order_by("pk").iterator():
        facts = [each.get_category_display(), named(each.year), each.label, ""]
        yield _row("Facture", each.issued_on, each, each.regie, facts, debit=each.total)
    notes = CreditNote.objects.for_user(user).filter(issued_on__range=days)
    for each in notes.select_related("site", "family", "invoice__regie").order_by("pk").iterator():
        facts = [each.invoice.get_category_display(), named(each.invoice.year), each.label, ""]
        yield _row("Avoir", each.issued_on, each, each.invoice.regie, facts, credit=each.amount)
    payments = Payment.objects.for_user(user).filter(recorded_on__range=days)
    for each in payments.select_related("site", "family", "regie").order_by("pk").iterator():
        facts = ["", "", each.label, each.get_mode_display()]
        yield _row("Règlement", each.recorded_on, each, each.regie, facts, credit=each.amount)
    reversals = Reversal.objects.for_user(user).filter(reversed_on__range=days)
    related = ("payment__site", "payment__family", "payment__regie")
    for each in reversals.select_related(*related).order_by("pk").iterator():
        facts = [
            "",
            "",
            f"{each.get_reason_display()} {each.comment}".strip(),
            each.payment.get_mode_display(),
        ]
        yield _row("Annulation", each.reversed_on, each.payment, each.payment.regie, facts, debit=each.amount)


def _row(
    kind: str,
    day: date,
    document: Invoice | CreditNote | Payment,
    regie: object,
    facts: list[str],
    *,
    debit: "Decimal | str" = "",
    credit: "Decimal | str" = "",
) -> list:
    payer = document.payer.partition("\n")[0]
    who = [document.site, regie, document.family.reference, payer]
    amounts = [str(amount).replace(".", ",") for amount in (debit, credit)]
    return [f"{day:%d/%m/%Y}", kind, document.number, *who, *facts, *amounts]


def _harmless(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
