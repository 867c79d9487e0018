from django.db.models import Q

from billing import models
from imuse.personal_data import NOTHING, Inventory, Owners, Personal, Subject, Whose, whose

ACCOUNTS = "ten years, as the law asks of accounts"

BILLED = Personal("billing the family", ACCOUNTS)
PAID = Personal("knowing what was paid, and proving it to the family", ACCOUNTS)
PAYER = Personal("who the document was made out to, on the day it was", ACCOUNTS)
WHO_DID = Personal("who answers for the entry", ACCOUNTS)


def of(purpose: Personal, names: str) -> dict[str, Personal]:
    return dict.fromkeys(names.split(), purpose)


def plain(names: str) -> dict[str, None]:
    return dict.fromkeys(names.split(), NOTHING)


INVENTORY: Inventory = {
    "Regie": plain(
        "id site name collectivity client_number telephone email address payment_means mentions recourse is_open payfip_mode"
    ),
    "NumberSeries": plain("id site series year last"),
    "PriceList": plain(
        "id site regie year name family_fee second_discount third_discount instalments first_due_on"
    ),
    "Price": plain("id price_list discipline amount"),
    "Invoice": {
        **plain("id site regie price_list status number issued_on seal"),
        **of(BILLED, "family category year label recovery message reference total discount"),
        "issued_by": WHO_DID,
        "payer": PAYER,
    },
    "OnlinePayment": {
        **plain("id site regie token client_number mode operation asked_at next_ask"),
        **of(
            PAID, "family amount reference status outcome authorisation decided_at payment alert started_at"
        ),
        **of(WHO_DID, "started_by looked_into_by looked_into_at"),
    },
    "OnlineShare": {"id": NOTHING, **of(PAID, "online invoice amount")},
    "InvoiceLine": {
        **plain("id position"),
        **of(BILLED, "invoice label student student_name quantity unit_price discount reason"),
    },
    "Instalment": {"id": NOTHING, **of(BILLED, "invoice payable_from due_on amount")},
    "Titre": {
        **plain("id seal identifier"),
        **of(BILLED, "invoice reference handed_over_on"),
        "handed_over_by": WHO_DID,
    },
    "CreditNote": {
        **plain("id site number issued_on seal"),
        **of(BILLED, "family invoice amount label"),
        "issued_by": WHO_DID,
        "payer": PAYER,
    },
    "Payment": {
        **plain("id site regie number recorded_on seal"),
        **of(PAID, "family mode amount received_on label bank_reference"),
        "recorded_by": WHO_DID,
        "payer": PAYER,
    },
    "Reversal": {
        **plain("id seal"),
        **of(PAID, "payment amount reason comment reversed_on"),
        "reversed_by": WHO_DID,
    },
    "Allocation": {
        **plain("id seal"),
        **of(PAID, "payment reversal invoice category year amount made_on"),
        "made_by": WHO_DID,
    },
    "Duplicate": {**plain("id site digest made_at"), **of(BILLED, "number path")},
}


def of_the_household(path: str = "family", *, without: str = "", also: str = "") -> Whose:
    return whose(lambda subject: Q(**{f"{path}__in": subject.answers_for}), without=without, also=also)


def lines_of(subject: Subject) -> Q:
    """A bill is the household's, without the names of its children; a student reads of their own lessons."""
    own = Q(student__person=subject.person, invoice__family__in=subject.pupil_in)
    return own | Q(invoice__family__in=subject.answers_for)


def papers_of(subject: Subject) -> Q:
    """PDFs are found by number, school by school."""
    found = Q(pk__in=())
    for model in (models.Invoice, models.CreditNote, models.Payment):
        rows = model.objects.filter(family__in=subject.answers_for).exclude(number="")
        for site, number in rows.order_by("pk").values_list("site", "number"):
            found |= Q(site=site, number=number)
    return found


WHOSE: Owners = {
    "Invoice": of_the_household(without="issued_by", also="number issued_on"),
    "OnlinePayment": of_the_household(without="looked_into_by"),
    "OnlineShare": of_the_household("online__family"),
    "InvoiceLine": whose(lines_of, without="student student_name"),
    "Instalment": of_the_household("invoice__family"),
    "Titre": of_the_household("invoice__family", without="handed_over_by"),
    "CreditNote": of_the_household(without="issued_by", also="number issued_on"),
    "Payment": of_the_household(without="recorded_by", also="number recorded_on"),
    "Reversal": of_the_household("payment__family", without="reversed_by"),
    "Allocation": of_the_household("payment__family", without="made_by"),
    "Duplicate": whose(papers_of, file="path"),
}
