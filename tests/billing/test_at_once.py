"""Two members of staff at the same draft, or at the same price list, at the same moment."""

import threading

import pytest

from billing import drafting, integrity, issuing
from billing.models import Invoice
from students.models import Discipline
from tests.at_once import at_once
from tests.factories import make_enrolment, make_family, make_site, make_student
from tests.factories.billing import cashier_of, make_draft, make_price_list
from tests.office_pages import sent
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Threads see the real time."""


@pytest.fixture
def family():
    return make_family(make_site())


def test_draft_saved_while_it_is_issued_stays_issued(family, monkeypatch) -> None:
    draft, cashier = make_draft(family), cashier_of(family.site)
    client, address = StrictClient().enter(cashier), f"/gestion/billing/invoice/{draft.pk}/change/"
    form = sent(client.get(address), label="Autre")
    at_number, take = threading.Event(), issuing.take_numbers

    def slowly(*args, **options) -> list[str]:
        at_number.set()
        threading.Event().wait(1.0)
        return take(*args, **options)

    def save() -> int:
        assert at_number.wait(60)
        return client.post(address, form).status_code

    monkeypatch.setattr(issuing, "take_numbers", slowly)
    at_once(lambda: issuing.issue(draft, by=cashier), save)
    issued = Invoice.objects.get()
    assert (issued.number[:4], issued.label) == ("FACT", "Cotisations")
    assert [fault for check in integrity.CHECKS.values() for fault in check()] == []


def test_price_list_drafted_by_two_at_once_makes_one_each(family) -> None:
    guitar = Discipline.objects.create(site=family.site, name="Guitare")
    prices = make_price_list(family.site)
    prices.prices.create(discipline=guitar, amount=100)
    for number in range(20):
        other = make_family(family.site, f"Famille {number}")
        make_enrolment(make_student(other), discipline=guitar)
    done = at_once(*[lambda: drafting.draft_from_enrolments(prices)] * 4)
    assert (sum(each.made for each in done), Invoice.objects.count()) == (20, 20)
