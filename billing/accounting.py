"""The ledger's documents as CSV, for the school's accounts: semicolons and decimal commas, as French tables read them."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from billing.models import CreditNote, Invoice, Payment, Reversal
from imuse.school_year import named
from imuse.spreadsheets import csv_lines

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


def lines(user: "User", *, since: date, until: date) -> Iterator[str]:
    """Of the sites that this person keeps the accounts of, document by document; never all in memory."""
    yield from csv_lines(HEAD, _rows(user, since, until))


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
