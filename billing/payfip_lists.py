"""Each morning, for the régisseur: what PayFiP took the day before, in the form of its own journal."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from accounts import mails
from accounts.models import Mail
from billing.models import Mode, Payment, Regie

LOOKS_BACK = 7  # days: a clock that stood still leaves none out
COLUMNS = "LIGNE;date;refdet;montant"


def payments_of(regie: Regie, day: date) -> Iterator[Payment]:
    taken = Payment.objects.filter(regie=regie, mode=Mode.PAYFIP, recorded_on=day)
    yield from taken.order_by("pk")


def lines_of(regie: Regie, day: date) -> list[str]:
    return [
        f"LIGNE;{payment.received_on:%d/%m/%Y};{payment.bank_reference};{payment.amount:.2f}".replace(
            ".", ","
        )
        for payment in payments_of(regie, day)
    ]


def send_lists() -> int:
    """For the clock, each hour, so that the first after midnight does it. A day's list leaves once, and where there is
    nothing on it, not at all."""
    days = [timezone.localdate() - timedelta(days=past) for past in range(LOOKS_BACK, 0, -1)]
    since = timezone.now() - timedelta(days=LOOKS_BACK + 1)
    left = set(
        Mail.objects.filter(template="payfip_list", written_at__gte=since).values_list("once", flat=True)
    )
    sent = 0
    for regie in Regie.objects.exclude(email="").select_related("site").order_by("pk"):
        for day in _days_with_payments(regie, days):
            once = f"payfip_list:{regie.pk}:{day}"
            if once not in left:
                said = {"regie": regie.pk, "day": day.isoformat()}
                mails.write(
                    "payfip_list", to=None, site=regie.site, address=regie.email, references=said, once=once
                )
                sent += 1
    return sent


def _days_with_payments(regie: Regie, days: list[date]) -> list[date]:
    taken = Payment.objects.filter(site=regie.site_id, regie=regie, mode=Mode.PAYFIP, recorded_on__in=days)
    return list(taken.order_by("recorded_on").values_list("recorded_on", flat=True).distinct())
