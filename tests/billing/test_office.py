"""The régie's pages: drafts, issuing, money, corrections; and what others may not."""

from datetime import date
from decimal import Decimal

import pytest

from billing import issuing, payments
from billing.ledger import account_of
from billing.models import CreditNote, Invoice, Payment, PriceList, Reversal, Titre
from students.models import Discipline
from tests.billing.conftest import TODAY
from tests.billing.test_pages import words
from tests.factories import make_enrolment, make_family, make_staff, make_student
from tests.factories.billing import make_draft, make_invoice, make_payment, make_price_list, make_regie
from tests.office_pages import sent

pytestmark = pytest.mark.django_db
OFFICE = "/gestion/billing"


@pytest.fixture
def regie(gounod):
    return make_regie(gounod, client_number="012345")


@pytest.fixture
def enter(client, cashier, regie):
    return client.enter(cashier)


def add(client, model: str, asked: str = "", **given):
    address = f"{OFFICE}/{model}/add/{asked}"
    return client.post(address, sent(client.get(address)) | given)


def page(client, row) -> str:
    return f"{OFFICE}/{row._meta.model_name}/{row.pk}/change/"


def told(client, answer) -> str:
    return words(client.get(answer["Location"]).content.decode())


def test_draft_is_made_filled_and_issued(enter, moreau_family, regie) -> None:
    student = make_student(moreau_family)
    make_student(make_family(moreau_family.site, "Autre"), "Ailleurs")
    made = add(enter, "invoice", family="Moreau", label="Stage", year="2026", regie=str(regie.pk))
    draft = Invoice.objects.get()
    assert made["Location"] == page(enter, draft)
    shown = enter.get(page(enter, draft))
    assert "Ailleurs" not in shown.content.decode()
    line = {"lines_0_label": "Une journée", "lines_0_student": str(student.pk), "lines_0_unit_price": "24,00"}
    answer = enter.post(page(enter, draft), sent(shown, **line) | {"_issue": "Enregistrer et émettre"})
    assert "1 facture est émise." in told(enter, answer)
    draft.refresh_from_db()
    assert (draft.number, draft.total, draft.lines.get().student_name) == ("FACT2026000001", 24, "Léa Moreau")


def test_draft_that_is_not_whole_stays_and_says_why(enter, moreau_family, regie) -> None:
    draft = make_draft(moreau_family, regie=regie)
    draft.lines.all().delete()
    form = sent(enter.get(page(enter, draft)))
    answer = enter.post(page(enter, draft), form | {"_issue": "on"})
    assert "Cette facture n’a pas de ligne." in told(enter, answer)
    assert Invoice.objects.drafts().exists()


def test_discount_beyond_the_price_is_told_at_its_field(enter, moreau_family) -> None:
    draft = make_draft(moreau_family)
    form = sent(enter.get(page(enter, draft)), lines_0_discount="100,01")
    answer = enter.post(page(enter, draft), form)
    assert "La remise ne dépasse pas le prix." in words(answer.content.decode())


def test_several_are_issued_from_the_list(enter, moreau_family, petit_family) -> None:
    drafts = [make_draft(family) for family in (moreau_family, petit_family)]
    answer = enter.post(
        f"{OFFICE}/invoice/", {"action": "issue", "_selected_action": [draft.pk for draft in drafts]}
    )
    assert "2 factures sont émises." in told(enter, answer)
    assert Invoice.objects.issued().count() == 2


def test_issued_invoice_is_read_and_never_deleted(enter, moreau_family) -> None:
    invoice = make_invoice(moreau_family, 100)
    shown = enter.get(page(enter, invoice))
    text = words(shown.content.decode())
    for word in ("FACT2026000001 (PDF)", "Faire un avoir", "Saisir un règlement", "100,00 €", "20/12/2026"):
        assert word in text
    assert 'name="label"' not in shown.content.decode()
    assert enter.post(page(enter, invoice), {"label": "Autre"}).status_code == 404
    assert enter.get(f"{OFFICE}/invoice/{invoice.pk}/delete/").status_code == 404
    answer = enter.post(
        f"{OFFICE}/invoice/",
        {"action": "delete_selected", "_selected_action": [invoice.pk], "post": "yes"},
    )
    assert (answer.status_code, Invoice.objects.count()) == (404, 1)


def test_credit_note_from_the_invoice(enter, moreau_family) -> None:
    invoice = make_invoice(moreau_family, 100)
    asked = f"?invoice={invoice.pk}"
    refused = add(enter, "creditnote", asked, amount="100,01", label="Trop")
    assert "L’avoir dépasse" in words(refused.content.decode())
    answer = add(enter, "creditnote", asked, amount="54,00", label="Trois séances annulées")
    assert answer["Location"] == page(enter, invoice)
    note = CreditNote.objects.get()
    assert (note.amount, note.number) == (54, "AV2026000001")
    assert "54,00 €" in words(enter.get(page(enter, note)).content.decode())


def test_payment_goes_to_what_is_due(enter, moreau_family, regie) -> None:
    invoice = make_invoice(moreau_family, 100, regie=regie)
    answer = add(enter, "payment", family="Moreau", mode="cheque", amount="120", bank_reference="0042")
    payment = Payment.objects.get()
    assert answer["Location"] == page(enter, payment)
    text = words(enter.get(answer["Location"]).content.decode())
    for word in ("REC2026000001 (PDF)", invoice.number, "100,00 €", "en crédit (cotisations)", "20,00 €"):
        assert word in text


def test_payment_of_nothing_is_refused(enter, moreau_family) -> None:
    answer = add(enter, "payment", family="Moreau", mode="cheque", amount="0")
    assert (answer.status_code, Payment.objects.count()) == (200, 0)


def test_reversal_offers_the_whole(enter, moreau_family) -> None:
    payment = make_payment(moreau_family, 80)
    asked = f"?payment={payment.pk}"
    answer = add(enter, "reversal", asked, reason="bounced", comment="Sans provision")
    assert answer["Location"] == page(enter, payment)
    assert Reversal.objects.get().amount == 80
    again = add(enter, "reversal", asked, reason="bounced", amount="1")
    assert "déjà annulé" in words(again.content.decode())
    assert "80,00" in words(enter.get(page(enter, Reversal.objects.get())).content.decode())


def test_invoice_is_handed_over(enter, moreau_family) -> None:
    invoice = make_invoice(moreau_family)
    given = {"identifier": "087636", "reference": "2026-CO-7", "handed_over_on": "2026-11-20"}
    answer = add(enter, "titre", f"?invoice={invoice.pk}", **given)
    assert answer["Location"] == page(enter, invoice)
    assert "087636 · 2026-CO-7" in words(enter.get(page(enter, invoice)).content.decode())
    assert "déjà recouvrée" in words(add(enter, "titre", f"?invoice={invoice.pk}", **given).content.decode())
    assert enter.get(page(enter, Titre.objects.get())).status_code == 200


def test_what_somebody_did_a_moment_ago_is_told(enter, moreau_family, cashier, monkeypatch) -> None:
    invoice = make_invoice(moreau_family, 100)
    monkeypatch.setattr("billing.admin.correction.CreditNoteForm.refuse", lambda *_args, **_case: None)
    issuing.credit(invoice, amount=Decimal(100), label="Tout", by=cashier)
    answer = add(enter, "creditnote", f"?invoice={invoice.pk}", amount="1", label="Encore")
    assert "L’avoir dépasse" in told(enter, answer)


def test_price_list_prepares_drafts(enter, gounod, moreau_family) -> None:
    prices = make_price_list(gounod)
    guitar = Discipline.objects.create(site=gounod, name="Guitare")
    form = sent(enter.get(page(enter, prices)), prices_0_discipline=str(guitar.pk), prices_0_amount="216")
    assert enter.post(page(enter, prices), form).status_code == 302
    student = make_student(moreau_family)
    make_enrolment(student, discipline=guitar)
    make_enrolment(student, class_name="Éveil")
    answer = enter.post(f"{OFFICE}/pricelist/", {"action": "draft", "_selected_action": [prices.pk]})
    text = told(enter, answer)
    assert "1 brouillon préparé, 1 inscriptions sont d’une discipline sans prix." in text
    assert Invoice.objects.get().total == 216
    assert enter.get(f"{OFFICE}/pricelist/{prices.pk}/delete/").status_code == 404


def test_price_list_is_made(enter, regie) -> None:
    given = {"year": "2026", "name": "Cotisations", "regie": str(regie.pk), "first_due_on": "2026-12-31"}
    answer = add(enter, "pricelist", **given)
    assert answer["Location"] == page(enter, PriceList.objects.get())


# Balances


def test_list_of_accounts_tells_balances(enter, moreau_family, petit_family) -> None:
    make_invoice(moreau_family, 100)
    make_payment(moreau_family, 30)
    text = words(enter.get(f"{OFFICE}/familyledger/").content.decode())
    assert "Moreau G-1 100,00 € 30,00 € −70,00 €" in text
    assert "Petit G-2 0,00 € 0,00 € 0,00 €" in text


@pytest.mark.parametrize("families", [1, 3])
def test_list_of_accounts_asks_as_much_for_three(enter, gounod, families, django_assert_num_queries) -> None:
    for number in range(families):
        make_invoice(make_family(gounod, f"Famille {number}"))
    with django_assert_num_queries(12):
        enter.get(f"{OFFICE}/familyledger/")


def test_account_shows_what_the_family_reads(client, enter, moreau, moreau_family, office) -> None:
    make_invoice(moreau_family, 100)
    make_payment(moreau_family, 30)
    address = f"{OFFICE}/familyledger/{moreau_family.pk}/change/"
    in_regie = words(enter.get(address).content.decode())
    sums = "Montant total facturé 100,00 € Montant total réglé 30,00 € Solde −70,00 € Montant à payer 70,00 €"
    assert sums in in_regie
    assert "Saisir un règlement" in in_regie
    in_office = words(client.enter(office).get(address).content.decode())
    assert sums in in_office
    assert "Saisir un règlement" not in in_office
    assert sums in words(client.enter(moreau).get("/facturation").content.decode())


def test_secretary_opens_the_documents_of_a_balance(client, office, other_office, moreau_family) -> None:
    invoice = make_invoice(moreau_family)
    address = f"/gestion/pieces/{invoice.site_id}/{invoice.number}.pdf"
    assert client.enter(office).get(address).content.startswith(b"%PDF-")
    assert client.enter(other_office).get(address).status_code == 404


def test_family_with_a_ledger_is_kept(client, administrator, moreau_family) -> None:
    moreau_family.guardians.all().delete()
    client.enter(administrator)
    address = f"/gestion/families/family/{moreau_family.pk}/delete/"
    assert client.get(address).status_code == 200
    make_payment(moreau_family, 10)
    assert client.get(address).status_code == 404


# Journal, late bills, accounts


def test_cash_journal_adds_up_the_day(enter, moreau_family, cashier) -> None:
    make_payment(moreau_family, 30)
    cash = make_payment(moreau_family, "12.50", mode="cash")
    make_payment(moreau_family, 99, on=date(2026, 11, 19))
    payments.reverse(cash, reason="mistake", by=cashier)
    text = words(enter.get("/gestion/caisse").content.decode())
    assert "Chèque 1 30,00 € Espèces 1 0,00 € Total 2 30,00 €" in text
    assert "99,00 €" in words(enter.get("/gestion/caisse?jour=2026-11-19").content.decode())
    assert "Rien n’a été saisi" in words(enter.get("/gestion/caisse?jour=2026-11-01").content.decode())
    assert "Total 2 30,00 €" in words(enter.get("/gestion/caisse?jour=2026-02-30").content.decode())


def test_each_regie_has_a_journal_of_its_own(enter, gounod, moreau_family) -> None:
    make_payment(moreau_family, 30)
    hire = make_regie(gounod, "Régie des instruments")
    for amount in (10, 5):
        make_payment(moreau_family, amount, regie=hire, mode="cash")
    text = words(enter.get("/gestion/caisse").content.decode())
    first, second = text.index("Régie des instruments"), text.index("Régie du conservatoire")
    assert "Espèces 2 15,00 € Total 2 15,00 €" in text[first:second]
    assert "Chèque 1 30,00 € Total 1 30,00 €" in text[second:]


def test_late_bills_are_told_with_their_ages(enter, moreau_family, petit_family) -> None:
    make_invoice(moreau_family, 100, on=date(2026, 10, 1))
    make_invoice(petit_family, 60, on=date(2026, 7, 1))
    paid = make_invoice(petit_family, 10, on=date(2026, 7, 1))
    payments.record(
        family=petit_family,
        regie=paid.regie,
        mode="cash",
        amount=Decimal(10),
        by=paid.issued_by,
        shares=[payments.Share.of(paid, Decimal(10))],
    )
    text = words(enter.get("/gestion/impayes").content.decode())
    assert (
        "jusqu’à 30 jours 100,00 € 31 à 60 jours 0,00 € 61 à 90 jours 0,00 € plus de 90 jours 60,00 €" in text
    )
    assert "FACT2026000002 Petit (G-2) Cotisations 31/07/2026 112 60,00 €" in text


def test_late_is_what_the_family_s_page_calls_late(enter, moreau_family, petit_family) -> None:
    for family, credit in ((moreau_family, 50), (petit_family, 20)):
        make_payment(family, credit)
        make_invoice(family, 50, on=date(2026, 10, 1))
    text = words(enter.get("/gestion/impayes").content.decode())
    assert [account_of(each, on=TODAY).overdue for each in (moreau_family, petit_family)] == [0, 30]
    assert ("Moreau" in text, "Petit (G-2) Cotisations 31/10/2026 20 30,00 €" in text) == (False, True)
    assert "jusqu’à 30 jours 30,00 €" in text


def test_regie_out_of_service_asks_for_nothing_more(enter, moreau_family, regie) -> None:
    make_regie(moreau_family.site, "Ancienne régie", is_open=False)
    for model in ("invoice", "pricelist"):
        shown = enter.get(f"{OFFICE}/{model}/add/").content.decode()
        assert (regie.name in shown, "Ancienne régie" in shown) == (True, False)


def test_export_is_what_the_accounts_read(enter, moreau_family, cashier, xenakis_site) -> None:
    invoice = make_invoice(moreau_family, 100, label="=SOMME(A1)")
    issuing.credit(invoice, amount=Decimal(10), label="Geste", by=cashier)
    payments.reverse(make_payment(moreau_family, 30), reason="bounced", by=cashier)
    make_invoice(make_family(xenakis_site), 77)
    answer = enter.get("/gestion/facturation.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="facturation-20260101-20261120.csv"'
    assert lines[0].startswith("\ufeffDate;Type;Numéro")
    assert lines[1] == (
        "20/11/2026;Facture;FACT2026000001;Conservatoire Gounod;Régie du conservatoire;G-1;Monsieur Luc Moreau;"
        "cotisations;2026/2027;'=SOMME(A1);;100,00;"
    )
    assert [line.split(";")[1:3] + line.split(";")[-2:] for line in lines[2:]] == [
        ["Avoir", "AV2026000001", "", "10,00"],
        ["Règlement", "REC2026000001", "", "30,00"],
        ["Annulation", "REC2026000001", "30,00", ""],
    ]


def test_other_posts_have_no_such_pages(client, gounod, moreau_family) -> None:
    teacher = make_staff("pedagogie.gounod", gounod, role="pedagogie")
    client.enter(teacher)
    for address in ("/gestion/caisse", "/gestion/impayes", "/gestion/facturation.csv"):
        assert client.get(address).status_code == 404
    for model in ("invoice", "payment", "familyledger", "regie", "pricelist"):
        assert client.get(f"{OFFICE}/{model}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_much_for_three(enter, moreau_family, cashier, rows, django_assert_num_queries) -> None:
    for _each in range(rows):
        issuing.credit(make_invoice(moreau_family), amount=Decimal(1), label="Geste", by=cashier)
        make_payment(moreau_family, 10)
    for model, queries in (("invoice", 11), ("payment", 9), ("creditnote", 8)):
        with django_assert_num_queries(queries):
            enter.get(f"{OFFICE}/{model}/")
