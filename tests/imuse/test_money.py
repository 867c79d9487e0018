"""Amounts: exact in, exact out, and as they are read."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, Sum
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from billing.models import InvoiceLine
from imuse.money import AmountField, MoneyField, cents, euros, parts, share, shown
from tests.factories import make_family
from tests.factories.billing import make_draft


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_cents_and_euros_are_the_same_amount(number) -> None:
    assert cents(euros(number)) == number


@pytest.mark.parametrize(("wrong", "refusal"), [(0.1, TypeError), (True, TypeError), ("0.005", ValueError)])
def test_what_is_no_exact_amount_is_refused(wrong, refusal) -> None:
    with pytest.raises(refusal):
        cents(wrong if not isinstance(wrong, str) else Decimal(wrong))


@given(st.integers(min_value=1, max_value=10**7), st.integers(min_value=1, max_value=10))
def test_parts_add_up_and_differ_by_a_cent_at_most(number, count) -> None:
    found = parts(euros(number), count)
    assert (sum(found), len(found)) == (euros(number), count)
    assert max(found) - min(found) <= Decimal("0.01")


def test_share_is_rounded_half_up() -> None:
    assert [share(Decimal(amount), 10) for amount in ("123.45", "123.44", "0.05")] == [
        Decimal("12.35"),
        Decimal("12.34"),
        Decimal("0.01"),
    ]


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("1234.56", "1\u202f234,56\u00a0€", "€1,234.56"),
        ("-412.5", "−412,50\u00a0€", "−€412.50"),
        ("0", "0,00\u00a0€", "€0.00"),
        ("-1234567", "−1\u202f234\u202f567,00\u00a0€", "−€1,234,567.00"),
    ],
)
def test_amounts_are_read_in_the_language(amount, french, english) -> None:
    assert shown(Decimal(amount)) == french
    with translation.override("en"):
        assert shown(Decimal(amount)) == english


@pytest.mark.parametrize("typed", ["1234,5", "1 234,50", "1\u202f234,50\u00a0€", "1234.50", "1\u00a0234,5 €"])
def test_field_takes_what_people_type(typed) -> None:
    assert AmountField().clean(typed) == Decimal("1234.50")


@pytest.mark.parametrize("typed", ["douze", "1,234", "12345678,00"])
def test_field_refuses_what_is_no_amount(typed) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(typed)


def test_field_shows_amounts_as_they_are_typed() -> None:
    assert AmountField().prepare_value(Decimal("12.5")) == "12,50"
    assert AmountField().prepare_value("12,5x") == "12,5x"


def test_rows_hold_cents_and_give_euros(gounod) -> None:
    draft = make_draft(make_family(gounod), "0.10", "0.10", "0.10", 24)
    lines = InvoiceLine.objects.filter(invoice=draft)
    assert lines.aggregate(sum=Sum("unit_price"))["sum"] == Decimal("24.30")
    assert lines.filter(unit_price=Decimal("0.10")).count() == 3
    assert lines.filter(unit_price__gt=Decimal("0.10")).get().unit_price == Decimal("24.00")
    assert lines.aggregate(sum=Sum(F("quantity") * F("unit_price")))["sum"] == 2430


def test_whole_euros_become_amounts_when_saved(gounod) -> None:
    draft = make_draft(make_family(gounod))
    line = InvoiceLine.objects.create(invoice=draft, label="Forfait", unit_price=24)
    assert str(line.unit_price) == "24.00"
    assert InvoiceLine._meta.get_field("unit_price").value_to_string(line) == "24.00"


def test_model_refuses_what_is_no_amount() -> None:
    field = MoneyField()
    assert field.to_python(None) is None
    with pytest.raises(ValidationError):
        field.to_python("douze")
