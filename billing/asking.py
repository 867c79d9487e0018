"""Asking PayFiP what became of payments: by the worker, so that no page waits for the Treasury."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from billing import online
from billing.models import OnlinePayment

log = logging.getLogger("imuse.payfip")

# A page that refreshes, or a thousand forged words, ask no oftener about one payment.
PAUSE = timedelta(seconds=3)
# The most that one run of the clock hands to the worker.
AT_ONCE = 200


@task
def ask(attempt_id: int) -> None:
    online.settle(OnlinePayment.objects.get(pk=attempt_id))


def ask_soon(attempt: OnlinePayment) -> bool:
    """Whether it was put on the way: one UPDATE tells who is the first in these seconds."""
    now = timezone.now()
    open_still = OnlinePayment.objects.exclude(status__in=OnlinePayment.FINAL).exclude(operation="")
    quiet = Q(asked_at=None) | Q(asked_at__lte=now - PAUSE)
    if attempt.status in OnlinePayment.FINAL or not open_still.filter(quiet, pk=attempt.pk).update(
        asked_at=now
    ):
        return False
    ask.enqueue(attempt.pk)
    return True


def sweep() -> int:
    """For the clock: whoever closed the window, and whatever notification never came."""
    online.give_up_unborn()
    due = OnlinePayment.objects.to_ask_about().order_by("next_ask")[:AT_ONCE]
    asked = 0
    for attempt in due:
        # Moved on beforehand: a worker that dies loses one turn, and two clocks ask once.
        moved = OnlinePayment.objects.filter(pk=attempt.pk, next_ask=attempt.next_ask)
        if moved.update(next_ask=timezone.now() + timedelta(minutes=5)):
            ask.enqueue(attempt.pk)
            asked += 1
    return asked


def reconcile(*, every: bool = False) -> dict[str, int]:
    """By hand, at once and in this process: those that are due, or every one that is not final."""
    rows = OnlinePayment.objects.exclude(operation="").exclude(status__in=OnlinePayment.FINAL)
    counted: dict[str, int] = {}
    for attempt in (rows if every else OnlinePayment.objects.to_ask_about()).order_by("pk"):
        settled = online.settle(attempt)
        counted[settled.status] = counted.get(settled.status, 0) + 1
    return counted
