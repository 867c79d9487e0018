"""The clock: one process that starts whatever is periodic (imuse.periodic), when it is due.

Any number of clocks may run, on any number of machines: each run of a job belongs to the one that claims it
(ClockJobQuerySet.claim). A job is due again one period after it was started, however long the clocks stood
still: they catch up with one run, not with all that they missed. Who is killed in the middle of a job loses
that run, and the job comes at its next due time.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from accounts.models import ClockJob
from imuse import periodic
from imuse.acting import acting
from imuse.logs import named
from imuse.periodic import Job

log = logging.getLogger("imuse.clock")

# A clock looks at the table at least so often: another one may have put a job off or brought it forward.
LOOK_EVERY = timedelta(seconds=5)
AGAIN_AFTER_FAILURE = timedelta(minutes=5)

Question = Callable[[], bool]


class Round(NamedTuple):
    done: int
    failed: int


def go_on(*, wait: Callable[[float], bool], is_stopping: Question) -> None:
    """Round after round, until `wait` answers that it is time to stop. A database that is down is waited for."""
    while not wait(_round_and_pause(is_stopping)):
        pass


def _round_and_pause(is_stopping: Question) -> float:
    try:
        run_due(is_stopping)
        return _seconds_to_wait()
    except (OperationalError, InterfaceError) as trouble:
        log.warning("the database does not answer: %s", named(trouble))
        return LOOK_EVERY.total_seconds()
    finally:
        close_old_connections()


def run_due(is_stopping: Question = lambda: False) -> Round:
    """Start each job that is due, one after the other."""
    done = failed = 0
    for job, row in _due_jobs():
        if is_stopping():
            break
        now = timezone.now()
        if ClockJob.objects.claim(row, now=now, next_due=now + job.every):
            went_well = _run(job)
            done, failed = done + went_well, failed + (not went_well)
            close_old_connections()
    return Round(done, failed)


def _due_jobs() -> Iterator[tuple[Job, ClockJob]]:
    now = timezone.now()
    rows = _rows(now)
    for job in periodic.jobs():
        if _is_due(job, rows[job.name], now):
            yield job, rows[job.name]


def _is_due(job: Job, row: ClockJob, now: datetime) -> bool:
    """Or due later than its period allows: the machine's time was wrong then, or the period longer."""
    return row.due_at <= now or row.due_at > now + 2 * job.every


def _rows(now: datetime) -> dict[str, ClockJob]:
    """A job that is new in the table is due at once."""
    names = {job.name for job in periodic.jobs()}
    rows = ClockJob.objects.filter(name__in=names).in_bulk(field_name="name")
    if missing := names - set(rows):
        new = [ClockJob(name=name, due_at=now) for name in sorted(missing)]
        ClockJob.objects.bulk_create(new, ignore_conflicts=True)
        rows = ClockJob.objects.filter(name__in=names).in_bulk(field_name="name")
    return rows


def _run(job: Job) -> bool:
    """Whatever a job does wrong, the others go on."""
    started = time.monotonic()
    try:
        with acting(means=f"clock:{job.name}"):
            result = job.run()
    except Exception as fault:
        log.exception("job %s failed", job.name)
        _put_off(job, fault)
        return False
    ClockJob.objects.filter(name=job.name).update(last_finished_at=timezone.now())
    level = logging.INFO if result else logging.DEBUG
    log.log(level, "job %s: %s, in %.1f s", job.name, result, time.monotonic() - started)
    return True


def _put_off(job: Job, fault: Exception) -> None:
    """Again after a pause, unless that is its next due time anyway."""
    now = timezone.now()
    row = ClockJob.objects.filter(name=job.name)
    row.update(last_failed_at=now, last_error=named(fault)[:200])
    row.filter(due_at__gt=now + AGAIN_AFTER_FAILURE).update(due_at=now + AGAIN_AFTER_FAILURE)


def _seconds_to_wait() -> float:
    now = timezone.now()
    dues = [row.due_at for row in _rows(now).values()]
    return max(0, min([LOOK_EVERY, *(due - now for due in dues)]).total_seconds())
