"""A draft becomes an invoice: its number, its payer, its seal; and what corrects it."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Mail
from billing import issuing
from billing.models import CreditNote, Instalment, Invoice, InvoiceLine, NumberSeries
from imuse.policies import Denied, reason_against
from tests.billing.conftest import TODAY
from tests.factories import make_family, make_guardian, make_student
from tests.factories.billing import make_draft, make_invoice, make_payment, make_regie

pytestmark = pytest.mark.django_db


def test_issue_numbers_names_and_seals(moreau_family, cashier) -> None:
    student = make_student(moreau_family, "Léa")
    draft = make_draft(moreau_family)
    InvoiceLine.objects.create(
        invoice=draft, label="Harpe", student=student, quantity=2, unit_price=50, discount=Decimal("12.50")
    )
    invoice = issuing.issue(draft, by=cashier)
    invoice.refresh_from_db()
    assert (invoice.number, invoice.issued_on, invoice.issued_by) == ("FACT2026000001", TODAY, cashier)
    assert (invoice.total, invoice.discount) == (Decimal("187.50"), Decimal("12.50"))
    assert invoice.payer == "Monsieur Luc Moreau\n27, avenue des Tilleuls\n91999 Bondoufle-le-Bois"
    assert list(invoice.lines.values_list("position", "student_name")) == [(1, ""), (2, "Léa Moreau")]
    assert invoice.has_its_seal


def test_issue_gives_a_month_to_pay_where_nothing_is_planned(moreau_family) -> None:
    plan = make_invoice(moreau_family, 75).instalments.values_list("payable_from", "due_on", "amount")
    assert list(plan) == [(TODAY, date(2026, 12, 20), Decimal("75.00"))]


def test_payer_stays_who_it_was(moreau_family) -> None:
    invoice = make_invoice(moreau_family)
    guardian = moreau_family.guardians.get()
    guardian.address_1 = "1, rue Neuve"
    guardian.save()
    invoice.refresh_from_db()
    assert "27, avenue des Tilleuls" in invoice.payer
    assert invoice.has_its_seal


def test_family_without_guardian_pays_by_its_name(gounod) -> None:
    assert make_invoice(make_family(gounod, "Lambert")).payer == "Lambert"


def test_every_guardian_who_signs_in_is_told(moreau_family, petit) -> None:
    make_guardian(moreau_family, "Maud", petit)
    make_guardian(moreau_family, "Anne", email="anne@example.org")
    number = make_invoice(moreau_family).number
    told = Mail.objects.filter(template="document_issued").order_by("user__identifier")
    assert list(told.values_list("user__identifier", "references__number")) == [
        ("moreau1", number),
        ("petit1", number),
    ]


def test_family_without_account_is_told_at_its_address(gounod) -> None:
    family = make_family(gounod)
    make_guardian(family, "Anne", email="anne@example.org")
    make_invoice(family)
    assert Mail.objects.get().to == "anne@example.org"


@pytest.mark.parametrize(
    ("prices", "plan", "reason"),
    [
        ([], [], "Cette facture n’a pas de ligne."),
        ([0], [], "Cette facture ne demande rien\u00a0: son total est de 0,00\u00a0€."),
        ([100], [50, 40], "Les échéances font 90,00\u00a0€, la facture 100,00\u00a0€."),
    ],
)
def test_what_is_not_whole_is_not_issued(moreau_family, cashier, prices, plan, reason) -> None:
    days = [date(2026, 12, 1), date(2027, 1, 1)]
    draft = make_draft(moreau_family, *prices, plan=list(zip(days, plan, strict=False)))
    if not prices:
        draft.lines.all().delete()
    with pytest.raises(Denied, match=reason):
        issuing.issue(draft, by=cashier)
    assert NumberSeries.objects.count() == 0


def test_nothing_is_issued_twice(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family)
    with pytest.raises(Denied, match="déjà émise"):
        issuing.issue(Invoice(pk=invoice.pk, family=moreau_family), by=cashier)
    assert NumberSeries.objects.get().last == 1


def test_numbers_go_by_site_series_and_calendar_year(moreau_family, xenakis_site) -> None:
    first = make_invoice(moreau_family)
    elsewhere = make_invoice(make_family(xenakis_site))
    next_year = make_invoice(moreau_family, on=date(2027, 1, 2))
    last = make_invoice(moreau_family)
    note = issuing.credit(first, amount=Decimal(10), label="Erreur", by=first.issued_by)
    assert [row.number for row in (first, elsewhere, next_year, last, note)] == [
        "FACT2026000001",
        "FACT2026000001",
        "FACT2027000001",
        "FACT2026000002",
        "AV2026000001",
    ]


def test_number_of_what_is_undone_is_given_again(moreau_family, cashier) -> None:
    with transaction.atomic():
        issuing.issue(make_draft(moreau_family), by=cashier)
        transaction.set_rollback(True)
    assert make_invoice(moreau_family).number == "FACT2026000001"


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_leave_no_gap(gounod, cashier) -> None:
    drafts = [make_draft(make_family(gounod)) for _each in range(50)]
    together, strange = threading.Barrier(len(drafts)), []

    def issue(draft: Invoice) -> None:
        try:
            together.wait()
            issuing.issue(draft, by=cashier)
        except Exception as error:  # noqa: BLE001 - told below, in the thread that pytest watches
            strange.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = sorted(Invoice.objects.values_list("number", flat=True))
    assert (strange, given) == ([], [f"FACT2026{place:06}" for place in range(1, 51)])


def test_credit_notes_never_exceed_the_invoice(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 100)
    issuing.credit(invoice, amount=Decimal(60), label="Cours annulés", by=cashier)
    assert issuing.credited(invoice) == 60
    why = reason_against(issuing.check_can_credit, invoice=invoice, amount=Decimal("40.01"))
    assert why == "L’avoir dépasse ce que la facture demande encore\u00a0: 40,00\u00a0€."
    with pytest.raises(Denied):
        issuing.credit(invoice, amount=Decimal("40.01"), label="Trop", by=cashier)
    note = issuing.credit(invoice, amount=Decimal(40), label="Le reste", by=cashier)
    assert (note.number, note.has_its_seal) == ("AV2026000002", True)


def test_draft_has_no_credit_note_and_no_titre(moreau_family, cashier) -> None:
    draft = make_draft(moreau_family)
    assert reason_against(issuing.check_can_credit, invoice=draft, amount=Decimal(1))
    assert reason_against(issuing.check_can_hand_over, invoice=draft)
    assert reason_against(issuing.check_can_credit, invoice=make_invoice(moreau_family), amount=Decimal(0))


def test_invoice_is_handed_over_once(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family)
    facts = {"identifier": "012345", "reference": "2026-CO-00-1234", "by": cashier}
    titre = issuing.hand_over(invoice, **facts)
    assert (titre.has_its_seal, titre.handed_over_on) == (True, TODAY)
    with pytest.raises(Denied, match="déjà recouvrée"):
        issuing.hand_over(invoice, **facts)


def test_database_refuses_what_makes_no_invoice(moreau_family, gounod) -> None:
    issued = {"status": "issued", "number": "FACT2026000009"}
    facts = {"site": gounod, "family": moreau_family, "regie": make_regie(gounod), "year": 2026}
    for wrong in (issued, {"total": Decimal(-1)}, {"number": "FACT2026000009"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.bulk_create([Invoice(**facts, **wrong)])


def test_database_refuses_a_discount_beyond_the_price(moreau_family) -> None:
    draft = make_draft(moreau_family)
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceLine.objects.create(invoice=draft, label="Trop", unit_price=10, discount=Decimal("10.01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Instalment.objects.create(invoice=draft, payable_from=TODAY, due_on=date(2026, 1, 1), amount=1)


def test_credit_note_says_which_invoice(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family)
    note = issuing.credit(invoice, amount=Decimal(5), label="Geste", by=cashier)
    assert list(CreditNote.objects.for_user(cashier)) == [note]
    assert str(note) == note.number


def test_nothing_that_is_paid_is_handed_over(moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 100)
    make_payment(moreau_family, 100)
    with pytest.raises(Denied, match="ne demande plus rien"):
        issuing.hand_over(invoice, identifier="087636", reference="2026-CO-7", by=cashier)
