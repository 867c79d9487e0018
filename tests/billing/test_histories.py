"""Whatever happens in whatever order, every figure is that of a child with a slate: to the cent."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from billing import issuing, payments
from billing.integrity import CHECKS
from billing.ledger import account_of, sums_of_families
from billing.models import Invoice, Payment
from billing.payments import Share, held
from families.models import Family
from imuse.money import cents, euros, parts
from tests.billing.conftest import TODAY
from tests.factories import make_family
from tests.factories.billing import cashier_of, make_draft, make_payment

amounts = st.integers(min_value=1, max_value=50_000)
portions = st.floats(min_value=0.01, max_value=1)
which = st.integers(min_value=0, max_value=9)
screens = st.tuples(st.sampled_from(["tuition", "hire"]), st.sampled_from([2025, 2026]))
lines = st.tuples(st.integers(min_value=1, max_value=3), amounts, st.floats(min_value=0, max_value=0.9))

acts = st.one_of(
    st.tuples(st.just("bill"), screens, st.lists(lines, min_size=1, max_size=3), st.integers(1, 3)),
    st.tuples(st.just("credit"), which, portions),
    st.tuples(st.just("pay"), screens, amounts),
    st.tuples(st.just("reverse"), which, portions),
    st.tuples(st.just("move"), which, which, portions),
)


@dataclass
class History:
    """Acts, and beside them the slate: cents owed, in whole numbers."""

    family: Family
    owed: int = 0
    invoices: list[Invoice] = field(default_factory=list)
    paid: list[Payment] = field(default_factory=list)

    def bill(self, screen, drawn, instalments) -> None:
        draft = make_draft(self.family, 1, category=screen[0], year=screen[1])
        draft.lines.all().delete()
        for quantity, price, off in drawn:
            discount = int(quantity * price * off)
            draft.lines.create(
                label="Cours", quantity=quantity, unit_price=euros(price), discount=euros(discount)
            )
        total = sum((line.net for line in draft.lines.all()), Decimal(0))
        for month, part in enumerate(parts(total, instalments), start=10):
            day = date(2026, month, 15)
            if part:
                draft.instalments.create(payable_from=day, due_on=day, amount=part)
        self.invoices.append(issuing.issue(draft, by=cashier_of(self.family.site)))
        self.owed += cents(total)

    def credit(self, which, portion) -> None:
        if self.invoices:
            invoice = self.invoices[which % len(self.invoices)]
            amount = int(cents(invoice.total - issuing.credited(invoice)) * portion)
            if amount:
                issuing.credit(invoice, amount=euros(amount), label="Geste", by=invoice.issued_by)
                self.owed -= amount

    def pay(self, screen, amount) -> None:
        self.paid.append(make_payment(self.family, euros(amount), category=screen[0], year=screen[1]))
        self.owed -= amount

    def reverse(self, which, portion) -> None:
        payment = self.paid[which % len(self.paid)] if self.paid else None
        left = sum(cents(share.amount) for share in held(payment)) if payment else 0
        amount = int(left * portion)
        if amount:
            payments.reverse(payment, amount=euros(amount), reason="refund", by=payment.recorded_by)
            self.owed += amount

    def move(self, which, to, portion) -> None:
        payment = self.paid[which % len(self.paid)] if self.paid else None
        for source in held(payment)[:1] if payment and self.invoices else []:
            amount = euros(int(cents(source.amount) * portion))
            target = Share.of(self.invoices[to % len(self.invoices)], amount)
            if amount and target[1:] != source[1:]:
                taken = source._replace(amount=amount)
                payments.move(payment, source=taken, target=target, by=payment.recorded_by)


def check(history: History) -> None:
    found = account_of(history.family, on=TODAY)
    owed = euros(history.owed)
    everyone = sums_of_families([history.family.pk])
    assert (found.sums.due, everyone[history.family.pk]) == (owed, found.sums)
    assert sum((bill.sums.due for bill in found.bills), Decimal(0)) - _kept(history) == owed
    for screen in found.screens:
        assert screen.to_pay >= screen.overdue >= 0
        assert screen.to_pay <= max(screen.sums.due, 0)
    assert [fault for checked in CHECKS.values() for fault in checked()] == []


def _kept(history: History) -> Decimal:
    shares = (share for payment in history.paid for share in held(payment))
    return sum((share.amount for share in shares if share.invoice is None), Decimal(0))


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.lists(acts, max_size=12))
def test_ledger_of_any_history(gounod, told) -> None:
    with transaction.atomic():
        history = History(make_family(gounod))
        for name, *facts in told:
            getattr(history, name)(*facts)
        check(history)
        transaction.set_rollback(True)
