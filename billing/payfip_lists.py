"""Each morning, for the régisseur: what PayFiP took the day before, in the form of its own journal."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from accounts import mails
from accounts.models import Mail
from billing.models import Mode, Payment, Regie

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
    """For the clock. A day's list leaves once, and where there is nothing on it, not at all."""
    day, sent = timezone.localdate() - timedelta(days=1), 0
    taken = Payment.objects.filter(mode=Mode.PAYFIP, recorded_on=day).values("regie")
    for regie in Regie.objects.filter(pk__in=taken).exclude(email="").select_related("site").order_by("pk"):
        once = f"payfip_list:{regie.pk}:{day}"
        if not Mail.objects.filter(once=once).exists():
            said = {"regie": regie.pk, "day": day.isoformat()}
            mails.write(
                "payfip_list", to=None, site=regie.site, address=regie.email, references=said, once=once
            )
            sent += 1
    return sent
