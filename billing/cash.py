"""The day's cash journal: what was recorded on a day, by what it was paid with."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from billing.models import Mode, Payment, Reversal
from imuse.money import ZERO


@dataclass(frozen=True)
class Journal:
    day: date
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


def journal_of(day: date, payments: QuerySet[Payment], reversals: QuerySet[Reversal]) -> Journal:
    recorded = payments.filter(recorded_on=day).select_related("family", "recorded_by").order_by("pk")
    back = reversals.filter(reversed_on=day).select_related("payment__family", "reversed_by").order_by("pk")
    return Journal(day, list(recorded), list(back))
