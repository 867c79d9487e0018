"""Payments that another program recorded, from a file: a row for each invoice that the money was for.

They enter with the number of their receipt. Without an invoice, the money stays with the family, for a later bill.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site, User
from billing import taking_over
from billing.importing import CATEGORY, PAST, WHOSE, Batch, differing, number
from billing.models import Category, Invoice, Mode, Payment, Series
from billing.payments import Share, check_can_record
from billing.taking_over import Received
from imuse.bulk import in_batches
from imuse.importing import columns
from imuse.importing.columns import AMOUNT, YEAR, Column
from imuse.importing.drafts import Draft
from imuse.importing.kinds import Kind, Plan
from imuse.importing.units import Row, Unit
from imuse.policies import Denied
from imuse.school_year import school_year_of

AT_ONCE = 500
HEAD = ["family", "regie", "mode", "amount", "received_on", "label", "bank_reference"]
OWN = ["mode", "amount", "received_on", "label", "bank_reference"]
MODES = columns.choice(
    {"cb": "card", "check": "cheque", "prelevement automatique": "direct_debit"}
    | {str(value): value for value in Mode.values}
    | {str(label): value for value, label in Mode.choices}
)


class PaymentFile(Kind):
    order, name = 50, "payments"
    label = gettext_lazy("Règlements reçus ailleurs")
    lead = gettext_lazy(
        "Une ligne par facture réglée ; celles d’un règlement se suivent. Un règlement ne change plus."
    )
    permission = "billing.add_payment"
    by = ["number"]
    example = Path(__file__).parent / "examples" / "payments.csv"
    columns = [
        Column("number", "Numéro de reçu", "Receipt number", reads=number, required=True),
        *WHOSE,
        columns.of(Payment, "mode", "Mode de règlement", "Mode", required=True, **MODES),
        columns.of(Payment, "amount", "Montant", "Amount", required=True, **AMOUNT),
        Column("received_on", "Reçu le", "Received on", required=True, **PAST),
        columns.of(Payment, "label", "Libellé", "Label"),
        columns.of(Payment, "bank_reference", "Référence bancaire", "Bank reference"),
        Column("invoice", "Numéro de facture", "Invoice number"),
        Column(
            "allocated",
            "Montant affecté",
            "Allocated amount",
            **AMOUNT,
            words=gettext_lazy("À cette facture. Vide : tout le montant."),
        ),
        Column(
            "category",
            "Catégorie",
            "Category",
            **CATEGORY,
            words=gettext_lazy("Pour ce qui n’est d’aucune facture."),
        ),
        Column(
            "year",
            "Année scolaire",
            "School year",
            **YEAR,
            words=gettext_lazy("Pour ce qui n’est d’aucune facture."),
        ),
    ]

    def plans(self, units: Sequence[Unit], site: Site) -> list[Plan]:
        batch = _Batch(self.named(), units, site)
        return [batch.plan(unit) for unit in units]

    def lock(self, units: Sequence[Unit], site: Site) -> None:
        taking_over.lock(site.pk, {unit.first["family"] for unit in units})

    def write(self, plans: Sequence[Plan], *, site: Site, by: User) -> None:
        batch = _Batch(self.named(), [plan.unit for plan in plans], site)
        new = [plan.drafts[0].obj for plan in plans if plan.is_new]
        shares = [batch.shares(plan) for plan in plans if plan.is_new]
        taking_over.payments([Received(*each) for each in zip(new, shares, strict=True)], by=by)

    def rows(self, site: Site) -> Iterator[dict[str, Any]]:
        found = Payment.objects.filter(site=site).select_related("family", "regie")
        for batch in in_batches(found.prefetch_related("allocations__invoice"), AT_ONCE):
            for payment in batch:
                yield from _rows(payment)


def _rows(payment: Payment) -> Iterable[dict[str, Any]]:
    values = {name: getattr(payment, name) for name in ["number", *OWN]}
    values |= {"family": payment.family.reference, "regie": payment.regie.name}
    for each in _first_allocations(payment):
        own = {"category": each.category, "year": each.year, "allocated": each.amount}
        yield values | own | {"invoice": each.invoice.number if each.invoice else ""}


def _first_allocations(payment: Payment) -> list[Any]:
    """As `Payment.first_allocations` says it, of what is at hand."""
    first, left = [], payment.amount
    for each in sorted(payment.allocations.all(), key=lambda allocation: allocation.pk):
        if left:
            first.append(each)
            left -= each.amount
    return first


class _Batch(Batch):
    series = Series.RECEIPT

    def __init__(self, named: dict[str, Column], units: Sequence[Unit], site: Site) -> None:
        super().__init__(named, units, site)
        known = Payment.objects.filter(site=site, number__in=[unit.key for unit in units])
        related = known.select_related("family", "regie").prefetch_related("allocations__invoice")
        self.known = {payment.number: payment for payment in related}
        asked = {row["invoice"] for unit in units for row in unit.rows if row["invoice"]}
        invoices = Invoice.objects.filter(site=site, number__in=asked)
        self.invoices = {invoice.number: invoice for invoice in invoices}

    def plan(self, unit: Unit) -> Plan:
        plan = Plan(unit)
        if unit.faults:
            return plan
        plan.claims.append(f"number:{unit.key}")
        self.check_says_one_thing(plan, HEAD)
        known = self.known.get(unit.key)
        if known is not None:
            self._check_is_the_same(plan, known)
            return plan
        self.check_is_new(plan)
        plan.is_new = True
        family, regie = self.family(plan), self.regie(plan)
        if not (family and regie):
            return plan
        payment = Payment(site=self.site, family=family, regie=regie, number=unit.key)
        plan.drafts.append(Draft(_("Règlement"), payment, unit.first.given(OWN), self.named))
        shares = self.shares(plan)
        try:
            check_can_record(family=family, regie=regie, amount=payment.amount, shares=shares)
        except Denied as denied:
            plan.refuse(unit.line, denied.reason)
        return plan

    def shares(self, plan: Plan) -> list[Share]:
        return [share for row in plan.unit.rows if (share := self._share(plan, row))]

    def _share(self, plan: Plan, row: Row) -> Share | None:
        amount = row["amount"] if row["allocated"] is None else row["allocated"]
        if row["invoice"]:
            invoice = self.invoices.get(row["invoice"])
            if invoice is None:
                words = _("La facture %(number)s n’est pas connue : importez-la d’abord.")
                plan.refuse(row.line, words % {"number": row["invoice"]})
                return None
            return Share.of(invoice, amount)
        year = row["year"] or school_year_of(row["received_on"], self.site.year_starts_in)
        return Share(amount, row["category"] or Category.TUITION, year)

    def _check_is_the_same(self, plan: Plan, known: Payment) -> None:
        first = plan.unit.first
        other = differing(first, known, OWN)
        told = {"family": known.family.reference, "regie": known.regie.name}
        other += [name for name, value in told.items() if first[name] not in {None, "", value}]
        was = sorted(
            (each.invoice.number if each.invoice else "", each.amount) for each in _first_allocations(known)
        )
        said = sorted(
            (share.invoice.number if share.invoice else "", share.amount) for share in self.shares(plan)
        )
        if was != said:
            other.append("allocated")
        if other:
            names = ", ".join(self.named[name].french for name in other)
            words = _(
                "Ce règlement est enregistré, et dit autre chose : %(names)s. Il s’annule, il ne change pas."
            )
            plan.refuse(first.line, words % {"names": names})
