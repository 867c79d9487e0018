"""«Facturation»: what a family reads, and that it reads nobody else's."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Site
from billing import issuing, payments
from billing.models import Duplicate
from tests.factories import make_student
from tests.factories.billing import make_draft, make_invoice, make_payment, make_regie

pytestmark = pytest.mark.django_db
TUITION, HIRE = "/facturation", "/facturation/locations"
TAGS = re.compile(r"<svg.*?</svg>|<[^>]*>", re.DOTALL)


def words(page: str) -> str:
    return " ".join(html.unescape(TAGS.sub(" ", page)).split())


def read(client, path: str = TUITION) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> list[list[str]]:
    body = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in body]
    return [[words(cell) for cell in row] for row in cells if "<td" in "".join(row)]


@pytest.fixture
def enter(client, moreau, moreau_family):
    return client.enter(moreau)


def test_tab_shows_the_rows_and_their_sums(enter, moreau_family, cashier) -> None:
    regie = make_regie(moreau_family.site, telephone="01 99 00 14 22")
    invoice = make_invoice(moreau_family, 648, on=date(2026, 10, 13), regie=regie)
    issuing.credit(invoice, amount=Decimal(54), label="Trois séances annulées", by=cashier)
    make_payment(moreau_family, "181.50", regie=regie, label="Premier versement")
    page = read(enter)
    assert rows(page) == [
        [
            "13/10/2026",
            "",
            f"{invoice.number} (duplicata de la facture, PDF)",
            "Cotisations",
            "648,00 €",
            "",
            "",
        ],
        [
            "20/11/2026",
            "",
            "AV2026000001 (duplicata de l’avoir, PDF)",
            "Trois séances annulées",
            "",
            "54,00 €",
            "",
        ],
        [
            "20/11/2026",
            "Chèque",
            "REC2026000001 (duplicata du reçu, PDF)",
            "Premier versement",
            "",
            "181,50 €",
            "",
        ],
    ]
    sums = "Montant total facturé 648,00 € Avoirs −54,00 € Montant total réglé 181,50 € Solde −412,50 € Montant à payer 412,50 €"
    assert sums in words(page)
    assert f"412,50 € de la facture {invoice.number}, à régler avant le 12 novembre 2026." in words(page)
    assert "Appelez « Régie du conservatoire » avant de payer : 01 99 00 14 22" in words(page)


def test_discount_is_told_and_already_deducted(enter, moreau_family, cashier) -> None:
    draft = make_draft(moreau_family, 100)
    draft.lines.update(discount=Decimal("12.50"))
    issuing.issue(draft, by=cashier)
    assert rows(read(enter))[0][4:] == ["87,50 €", "", "12,50 €"]


def test_each_row_opens_its_pdf(enter, moreau_family) -> None:
    make_invoice(moreau_family)
    make_payment(moreau_family, 10)
    for number in ("FACT2026000001", "REC2026000001"):
        address = f"/facturation/pieces/{number}.pdf"
        assert f'href="{address}"' in read(enter)
        answers = [enter.get(address) for _each in range(2)]
        assert answers[0].content == answers[1].content
        assert answers[0]["Content-Type"] == "application/pdf"
        assert answers[0]["Content-Disposition"] == f'inline; filename="{number}.pdf"'
        assert answers[0].content.startswith(b"%PDF-")


def test_pdf_waits_while_the_store_is_down(enter, moreau_family, store_down) -> None:
    """Nothing is told as kept that is not: the next who asks has it drawn."""
    make_invoice(moreau_family)
    store_down()
    enter.raise_request_exception = False
    response = enter.get("/facturation/pieces/FACT2026000001.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert not Duplicate.objects.exists()


def test_reversal_is_a_row_that_opens_nothing(enter, moreau_family, cashier) -> None:
    payment = make_payment(moreau_family, 100)
    payments.reverse(payment, reason="bounced", by=cashier)
    last = rows(read(enter))[-1]
    assert last == ["20/11/2026", "Chèque", payment.number, "Rejet par la banque", "100,00 €", "", ""]


def test_tabs_part_tuition_from_hire(enter, moreau_family) -> None:
    make_invoice(moreau_family, 100)
    make_invoice(moreau_family, 60, category="hire", label="Violoncelle 3/4")
    assert [row[3] for row in rows(read(enter))] == ["Cotisations"]
    assert [row[3] for row in rows(read(enter, HIRE))] == ["Violoncelle 3/4"]
    assert "À payer aussi : 60,00 € (locations 2026/2027)" in words(read(enter))


def test_other_years_and_credit_are_recalled(enter, moreau_family) -> None:
    make_invoice(moreau_family, 40, year=2025)
    make_invoice(moreau_family, 100)
    page = words(read(enter))
    assert "Facturation 2025/2026, 40,00 € à payer" in page
    assert "À payer aussi : 40,00 € (cotisations 2025/2026)" in page
    make_payment(moreau_family, 170)
    page = words(read(enter))
    assert "Vous avez un crédit de 30,00 € (cotisations 2026/2027)" in page
    assert "Facturation 2025/2026, soldée" in page
    assert "Rien n’est à payer pour le moment." in page


def test_year_without_bills_gives_way_to_the_latest(enter, moreau_family) -> None:
    make_invoice(moreau_family, 40, year=2024)
    page = words(read(enter))
    assert "Facturation 2024/2025" in page
    assert "Les autres années" not in page


def test_late_money_is_told(enter, moreau_family) -> None:
    make_invoice(moreau_family, 40, on=date(2026, 9, 1))
    assert "40,00 € en retard" in words(read(enter))


def test_invoice_at_the_treasury_shows_how_to_pay_there(enter, moreau_family, cashier) -> None:
    invoice = make_invoice(moreau_family, 40)
    issuing.hand_over(invoice, identifier="087636", reference="2026-CO-00-7", by=cashier)
    page = words(read(enter))
    assert f"La facture {invoice.number} (40,00 €) est recouvrée par le Trésor public." in page
    assert "identifiant 087636, référence 2026-CO-00-7." in page


def test_former_year_s_invoice_at_the_treasury_is_not_to_be_paid_at_the_regie(
    enter, moreau_family, cashier
) -> None:
    old = make_invoice(moreau_family, 40, year=2025)
    issuing.hand_over(old, identifier="087636", reference="2025-CO-00-7", by=cashier)
    page = words(read(enter))
    assert ("référence 2025-CO-00-7." in page, "Réglez-la auprès" in page) == (True, False)
    make_invoice(moreau_family, 100)
    page = words(read(enter))
    assert ("référence 2025-CO-00-7." in page, "Réglez-la auprès" in page) == (True, True)


def test_nothing_yet_says_so(enter) -> None:
    assert "Aucune facture pour le moment." in words(read(enter))


def test_person_without_a_family_is_told_whom_to_call(client, petit) -> None:
    assert client.enter(petit).get(TUITION).templates[0].name == "families/no_family.html"


def test_same_tabs_stand_in_famille(enter, moreau_family) -> None:
    make_invoice(moreau_family)
    for path, title in (
        ("/famille/cotisations", "Facturation cotisations"),
        ("/famille/locations", "Facturation locations"),
    ):
        page = read(enter, path)
        assert f'<a href="{path}" aria-current="page">{title}</a>' in page
        assert "Famille Moreau" in page
    assert f'<a href="{TUITION}" aria-current="page">Facturation cotisations</a>' in read(enter)


def test_school_may_leave_it_out_of_the_menu(enter, moreau_family) -> None:
    make_invoice(moreau_family, 24)
    entry = f'<a class="entry" href="{TUITION}"'
    assert entry in read(enter, "/accueil")
    Site.objects.update(billing_in_menu=False)
    home = read(enter, "/accueil")
    assert entry not in home
    assert 'href="/famille/cotisations"' in home
    assert "Facturation cotisations" in words(read(enter, "/famille/locations"))


def test_attestations_are_offered_by_year_and_student(enter, moreau_family, cashier) -> None:
    lea = make_student(moreau_family)
    draft = make_draft(moreau_family)
    draft.lines.update(student=lea)
    issuing.issue(draft, by=cashier)
    make_payment(moreau_family, 100)
    page = read(enter)
    for address in ("/facturation/attestations/2026.pdf", f"/facturation/attestations/2026/{lea.pk}.pdf"):
        assert f'href="{address}"' in page
        assert enter.get(address).content.startswith(b"%PDF-")


def test_no_attestation_is_offered_for_free_lessons(enter, moreau_family, cashier) -> None:
    draft = make_draft(moreau_family, 100, 100)
    lea, tom = make_student(moreau_family), make_student(moreau_family, "Tom")
    for line, student, off in zip(draft.lines.order_by("pk"), (lea, tom), (0, 100), strict=True):
        line.student, line.discount = student, Decimal(off)
        line.save()
    issuing.issue(draft, by=cashier)
    make_payment(moreau_family, 100)
    offered = re.findall(r"/facturation/attestations/[\d/]+.pdf", read(enter))
    assert offered == [f"/facturation/attestations/2026{end}.pdf" for end in ("", f"/{lea.pk}")]
    assert {enter.get(address).status_code for address in offered} == {200}


def test_stranger_finds_nothing(client, petit, petit_family, moreau_family, xenakis) -> None:
    make_invoice(moreau_family, 123)
    make_payment(moreau_family, 23)
    lea = make_student(moreau_family)
    for user in (petit, xenakis):
        client.enter(user)
        for number in ("FACT2026000001", "REC2026000001"):
            assert client.get(f"/facturation/pieces/{number}.pdf").status_code == 404
        assert client.get(f"/facturation/attestations/2026/{lea.pk}.pdf").status_code == 404
        assert client.get("/facturation/attestations/2026.pdf").status_code == 404
        assert "123,00" not in client.get(TUITION).content.decode()


def test_same_number_at_two_sites_is_each_family_s_own(client, enter, moreau_family, xenakis) -> None:
    from tests.factories import make_family, make_guardian
    from tests.papers import text_of

    other = make_family(xenakis.site, "Leroy")
    make_guardian(other, "Inès", xenakis)
    numbers = {make_invoice(family, 10).number for family in (moreau_family, other)}
    (number,) = numbers
    address = f"/facturation/pieces/{number}.pdf"
    assert "Moreau" in text_of(enter.get(address).content)
    assert "Leroy" in text_of(client.enter(xenakis).get(address).content)


def test_home_says_what_is_to_pay(enter, moreau_family) -> None:
    make_invoice(moreau_family, 24)
    make_invoice(moreau_family, 60, category="hire", on=date(2026, 9, 1))
    page = words(read(enter, "/accueil"))
    assert (
        "60,00 € à payer Facturation locations 2026/2027 en retard, à payer avant le 1er octobre 2026" in page
    )
    assert "24,00 € à payer Facturation cotisations 2026/2027 avant le 20 décembre 2026" in page


@pytest.mark.parametrize("bills", [1, 3])
def test_tab_asks_as_much_for_three(enter, moreau_family, bills, django_assert_num_queries) -> None:
    for year in range(bills):
        make_invoice(moreau_family, year=2026 - year)
        make_payment(moreau_family, 10)
    with django_assert_num_queries(11):
        read(enter)
