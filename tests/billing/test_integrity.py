"""Planted damage is found, and told without a name."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from billing import issuing, payments
from billing.integrity import CHECKS
from billing.models import (
    Allocation,
    CreditNote,
    Duplicate,
    Instalment,
    Invoice,
    InvoiceLine,
    NumberSeries,
    Payment,
    Reversal,
)
from imuse import integrity
from tests.factories.billing import make_draft, make_invoice, make_payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ledger(moreau_family, cashier) -> None:
    first, _second, _third = [make_invoice(moreau_family, 100) for _each in range(3)]
    make_draft(moreau_family)
    issuing.credit(first, amount=Decimal(20), label="Geste", by=cashier)
    payments.reverse(make_payment(moreau_family, 350), reason="refund", amount=Decimal(30), by=cashier)


def behind_the_back(rows, **change) -> None:
    """As who writes to the tables with another tool."""
    rows.model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**change)


def away(rows) -> None:
    rows.model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


def found(*names: str) -> list[str]:
    return [fault for name in names or CHECKS for fault in CHECKS[name]()]


def test_whole_ledger_has_no_fault(capsys) -> None:
    call_command("check_integrity")
    assert capsys.readouterr().out.splitlines() == [f"{name}: 0 faults" for name in integrity.checks()]


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Invoice, {"label": "Autre"}),
        (Invoice, {"total": Decimal(1)}),
        (Invoice, {"payer": "Personne"}),
        (InvoiceLine, {"label": "Autre"}),
        (Instalment, {"payable_from": "2026-01-01"}),
        (CreditNote, {"amount": Decimal(1)}),
        (Payment, {"mode": "cash"}),
        (Reversal, {"comment": "Autre"}),
        (Allocation, {"year": 2020}),
    ],
)
def test_changed_row_is_found(model, change) -> None:
    behind_the_back(model.objects.order_by("pk")[:1], **change)
    (fault,) = found("seals")
    assert fault.endswith("is not what was sealed")


def test_gap_is_found() -> None:
    second = Invoice.objects.filter(number="FACT2026000002")
    Instalment._base_manager.filter(invoice__in=second).delete()
    InvoiceLine._base_manager.filter(invoice__in=second).delete()
    Allocation._base_manager.filter(invoice__in=second).delete()
    away(second)
    assert found("numbers") == [
        f"site {Invoice.objects.first().site_id}: FACT2026000003 stands where FACT2026000002 should"
    ]


@pytest.mark.parametrize(
    ("last", "fault"), [(2, "is 3, and 2 were given"), (7, "the last of FACT2026 is 3, and 7 were given")]
)
def test_numbers_that_were_never_given_are_found(last, fault) -> None:
    NumberSeries.objects.filter(series="FACT").update(last=last)
    (told,) = found("numbers")
    assert told.endswith(fault)


def test_series_without_any_row_is_found(gounod) -> None:
    NumberSeries.objects.create(site=gounod, series="FACT", year=2024, last=2)
    assert found("numbers") == [f"site {gounod.pk}: the numbers of FACT2024 up to 2 are missing"]


def test_payment_without_allocation_is_found() -> None:
    Allocation._base_manager.filter(reversal=None).delete()
    assert found("allocations")[0] == f"payment {Payment.objects.get().pk} is not allocated as a whole"


def test_reversal_that_took_nothing_is_found() -> None:
    Allocation._base_manager.exclude(reversal=None).delete()
    assert found("allocations") == [
        f"reversal {Reversal.objects.get().pk} is not taken from what it reverses"
    ]


def test_credit_beyond_the_invoice_and_money_below_nothing_are_found() -> None:
    behind_the_back(CreditNote.objects.all(), amount=Decimal(101))
    first = Allocation.objects.filter(reversal=None, invoice__isnull=False)[:1]
    behind_the_back(first, amount=Decimal(-1))
    told = found("allocations")
    assert [words.split(" ", 2)[2] for words in told] == [
        "is not allocated as a whole",
        f"gives less than nothing to invoice {first[0].invoice_id}",
        "is credited beyond its total",
    ]


@pytest.mark.parametrize(("model", "words"), [(InvoiceLine, "lines"), (Instalment, "instalments")])
def test_parts_that_do_not_add_up_are_found(model, words) -> None:
    away(model.objects.order_by("pk")[:1])
    assert found("sums") == [
        f"invoice {Invoice.objects.order_by('pk').first().pk} does not add up to its {words}"
    ]


def test_lost_and_changed_files_are_found(gounod) -> None:
    for number, content in (("FACT2026000001", None), ("FACT2026000002", b"other")):
        if content:
            default_storage.save(f"{number}.pdf", ContentFile(content))
        Duplicate.objects.create(site=gounod, number=number, path=f"{number}.pdf", digest="0" * 64)
    assert [words.partition(": ")[2] for words in found("files")] == [
        "the file FACT2026000001.pdf is missing",
        "the file FACT2026000002.pdf is not the one that was made",
    ]


def test_command_fails_and_says_where(capsys) -> None:
    behind_the_back(CreditNote.objects.all(), label="Autre")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_integrity", only=["seals"])
    told = capsys.readouterr()
    assert told.err.strip() == f"creditnote {CreditNote.objects.get().pk} is not what was sealed"
