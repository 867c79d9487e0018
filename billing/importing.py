"""What invoices and payments have in common in a file: the number that the school gave, the family, the régie."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site
from billing.models import Category, Invoice, Payment, Regie, Series
from billing.numbering import is_ours
from billing.taking_over import families_at_hand
from families.models import Family
from imuse.importing import columns
from imuse.importing.columns import Column
from imuse.importing.kinds import Plan
from imuse.importing.units import Row, Unit

CATEGORY = columns.choice(
    {"tuition": Category.TUITION, "fees": Category.TUITION, "cotisations": Category.TUITION}
    | {"hire": Category.HIRE, "locations": Category.HIRE}
)
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}")


def number(typed: str) -> str:
    """It is a part of an address too."""
    if not NUMBER.fullmatch(typed):
        raise ValidationError(
            _("Un numéro a 16 signes au plus : chiffres, lettres sans accent, point, tiret.")
        )
    return typed


def past(typed: str) -> date:
    found = columns.day(typed)
    if found > timezone.localdate():
        raise ValidationError(_("Cette date est à venir."))
    return found


PAST = {**columns.DAY, "reads": past}
WHOSE = [
    Column("family", "Référence famille", "Family reference", required=True),
    Column("regie", "Régie", "Collector", words=gettext_lazy("Son nom ; inutile s’il n’y en a qu’une.")),
]


class Batch:
    """A batch of the file beside what is on record. `series` is what the portal numbers itself."""

    series: Series

    def __init__(self, named: dict[str, Column], units: Sequence[Unit], site: Site) -> None:
        self.named, self.site = named, site
        self.families = families_at_hand(site.pk, {row["family"] for unit in units for row in unit.rows})
        self.regies = {regie.name: regie for regie in Regie.objects.filter(site=site)}
        self.taken = self._taken_elsewhere([unit.key for unit in units])

    def _taken_elsewhere(self, numbers: list[str]) -> set[str]:
        """Documents are found by their number: an invoice and a receipt do not share one."""
        other = Payment if self.series == Series.INVOICE else Invoice
        found = other.objects.filter(site=self.site, number__in=numbers)
        return set(found.order_by().values_list("number", flat=True))

    def check_is_new(self, plan: Plan) -> None:
        unit = plan.unit
        if any(is_ours(series, unit.key) for series in Series):
            plan.refuse(
                unit.line,
                _(
                    "Ce numéro est de ceux que le portail donne lui-même : ici viennent ceux d’un autre logiciel."
                ),
            )
        if unit.key in self.taken:
            plan.refuse(unit.line, _("Une facture ou un reçu a déjà ce numéro."))

    def check_says_one_thing(self, plan: Plan, names: Sequence[str]) -> None:
        words = _("Ce numéro est décrit autrement ligne %(line)s : %(names)s.")
        plan.check_says_one_thing(names, self.named, words)

    def family(self, plan: Plan) -> Family | None:
        row = plan.unit.first
        found = self.families.get(row["family"])
        if found is None:
            words = _("La famille %(reference)s n’est pas connue : importez-la d’abord.")
            plan.refuse(row.line, words % {"reference": row["family"]})
        return found

    def regie(self, plan: Plan) -> Regie | None:
        """Named, or the only one of the school."""
        row = plan.unit.first
        if row["regie"]:
            found = self.regies.get(row["regie"])
        else:
            found = next(iter(self.regies.values())) if len(self.regies) == 1 else None
        if found is None:
            plan.refuse(row.line, self._which_regie())
        return found

    def _which_regie(self) -> str:
        if not self.regies:
            return _("Ce site n’a pas encore de régie : ajoutez-la d’abord, dans « Gestion › Régies ».")
        return _("Quelle régie ? Possible : %(names)s.") % {"names": ", ".join(sorted(self.regies))}


def differing(row: Row, found: Any, names: Sequence[str]) -> list[str]:
    """What the file says otherwise of what is on record; a column that it has not says nothing."""
    return [name for name in names if name in row and row[name] != getattr(found, name)]
