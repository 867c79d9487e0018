"""Drafts from enrolments, and drafts into invoices, by the hundred."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Mail
from billing import bulk_issuing, documents
from billing.drafting import Drafted, draft_from_enrolments, month_later
from billing.integrity import CHECKS
from billing.models import Duplicate, Invoice, Price
from imuse.money import shown
from students.models import Discipline
from tests.factories import make_enrolment, make_family, make_person, make_place, make_student
from tests.factories.billing import make_draft, make_price_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def guitar(gounod):
    return Discipline.objects.create(site=gounod, name="Guitare")


@pytest.fixture
def prices(gounod, guitar):
    found = make_price_list(
        gounod,
        family_fee=Decimal(18),
        second_discount=10,
        third_discount=25,
        instalments=3,
        first_due_on=date(2026, 12, 31),
    )
    Price.objects.create(price_list=found, discipline=guitar, amount=Decimal("100.05"))
    return found


def enrolled(family, guitar, name: str, born: int):
    person = make_person(family.site, name, family.name, birth_date=date(born, 3, 1))
    student = make_student(family, person=person)
    make_enrolment(student, discipline=guitar)
    return student


def lines(draft: Invoice) -> list[tuple]:
    return list(
        draft.lines.values_list("label", "student__person__first_name", "unit_price", "discount", "reason")
    )


def test_draft_says_why_each_line_costs_what_it_does(moreau_family, guitar, prices) -> None:
    for name, born in (("Tom", 2018), ("Léa", 2012), ("Zoé", 2020)):
        enrolled(moreau_family, guitar, name, born)
    assert draft_from_enrolments(prices) == Drafted(made=1, known=0, unpriced=0)
    draft = Invoice.objects.get()
    price = Decimal("100.05")
    assert lines(draft) == [
        ("Guitare", "Léa", price, 0, ""),
        ("Guitare", "Tom", price, Decimal("10.01"), "2e élève de la famille\u00a0: remise de 10\u00a0%"),
        ("Guitare", "Zoé", price, Decimal("25.01"), "3e élève de la famille\u00a0: remise de 25\u00a0%"),
        ("Frais de dossier", None, Decimal(18), 0, "Une fois par famille et par an"),
    ]
    assert (draft.total, draft.discount, draft.label) == (Decimal("283.13"), Decimal("35.02"), "Cotisations")


def test_draft_is_paid_in_months(moreau_family, guitar, prices) -> None:
    enrolled(moreau_family, guitar, "Léa", 2012)
    draft_from_enrolments(prices)
    plan = Invoice.objects.get().instalments.values_list("due_on", "amount")
    assert list(plan) == [
        (date(2026, 12, 31), Decimal("39.35")),
        (date(2027, 1, 31), Decimal("39.35")),
        (date(2027, 2, 28), Decimal("39.35")),
    ]


@pytest.mark.parametrize(
    ("months", "day"), [(0, "2026-12-31"), (1, "2027-01-31"), (2, "2027-02-28"), (12, "2027-12-31")]
)
def test_month_later(months, day) -> None:
    assert month_later(date(2026, 12, 31), months) == date.fromisoformat(day)


def test_begun_again_it_makes_none_twice(moreau_family, petit_family, guitar, prices) -> None:
    enrolled(moreau_family, guitar, "Léa", 2012)
    draft_from_enrolments(prices)
    enrolled(petit_family, guitar, "Max", 2012)
    assert draft_from_enrolments(prices) == Drafted(made=1, known=1, unpriced=0)
    assert Invoice.objects.count() == 2


def test_paying_family_alone_is_billed_for_who_is_enrolled_now(
    moreau_family, petit_family, guitar, prices
) -> None:
    student = enrolled(moreau_family, guitar, "Léa", 2012)
    make_place(student, petit_family, pays=False)
    make_enrolment(student, discipline=guitar, is_active=False)
    make_enrolment(student, discipline=guitar, year=2025)
    make_enrolment(student, class_name="Éveil")
    assert draft_from_enrolments(prices) == Drafted(made=1, known=0, unpriced=1)
    assert [draft.family for draft in Invoice.objects.all()] == [moreau_family]
    assert Invoice.objects.get().lines.count() == 2


def test_price_of_nothing_plans_nothing(moreau_family, guitar, gounod) -> None:
    free = make_price_list(gounod)
    Price.objects.create(price_list=free, discipline=guitar, amount=0)
    enrolled(moreau_family, guitar, "Léa", 2012)
    assert draft_from_enrolments(free).made == 1
    assert not Invoice.objects.get().instalments.exists()


# Issuing


@pytest.fixture
def drafts(gounod, xenakis_site) -> list[Invoice]:
    return [
        make_draft(make_family(site), 100 + place) for site in (gounod, xenakis_site) for place in range(25)
    ]


@pytest.fixture
def in_this_process(monkeypatch) -> None:
    """Another one would not see the test's rows."""

    def draw_here(*, processes: int | None = None) -> tuple[int, int]:
        assert processes in {None, 2}
        return bulk_issuing.draw(list(bulk_issuing.without_pdf().values_list("pk", flat=True)))

    monkeypatch.setattr(bulk_issuing, "draw_all", draw_here)


def test_command_issues_and_draws_all(drafts, cashier, in_this_process) -> None:
    told = io.StringIO()
    call_command("issue_invoices", by=cashier.login, processes=2, stdout=told)
    assert told.getvalue() == "50 invoices issued, 0 drafts left, 50 PDFs made, 0 failed\n"
    assert Duplicate.objects.count() == 50
    assert [fault for check in CHECKS.values() for fault in check()] == []
    call_command("issue_invoices", by=cashier.login, stdout=told)
    assert told.getvalue().endswith("0 invoices issued, 0 drafts left, 0 PDFs made, 0 failed\n")


def test_command_tells_first_what_it_would_do(drafts, cashier) -> None:
    drafts[3].lines.all().delete()
    told = io.StringIO()
    call_command("issue_invoices", by=cashier.login, dry_run=True, stdout=told)
    total = shown(sum(2 * (100 + place) for place in range(25)) - 103)
    assert told.getvalue() == (
        f"49 invoices to issue, {total} in all, 1 drafts would be left; "
        "0 PDFs to make of invoices that are issued\n"
    )
    assert (Invoice.objects.issued().count(), Mail.objects.count()) == (0, 0)


def test_command_takes_one_site(drafts, gounod, cashier, in_this_process) -> None:
    call_command("issue_invoices", site=gounod.name, by=cashier.login, stdout=io.StringIO())
    assert set(Invoice.objects.issued().values_list("site", flat=True)) == {gounod.pk}
    assert Mail.objects.count() == 0  # these families have nobody to write to


def test_draft_that_is_not_whole_is_left_and_told(drafts, cashier, in_this_process) -> None:
    drafts[3].lines.all().delete()
    told = io.StringIO()
    with pytest.raises(CommandError, match="Some are left"):
        call_command("issue_invoices", by=cashier.login, stdout=told)
    assert told.getvalue().startswith("49 invoices issued, 1 drafts left")
    assert Invoice.objects.drafts().get() == drafts[3]


def test_pdf_that_cannot_be_drawn_stops_no_other(
    drafts, cashier, in_this_process, monkeypatch, caplog
) -> None:
    render = documents.render

    def break_down(document):
        return render(document) if document.number.endswith("2") else 1 / 0

    monkeypatch.setattr(documents, "render", break_down)
    for draft in drafts[3:]:
        draft.delete()
    with pytest.raises(CommandError):
        call_command("issue_invoices", by=cashier.login, stdout=io.StringIO())
    assert Duplicate.objects.get().number == "FACT2026000002"
    assert len([record for record in caplog.records if "could not be drawn" in record.message]) == 2


@pytest.mark.parametrize("wrong", [{"site": "Nulle part"}, {"by": "personne"}])
def test_command_refuses_who_and_where_it_does_not_know(cashier, wrong) -> None:
    with pytest.raises(CommandError, match="There is no"):
        call_command("issue_invoices", **{"by": cashier.login} | wrong)
