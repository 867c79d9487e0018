"""The PDFs: their words, their tags, their bytes."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import translation

from accounts.delivery import message_of
from accounts.mails import NothingToSend, compose
from accounts.models import Mail
from billing import attestations, documents, issuing, payments
from billing.models import Duplicate, Instalment
from students.files import students_of
from tests.factories import make_student
from tests.factories.billing import make_draft, make_invoice, make_payment, make_regie
from tests.papers import facts_of, tags_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def regie(gounod):
    return make_regie(
        gounod,
        collectivity="Ville de Bondoufle-le-Bois",
        client_number="012345",
        payment_means="Par chèque à l’ordre du Trésor public.",
        mentions="Régie créée par l’arrêté 2019-118.",
        recourse="Deux mois devant le tribunal administratif.",
    )


@pytest.fixture
def invoice(moreau_family, regie, cashier):
    draft = make_draft(moreau_family, regie=regie, message="Les cours reprennent lundi.")
    draft.lines.all().delete()
    lea = make_student(moreau_family, "Léa")
    draft.lines.create(
        label="Violoncelle", student=lea, unit_price=1234, discount=Decimal("123.40"), reason="2e enfant"
    )
    for day in (date(2026, 12, 10), date(2027, 1, 31)):
        facts = {"payable_from": date(2026, 11, 20), "due_on": day, "amount": Decimal("555.30")}
        Instalment.objects.create(invoice=draft, **facts)
    return issuing.issue(draft, by=cashier)


def said(content: bytes, *words: str) -> list[str]:
    """Those that are missing."""
    text = text_of(content)
    return [each for each in words if each not in text]


def test_invoice_says_all_that_it_must(invoice) -> None:
    content = documents.duplicate(invoice)
    assert (
        said(
            content,
            "DUPLICATA",
            "Conservatoire Gounod",
            "Ville de Bondoufle-le-Bois",
            "Monsieur Luc Moreau",
            "27, avenue des Tilleuls",
            f"Facture {invoice.number}",
            "Émise le 20 novembre 2026",
            "Violoncelle",
            "2e enfant",
            "Léa Moreau",
            "123,40 €",
            "1 110,60 €",
            "10 décembre 2026",
            "555,30 €",
            "Les cours reprennent lundi.",
            "https://www.payfip.gouv.fr",
            "012345",
            "Exercice 2026",
            "Par chèque",
            "tribunal administratif",
            "arrêté 2019-118",
        )
        == []
    )


def test_invoice_can_be_followed_by_ear(invoice) -> None:
    content = documents.duplicate(invoice)
    assert facts_of(content) == {
        "title": f"Facture {invoice.number} – Conservatoire Gounod",
        "language": "fr",
        "standard": "ua-1",
        "shows_title": "True",
    }
    tags = tags_of(content)
    assert (tags["H1"], tags["Table"], tags["Caption"], tags["TR"]) == (1, 2, 2, 5)
    assert (tags["TH"], tags["TD"]) == (6 + 1 + 3 + 2, 5 + 4)


def test_invoice_by_titre_says_to_wait(moreau_family, regie) -> None:
    content = documents.duplicate(make_invoice(moreau_family, regie=regie, recovery="titre"))
    assert said(content, "avis des sommes à payer") == []
    assert said(content, "payfip.gouv.fr") == ["payfip.gouv.fr"]


def test_credit_note_names_its_invoice(invoice, cashier) -> None:
    note = issuing.credit(invoice, amount=Decimal(54), label="Trois séances annulées", by=cashier)
    content = documents.duplicate(note)
    words = ("DUPLICATA", f"Avoir {note.number}", invoice.number, "Trois séances annulées", "54,00 €")
    assert said(content, *words) == []


def test_receipt_says_what_it_paid_that_day(moreau_family, invoice, cashier) -> None:
    payment = make_payment(moreau_family, 1200, regie=invoice.regie, bank_reference="0001234")
    before = documents.render(payment)
    payments.reverse(payment, reason="refund", amount=Decimal(50), by=cashier)
    assert documents.render(payment) == before
    words = ("Chèque", "0001234", invoice.number, "1 110,60 €", "En crédit", "89,40 €", "1 200,00 €")
    assert said(before, *words) == []


def test_receipt_stays_when_its_money_moves_the_same_day(moreau_family, invoice, cashier) -> None:
    payment = make_payment(moreau_family, 100, regie=invoice.regie)
    before = documents.render(payment)
    (source,) = payments.held(payment)
    target = source._replace(invoice=make_invoice(moreau_family, 100, regie=invoice.regie))
    payments.move(payment, source=source, target=target, by=cashier)
    assert documents.render(payment) == before


def test_bytes_are_the_same_in_any_language_and_kept(invoice, gounod) -> None:
    first = documents.render(invoice)
    with translation.override("en"):
        assert documents.duplicate(invoice) == first
    gounod.address = "Ailleurs"
    gounod.save()
    assert documents.duplicate(documents.find(invoice.number, invoice.issued_by)) == first
    kept = Duplicate.objects.get()
    assert (kept.number, kept.digest) == (invoice.number, hashlib.sha256(first).hexdigest())
    assert default_storage.exists(kept.path)


def test_lost_file_is_drawn_again_where_it_is_the_same(invoice, gounod) -> None:
    first = documents.content_of(invoice.number, invoice.issued_by)
    path = Duplicate.objects.get().path
    for _time in range(2):
        default_storage.delete(path)
        assert documents.content_of(invoice.number, invoice.issued_by) == first
        assert default_storage.exists(path)
    default_storage.delete(path)
    gounod.address = "Ailleurs"
    gounod.save()
    with pytest.raises(FileNotFoundError):
        documents.content_of(invoice.number, invoice.issued_by)


def test_who_made_it_first_keeps_it(invoice) -> None:
    assert documents.keep(invoice).pk == documents.keep(invoice).pk


@pytest.mark.parametrize("number", ["FACT2026000009", "DEV2026000001", "FACT", ""])
def test_what_does_not_exist_is_not_found(moreau, number) -> None:
    with pytest.raises(Http404):
        documents.find(number, moreau)


def test_page_fetches_nothing_from_outside() -> None:
    from imuse import pdf

    for address in ("https://example.org/x.png", "file:///etc/passwd", "static:../manage.py", "given:none"):
        with pytest.raises(pdf.StrangeAddressError):
            pdf.render(f'<title>x</title><img src="{address}" alt="x">', stylesheet="papers.css")


def test_drawing_leaves_photographs_that_were_cut_off_refused() -> None:
    from PIL import ImageFile

    from imuse import pdf

    pdf.render("<title>x</title>", stylesheet="papers.css")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


# Attestations


def test_attestation_adds_up_what_came_in(moreau_family, moreau, invoice, cashier) -> None:
    payment = make_payment(moreau_family, 1200, regie=invoice.regie)
    payments.reverse(payment, reason="refund", amount=Decimal(50), by=cashier)
    make_payment(moreau_family, 30, regie=invoice.regie, received_on=date(2025, 12, 31))
    found = attestations.find(moreau_family, moreau, year=2026, student_id=None)
    assert [(row.number, row.amount) for row in found.rows] == [
        ("", Decimal("39.40")),
        (invoice.number, Decimal("1110.60")),
    ]
    words = ("Attestation de paiement 2026", "1 150,00 €", "de la famille Moreau", "servir et valoir")
    assert said(attestations.render(found), *words) == []
    assert said(attestations.render(found), "DUPLICATA") == ["DUPLICATA"]


def test_attestation_of_a_student_is_their_part(moreau_family, moreau, cashier) -> None:
    lea, tom = make_student(moreau_family, "Léa"), make_student(moreau_family, "Tom")
    draft = make_draft(moreau_family)
    draft.lines.update(student=lea, unit_price=Decimal(200))
    draft.lines.create(label="Piano", student=tom, unit_price=Decimal(100))
    issuing.issue(draft, by=cashier)
    make_payment(moreau_family, 150)
    parts = [
        attestations.find(moreau_family, moreau, year=2026, student_id=student.pk).total
        for student in (lea, tom)
    ]
    assert parts == [100, 50]
    assert attestations.offered(moreau_family, moreau, students_of(moreau)) == [(2026, [lea, tom])]


def test_students_are_offered_the_years_that_were_paid_for_them(moreau_family, moreau, cashier) -> None:
    lea, tom = make_student(moreau_family, "Léa"), make_student(moreau_family, "Tom")
    for student, year, amount in ((lea, 2025, 100), (tom, 2026, 60)):
        draft = make_draft(moreau_family, amount)
        draft.lines.update(student=student)
        issuing.issue(draft, by=cashier)
        last = make_payment(moreau_family, amount, received_on=date(year, 11, 1))
    assert attestations.offered(moreau_family, moreau, students_of(moreau)) == [(2026, [tom]), (2025, [lea])]
    payments.reverse(last, reason="bounced", by=cashier)
    assert attestations.offered(moreau_family, moreau, students_of(moreau)) == [(2025, [lea])]


def test_nothing_is_attested_where_nothing_came_in(moreau_family, petit_family, moreau, invoice) -> None:
    stranger = make_student(petit_family)
    for year, student_id in ((2024, None), (2026, None), (2026, stranger.pk)):
        with pytest.raises(Http404):
            attestations.find(moreau_family, moreau, year=year, student_id=student_id)
    assert attestations.offered(moreau_family, moreau, students_of(moreau)) == []


# Mails


def test_mail_tells_of_the_invoice(invoice) -> None:
    mail = Mail.objects.select_related("site", "user__site").get()
    mail.user.email = "moreau1@example.org"
    message = message_of(mail, compose(mail))
    assert message.subject == f"Conservatoire Gounod – facture {invoice.number}"
    assert (
        f"La facture {invoice.number} est sur votre espace\u00a0: Cotisations, 1\u202f110,60\u00a0€."
        in message.body
    )
    assert "555,30\u00a0€ avant le 10/12/2026\n555,30\u00a0€ avant le 31/01/2027" in message.body


def test_mail_tells_of_the_credit_note(invoice, cashier) -> None:
    note = issuing.credit(invoice, amount=Decimal(54), label="Geste", by=cashier)
    mail = Mail.objects.select_related("site", "user__site").latest("pk")
    mail.user.email = "moreau1@example.org"
    assert message_of(mail, compose(mail)).subject == f"Conservatoire Gounod – avoir {note.number}"


def test_mail_of_what_is_no_more_is_not_sent(invoice) -> None:
    mail = Mail.objects.get()
    mail.references["number"] = "FACT2026000077"
    with pytest.raises(NothingToSend):
        compose(mail)
