"""Invoices of another program, from a file: a row for each line, those of an invoice one after the other.

They enter as issued, with their number. What is issued does not change: again in a file, it must be the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site, User
from billing import taking_over
from billing.importing import CATEGORY, PAST, WHOSE, Batch, differing, number
from billing.issuing import TIME_TO_PAY
from billing.models import Category, Instalment, Invoice, InvoiceLine, Series
from billing.taking_over import Issued
from imuse.bulk import in_batches
from imuse.importing import columns
from imuse.importing.columns import AMOUNT, YEAR, Column
from imuse.importing.drafts import Draft
from imuse.importing.kinds import Kind, Plan
from imuse.importing.units import Unit
from imuse.money import ZERO, shown
from students.models import Student

AT_ONCE = 500
HEAD = ["family", "regie", "category", "year", "label", "issued_on", "instalments", "total"]
LINE = ["line_label", "student", "quantity", "unit_price", "discount", "reason"]
Plans = list[tuple[date, Decimal | None]]


def read_plan(typed: str) -> Plans:
    """«31/10/2025», or «31/10/2025 = 100,00 | 30/11/2025 = 50,00»."""
    found: Plans = []
    for part in typed.split("|"):
        day, _equals, amount = part.partition("=")
        found.append((columns.day(day.strip()), columns.amount(amount.strip()) if amount.strip() else None))
    if len(found) > 1 and any(not amount for _day, amount in found):
        raise ValidationError(
            _("Chaque échéance a un montant, par exemple 31/10/2025 = 100,00 | 30/11/2025 = 50,00.")
        )
    return found


def write_plan(plan: Plans) -> str:
    return " | ".join(
        f"{day:%d/%m/%Y}" + (f" = {columns.amount_written(amount)}" if amount else "") for day, amount in plan
    )


class InvoiceFile(Kind):
    order, name = 40, "invoices"
    label = gettext_lazy("Factures émises ailleurs")
    lead = gettext_lazy(
        "Une ligne par ligne de facture ; celles d’une facture se suivent. Une facture émise ne change plus."
    )
    permission = "billing.add_invoice"
    by = ["number"]
    example = Path(__file__).parent / "examples" / "invoices.csv"
    columns = [
        Column("number", "Numéro de facture", "Invoice number", reads=number, required=True),
        *WHOSE,
        Column("category", "Catégorie", "Category", **CATEGORY),
        columns.of(Invoice, "year", "Année scolaire", "School year", required=True, **YEAR),
        columns.of(Invoice, "label", "Libellé", "Label", required=True),
        Column("issued_on", "Émise le", "Issued on", required=True, **PAST),
        Column(
            "instalments",
            "Échéances",
            "Instalments",
            reads=read_plan,
            writes=write_plan,
            words=gettext_lazy("Un jour, ou plusieurs avec leurs montants. Vide : trente jours."),
        ),
        Column("total", "Total", "Total", required=True, **AMOUNT, words=gettext_lazy("Vérifié au centime.")),
        columns.of(InvoiceLine, "label", "Ligne", "Line", called="line_label"),
        Column("student", "Référence élève", "Student reference"),
        columns.of(InvoiceLine, "quantity", "Quantité", "Quantity"),
        columns.of(InvoiceLine, "unit_price", "Prix unitaire", "Unit price", required=True, **AMOUNT),
        columns.of(InvoiceLine, "discount", "Remise", "Discount", **AMOUNT),
        columns.of(InvoiceLine, "reason", "Motif", "Reason"),
    ]

    def plans(self, units: Sequence[Unit], site: Site) -> list[Plan]:
        batch = _Batch(self.named(), units, site)
        return [batch.plan(unit) for unit in units]

    def lock(self, units: Sequence[Unit], site: Site) -> None:
        taking_over.lock(site.pk, {unit.first["family"] for unit in units})

    def write(self, plans: Sequence[Plan], *, site: Site, by: User) -> None:  # noqa: ARG002
        taking_over.invoices([_issued(plan) for plan in plans if plan.is_new], by=by)

    def rows(self, site: Site) -> Iterator[dict[str, Any]]:
        found = Invoice.objects.issued().filter(site=site).select_related("family", "regie")
        for batch in in_batches(found.prefetch_related("lines__student__person", "instalments"), AT_ONCE):
            for invoice in batch:
                yield from _rows(invoice)


def _issued(plan: Plan) -> Issued:
    invoice, *parts = [draft.obj for draft in plan.drafts]
    lines = [part for part in parts if isinstance(part, InvoiceLine)]
    return Issued(invoice, lines, _instalments(plan.unit, invoice, sum((line.net for line in lines), ZERO)))


def _instalments(unit: Unit, invoice: Invoice, total: Decimal) -> list[Instalment]:
    asked = unit.first["instalments"] or [(invoice.issued_on + TIME_TO_PAY, None)]
    return [
        Instalment(payable_from=min(invoice.issued_on, day), due_on=day, amount=amount or total)
        for day, amount in asked
    ]


def _rows(invoice: Invoice) -> Iterable[dict[str, Any]]:
    values = {name: getattr(invoice, name) for name in ["number", "category", "year", "label", "issued_on"]}
    values |= {"family": invoice.family.reference, "regie": invoice.regie.name, "total": invoice.total}
    plan = sorted(invoice.instalments.all(), key=lambda each: each.due_on)
    values["instalments"] = [(each.due_on, each.amount) for each in plan]
    for line in sorted(invoice.lines.all(), key=lambda each: (each.position, each.pk)):
        own = {name: getattr(line, name) for name in ["quantity", "unit_price", "discount", "reason"]}
        student = line.student.person.reference if line.student else ""
        yield values | own | {"line_label": line.label, "student": student}


class _Batch(Batch):
    series = Series.INVOICE

    def __init__(self, named: dict[str, Column], units: Sequence[Unit], site: Site) -> None:
        super().__init__(named, units, site)
        known = Invoice.objects.filter(site=site, number__in=[unit.key for unit in units])
        related = known.select_related("family", "regie").prefetch_related("lines", "instalments")
        self.known = {invoice.number: invoice for invoice in related}
        referred = Invoice.objects.filter(site=site, reference__in=[unit.key for unit in units])
        self.taken |= set(
            referred.exclude(number=F("reference")).order_by().values_list("reference", flat=True)
        )
        asked = {row["student"] for unit in units for row in unit.rows if row["student"]}
        students = Student.objects.filter(person__site=site, person__reference__in=asked)
        self.students = {each.person.reference: each for each in students.select_related("person")}

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
        if family and regie:
            invoice = Invoice(site=self.site, family=family, regie=regie, number=unit.key, reference=unit.key)
            first = unit.first
            given = first.given(["year", "label", "issued_on"]) | {
                "category": first["category"] or Category.TUITION
            }
            plan.drafts.append(Draft(_("Facture"), invoice, given, self.named))
            self._plan_lines(plan, invoice)
        return plan

    def _plan_lines(self, plan: Plan, invoice: Invoice) -> None:
        first, total = plan.unit.first, ZERO
        for row in plan.unit.rows:
            student = self.students.get(row["student"])
            if row["student"] and student is None:
                words = _("L’élève %(reference)s n’est pas connu : importez-le d’abord.")
                plan.refuse(row.line, words % {"reference": row["student"]})
            line = InvoiceLine(label=row["line_label"] or invoice.label, student=student)
            given = {name: value for name, value in row.given(LINE[2:]).items() if value is not None}
            plan.drafts.append(Draft(line.label, line, given, self.named))
            total += line.net
            if line.net < 0:
                plan.refuse(row.line, _("La remise ne dépasse pas le prix."))
        self._check_sums(plan, first["total"], total, invoice)

    def _check_sums(self, plan: Plan, asked: Decimal, total: Decimal, invoice: Invoice) -> None:
        line = plan.unit.line
        if total != asked or total <= 0:
            words = _("Les lignes font %(lines)s, le total %(total)s.")
            plan.refuse(line, words % {"lines": shown(total), "total": shown(asked)})
        parts = _instalments(plan.unit, invoice, total)
        if sum(part.amount for part in parts) != total:
            words = _("Les échéances font %(planned)s, la facture %(total)s.")
            plan.refuse(
                line, words % {"planned": shown(sum(part.amount for part in parts)), "total": shown(total)}
            )
        if len({part.due_on for part in parts}) < len(parts):
            plan.refuse(line, _("Deux échéances d’une facture n’ont pas la même date."))

    def _check_is_the_same(self, plan: Plan, known: Invoice) -> None:
        first = plan.unit.first
        other = differing(first, known, ["year", "label", "issued_on", "total"])
        told = {"family": known.family.reference, "regie": known.regie.name, "category": known.category}
        other += [name for name, value in told.items() if first[name] not in {None, "", value}]
        if first["instalments"] and not _same_plan(first["instalments"], known):
            other.append("instalments")
        lines = sorted(known.lines.all(), key=lambda each: (each.position, each.pk))
        if [line.net for line in lines] != [_net(row) for row in plan.unit.rows]:
            other.append("unit_price")
        if other or not known.is_issued:
            names = ", ".join(self.named[name].french for name in other)
            words = _(
                "Cette facture est émise, et dit autre chose : %(names)s. Elle se corrige par un avoir."
            )
            plan.refuse(first.line, words % {"names": names})


def _net(row: Any) -> Decimal:
    return (1 if row["quantity"] is None else row["quantity"]) * row["unit_price"] - (row["discount"] or ZERO)


def _same_plan(asked: Plans, known: Invoice) -> bool:
    plan = sorted((each.due_on, each.amount) for each in known.instalments.all())
    return sorted((day, amount or known.total) for day, amount in asked) == plan
