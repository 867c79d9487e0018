"""What mails and texts have in common on their way out: taken by one worker, tried again, swept up, forgotten."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import Error, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models.outgoing import Outgoing

# Longer than a server may hold a worker up.
LEASE = timedelta(minutes=10)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240)]
RECORDING_PAUSES = [0.5, 1, 2, 4, 8, 15, 30]  # seconds
KEPT = timedelta(days=90)
AT_ONCE = 500

Row = TypeVar("Row", bound=Outgoing)


def take(rows: "QuerySet[Row]", pk: int) -> Row | None:
    """Whoever moves the next try forward has the row; a second task for it finds nothing to do."""
    lease = timezone.now() + LEASE
    due = rows.filter(status=Outgoing.Status.WAITING, next_try__lte=timezone.now(), pk=pk)
    taken = due.update(next_try=lease, attempts=F("attempts") + 1)
    return rows.get(pk=pk) if taken else None


def record(
    what: str, write: Callable[[], None], reason_of: Callable[[Exception], str], log: logging.Logger
) -> None:
    """That it has left. A database that restarts at this very moment must not make it leave again."""
    for pause in RECORDING_PAUSES:
        try:
            with transaction.atomic():
                write()
        except Error as trouble:
            log.warning("%s has left, and is not recorded yet: %s", what, reason_of(trouble))
            time.sleep(pause)
            connection.close()
        else:
            return
    log.error("%s has left, and could not be recorded: it goes out again", what)


def has_lapsed(row: Outgoing) -> bool:
    return row.lapses_at is not None and row.lapses_at <= timezone.now()


def next_try_of(row: Outgoing) -> datetime | None:
    """After a growing pause; nothing once it is given up."""
    after = timezone.now() + PAUSES[min(row.attempts, len(PAUSES)) - 1]
    return after if after <= row.written_at + row.GIVEN_UP_AFTER else None


@transaction.atomic
def put_off(row: Row, until: datetime, reason: str, queue: Callable[..., None]) -> None:
    rows = type(row).objects.filter(pk=row.pk)
    rows.update(next_try=until, queued_at=until, last_error=reason)
    queue(row, after=until)


def sweep(rows: "QuerySet[Row]", queue: Callable[[Row], None]) -> int:
    """The clock's: queue what is overdue, whatever became of its task. `rows` are those that wait, in their order."""
    now, queued = timezone.now(), 0
    for row in rows.filter(queued_at__lte=now - LEASE)[:AT_ONCE]:
        with transaction.atomic():
            same = rows.order_by().filter(pk=row.pk, queued_at=row.queued_at)
            if same.update(queued_at=now):
                queue(row)
                queued += 1
    return queued


@transaction.atomic
def send_again(row: Row, queue: Callable[[Row], None], **facts: Any) -> bool:
    """By staff, for what was given up: it has its time anew."""
    now = timezone.now()
    anew = {"written_at": now, "next_try": now, "queued_at": now, "attempts": 0, **facts}
    given_up = type(row).objects.filter(pk=row.pk, status=Outgoing.Status.FAILED)
    if not given_up.update(status=Outgoing.Status.WAITING, **anew):
        return False
    queue(row)
    return True


def give_up(rows: "QuerySet[Row]") -> int:
    """By staff, for what cannot leave, or need not any more: nobody has to look into it again."""
    return rows.filter(status=Outgoing.Status.FAILED).update(status=Outgoing.Status.VOID)


def with_a_person(rows: "QuerySet[Row]", nobody: dict[str, Any]) -> "QuerySet[Row]":
    """Those whose ninety days are over, and that still name who they went to."""
    old = rows.filter(written_at__lt=timezone.now() - KEPT).exclude(status=Outgoing.Status.WAITING)
    return old.exclude(**nobody)


def empty_old(rows: "QuerySet[Row]", nobody: dict[str, Any]) -> int:
    """Ninety days after it was written, a row keeps its dates and no person."""
    return with_a_person(rows, nobody).update(**nobody, last_error="")
