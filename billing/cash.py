"""The day's cash journals, one of each régie: what was recorded on a day, by what it was paid with."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from billing.models import Mode, Payment, Regie, Reversal
from imuse.money import ZERO


@dataclass(frozen=True)
class Journal:
    regie: Regie
    payments: list[Payment]
    reversals: list[Reversal]

    @property
    def by_mode(self) -> list[tuple[str, int, Decimal]]:
        """Mode, number of payments, and what is left of it once the day's reversals are taken away."""
        counted: dict[str, list[Decimal]] = defaultdict(list)
        for payment in self.payments:
            counted[payment.mode].append(payment.amount)
        back: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for reversal in self.reversals:
            back[reversal.payment.mode] += reversal.amount
        used = [mode for mode in Mode if mode in counted or mode in back]
        return [(mode.label, len(counted[mode]), sum(counted[mode], ZERO) - back[mode]) for mode in used]

    @property
    def total(self) -> Decimal:
        return sum((amount for _mode, _count, amount in self.by_mode), ZERO)


def journals_of(day: date, payments: QuerySet[Payment], reversals: QuerySet[Reversal]) -> list[Journal]:
    """Of those where something was recorded: each régisseur balances the own cash box."""
    recorded = (
        payments.filter(recorded_on=day).select_related("regie", "family", "recorded_by").order_by("pk")
    )
    back = reversals.filter(reversed_on=day).order_by("pk")
    back = back.select_related("payment__regie", "payment__family", "reversed_by")
    regies = {each.regie for each in recorded} | {each.payment.regie for each in back}
    return [
        Journal(
            regie,
            [each for each in recorded if each.regie_id == regie.pk],
            [each for each in back if each.payment.regie_id == regie.pk],
        )
        for regie in sorted(regies, key=lambda regie: (regie.name, regie.pk))
    ]
