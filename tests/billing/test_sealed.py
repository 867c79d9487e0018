"""What is issued stays as it is: by every way that Python has."""

from decimal import Decimal

import pytest
from django.db import transaction

from billing import issuing, payments
from billing.models import (
    Allocation,
    CreditNote,
    Instalment,
    Invoice,
    InvoiceLine,
    Payment,
    Reversal,
    Titre,
)
from imuse.sealed import Frozen, Sealed
from tests.factories import make_student
from tests.factories.billing import make_draft, make_invoice, make_payment

pytestmark = pytest.mark.django_db
CHANGES = {
    Invoice: {"label": "Autre"},
    InvoiceLine: {"label": "Autre"},
    Instalment: {"amount": Decimal(1)},
    CreditNote: {"label": "Autre"},
    Payment: {"label": "Autre"},
    Reversal: {"comment": "Autre"},
    Allocation: {"year": 2020},
    Titre: {"reference": "Autre"},
}


@pytest.fixture
def rows(moreau_family, cashier) -> dict:
    """One of each, issued."""
    invoice = make_invoice(moreau_family, 100)
    issuing.credit(invoice, amount=Decimal(10), label="Geste", by=cashier)
    issuing.hand_over(invoice, identifier="012345", reference="T-1", by=cashier)
    payments.reverse(make_payment(moreau_family, 50), reason="bounced", by=cashier)
    return {model: model.objects.order_by("pk").first() for model in CHANGES}


def ways_to_change(row) -> list:
    model, change = type(row), CHANGES[type(row)]
    for name, value in change.items():
        setattr(row, name, value)
    one = model.objects.filter(pk=row.pk)
    return [
        row.save,
        lambda: row.save(update_fields=[*change]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults=change),
        lambda: one.update(**change),
        lambda: model.objects.bulk_update([row], [*change]),
        lambda: model.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["id"], update_fields=[*change]
        ),
        row.delete,
        one.delete,
        model.objects.all().delete,
    ]


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_no_way_changes_what_is_issued(rows, model) -> None:
    row = rows[model]
    before = model.objects.filter(pk=row.pk).values().get()
    for way in ways_to_change(row):
        with pytest.raises(Frozen), transaction.atomic():
            way()
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("model", [model for model in CHANGES if issubclass(model, Sealed)])
def test_every_change_by_other_means_breaks_the_seal(rows, model) -> None:
    row = rows[model]
    for name, value in CHANGES[model].items():
        setattr(row, name, value)
    assert not row.has_its_seal


@pytest.mark.parametrize("model", [InvoiceLine, Instalment])
def test_parts_are_under_the_seal_of_their_invoice(rows, model) -> None:
    model._base_manager.filter(pk=rows[model].pk).update(**CHANGES[model])
    assert not Invoice.objects.get().has_its_seal


def test_nothing_is_added_to_what_is_issued(rows) -> None:
    line = InvoiceLine(invoice=rows[Invoice], label="En plus", unit_price=1)
    for way in (line.save, lambda: InvoiceLine.objects.bulk_create([line])):
        with pytest.raises(Frozen):
            way()


def test_line_is_not_taken_to_another_invoice(rows, moreau_family) -> None:
    draft = make_draft(moreau_family)
    rows[InvoiceLine].invoice = draft
    with pytest.raises(Frozen):
        rows[InvoiceLine].save()


def test_issued_row_is_not_made_a_draft_by_who_says_so(rows) -> None:
    made_up = Invoice.objects.get()
    made_up.status = Invoice.Status.DRAFT
    with pytest.raises(Frozen):
        made_up.save()


def test_draft_changes_as_one_likes(moreau_family) -> None:
    draft = make_draft(moreau_family)
    draft.label = "Autre"
    draft.save()
    draft.lines.update(label="Autre")
    draft.lines.get().delete()
    draft.delete()
    assert Invoice.objects.count() == 0


def test_student_who_leaves_leaves_the_invoice_whole(moreau_family, cashier) -> None:
    student = make_student(moreau_family)
    draft = make_draft(moreau_family)
    draft.lines.update(student=student)
    invoice = issuing.issue(draft, by=cashier)
    student.delete()
    line = InvoiceLine.objects.get()
    assert (line.student, line.student_name) == (None, "Léa Moreau")
    assert Invoice.objects.get(pk=invoice.pk).has_its_seal
