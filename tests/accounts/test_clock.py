"""What is periodic: each job once when it is due, whatever else fails, dies or runs beside it."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from accounts import clock, upkeep
from accounts.clock import Round, run_due
from accounts.models import ClockJob, Mail
from imuse import periodic
from imuse.logs import SafeError
from imuse.periodic import Job
from tests.at_once import at_once

ROOT = Path(__file__).resolve().parent.parent.parent
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
pytestmark = pytest.mark.usefixtures("kept_connection")


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """A table of our own: what ran, in order."""
    ran = []
    monkeypatch.setattr(periodic, "_jobs", {})
    periodic.register(
        Job("each_minute", MINUTE, lambda: ran.append("each_minute")),
        Job("daily", DAY, lambda: ran.append("daily")),
    )
    return ran


def row(name: str) -> ClockJob:
    return ClockJob.objects.get(name=name)


@pytest.mark.django_db
def test_a_new_job_runs_at_once_then_when_its_time_has_come(ran, now) -> None:
    assert run_due() == Round(done=2, failed=0)
    assert run_due() == Round(done=0, failed=0)
    now.shift(MINUTE)
    assert run_due() == Round(done=1, failed=0)
    assert ran == ["each_minute", "daily", "each_minute"]
    start = timezone.now() - MINUTE
    assert (row("daily").last_started_at, row("daily").last_finished_at, row("daily").due_at) == (
        start,
        start,
        start + DAY,
    )


@pytest.mark.django_db
def test_after_a_week_of_standstill_one_run_and_no_backlog(ran, now) -> None:
    run_due()
    now.shift(timedelta(days=7))
    run_due()
    run_due()
    assert ran == ["each_minute", "daily"] * 2
    assert row("each_minute").due_at == timezone.now() + MINUTE


@pytest.mark.django_db
def test_a_due_time_from_a_wrong_clock_or_a_longer_period_does_not_count(ran, now) -> None:
    run_due()
    ClockJob.objects.filter(name="each_minute").update(due_at=timezone.now() + DAY)
    run_due()
    assert ran == ["each_minute", "daily", "each_minute"]


class RefusedError(SafeError):
    pass


@pytest.fixture
def faults(ran) -> list[Exception]:
    """Raised one after the other by a job that stands between the other two; then it goes well."""
    faults = []

    def run() -> None:
        if faults:
            raise faults.pop(0)

    last = periodic._jobs.pop("daily")
    periodic.register(Job("faulty", DAY, run), last)
    return faults


@pytest.mark.django_db
def test_a_job_that_fails_stops_no_other_and_comes_again_soon(ran, faults, now, caplog) -> None:
    faults.append(ValueError("Key (login)=(1:moreau1) already exists."))
    assert run_due() == Round(done=2, failed=1)
    assert ran == ["each_minute", "daily"]
    failed = row("faulty")
    assert (failed.last_failed_at, failed.last_error) == (timezone.now(), "ValueError")
    assert (failed.last_finished_at, failed.due_at) == (None, timezone.now() + clock.AGAIN_AFTER_FAILURE)
    assert "job faulty failed" in caplog.text
    now.shift(clock.AGAIN_AFTER_FAILURE)
    assert run_due() == Round(done=2, failed=0)
    assert (row("faulty").last_finished_at, row("faulty").due_at) == (timezone.now(), timezone.now() + DAY)
    assert row("faulty").last_error == "ValueError"


@pytest.mark.django_db
def test_a_failure_says_what_is_safe_and_fits(ran, faults) -> None:
    faults.append(RefusedError("a" * 300))
    run_due()
    assert row("faulty").last_error == ("tests.accounts.test_clock.RefusedError: " + "a" * 300)[:200]


@pytest.mark.django_db
def test_a_frequent_job_that_fails_waits_no_longer_than_its_period(ran, now) -> None:
    periodic.register(Job("hasty", MINUTE, lambda: 1 / 0))
    run_due()
    assert row("hasty").due_at == timezone.now() + MINUTE


@pytest.mark.django_db
def test_a_clock_that_dies_in_the_middle_leaves_the_job_to_its_next_due_time(ran, faults, now) -> None:
    faults.append(SystemExit())
    with pytest.raises(SystemExit):
        run_due()
    assert (row("faulty").last_started_at, row("faulty").last_finished_at) == (timezone.now(), None)
    assert row("faulty").due_at == timezone.now() + DAY
    now.shift(DAY)
    assert run_due() == Round(done=3, failed=0)


@pytest.mark.django_db
def test_figures_of_a_job_are_logged(ran, caplog) -> None:
    periodic.register(Job("sweep", DAY, lambda: 12))
    caplog.set_level("INFO", "imuse.clock")
    run_due()
    assert [text.partition(", in ")[0] for text in caplog.messages] == ["job sweep: 12"]


@pytest.mark.django_db(transaction=True)
def test_clocks_that_look_at_the_same_moment_run_a_job_once(ran) -> None:
    assert sum(found.done for found in at_once(*[run_due] * 4)) == 2
    assert sorted(ran) == ["daily", "each_minute"]
    ClockJob.objects.update(due_at=timezone.now())
    assert sum(found.done for found in at_once(*[run_due] * 4)) == 2
    assert sorted(ran) == ["daily", "daily", "each_minute", "each_minute"]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_have_seen_the_same_row_one_gets_it(ran) -> None:
    now = timezone.now()
    due = ClockJob.objects.create(name="daily", due_at=now)
    answers = at_once(*[lambda: ClockJob.objects.claim(due, now=now, next_due=now + DAY)] * 4)
    assert sorted(answers) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_job_runs(ran) -> None:
    def write_elsewhere() -> None:
        answers = at_once(lambda: ClockJob.objects.filter(name="daily").update(last_finished_at=None))
        assert answers == [1]

    periodic.register(Job("slow", DAY, write_elsewhere))
    assert run_due() == Round(done=3, failed=0)


class Waits:
    """In the place of sleeping: how long it would have been, and when to stop."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.seconds = []

    def __call__(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) == self.rounds


def go_on(rounds: int = 1, *, is_stopping=lambda: False) -> list[float]:
    waits = Waits(rounds)
    clock.go_on(wait=waits, is_stopping=is_stopping)
    return waits.seconds


@pytest.mark.django_db
def test_clock_waits_until_the_next_due_time_but_never_long(ran, now) -> None:
    assert go_on() == [5]
    ClockJob.objects.filter(name="daily").update(due_at=timezone.now() + timedelta(seconds=2))
    assert go_on() == [2]


@pytest.mark.django_db
def test_no_further_job_is_started_when_it_is_time_to_stop(ran) -> None:
    go_on(is_stopping=lambda: bool(ran))
    assert ran == ["each_minute"]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_a_database_that_is_down_is_waited_for(ran, monkeypatch, caplog, trouble) -> None:
    troubles = [trouble("connection to server at 192.0.2.1 failed")]
    rows = clock._rows
    monkeypatch.setattr(clock, "_rows", lambda now: rows(now) if not troubles else throw(troubles.pop()))
    go_on(rounds=2)
    assert ran == ["each_minute", "daily"]
    (told,) = caplog.messages
    assert told.startswith(f"the database does not answer: django.db.utils.{trouble.__name__}")


def throw(error: Exception) -> None:
    raise error


def test_command_outlives_a_database_without_tables_and_ends_at_once_when_told(tmp_path) -> None:
    """Once in three times, for a busy machine has other things to do."""
    assert any(seconds_to_end(tmp_path) < clock.LOOK_EVERY.total_seconds() for _try in range(3))


def seconds_to_end(tmp_path: Path) -> float:
    environment = os.environ | {"IMUSE_DATA": str(tmp_path), "DATABASE_URL": ""}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "clock"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr.readline().endswith(
        "the database does not answer: django.db.utils.OperationalError: no such table: accounts_clockjob\n"
    )
    told = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert (process.wait(60), "Traceback" in process.stderr.read()) == (0, False)
    process.stderr.close()
    return time.monotonic() - told


@pytest.mark.django_db
def test_command_runs_one_round_and_says_what_it_did(ran) -> None:
    out = io.StringIO()
    call_command("clock", once=True, stdout=out)
    assert (out.getvalue(), ran) == ("Jobs done: 2, failed: 0.\n", ["each_minute", "daily"])


@pytest.mark.django_db
def test_command_fails_when_a_job_does(ran, faults) -> None:
    faults.append(ValueError())
    out = io.StringIO()
    with pytest.raises(CommandError, match="the log tells which"):
        call_command("clock", once=True, stdout=out)
    assert out.getvalue() == "Jobs done: 2, failed: 1.\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "minutes", "word"),
    [("waiting", 16, "late"), ("waiting", 14, "ok"), ("waiting", -60, "ok"), ("failed", 16, "ok")],
)
def test_a_mail_that_is_overdue_is_late(status: str, minutes: int, word: str) -> None:
    Mail.objects.create(template="test", status=status, next_try=timezone.now() - timedelta(minutes=minutes))
    assert upkeep.queue() == word


@pytest.mark.django_db
def test_without_mails_the_queue_is_well() -> None:
    assert upkeep.queue() == "ok"


@pytest.mark.django_db
def test_a_clock_that_has_never_run_is_not_late_one_that_stopped_is(ran, now) -> None:
    words = [upkeep.clock()]
    run_due()
    for passed in (timedelta(minutes=6), MINUTE):
        words.append(upkeep.clock())
        now.shift(passed)
    words.append(upkeep.clock())
    assert words == ["ok", "ok", "ok", "late"]


@pytest.mark.django_db
def test_a_job_that_no_table_names_any_more_makes_no_clock_late(ran, now) -> None:
    ClockJob.objects.create(name="gone", due_at=timezone.now() - DAY)
    run_due()
    assert upkeep.clock() == "ok"


@pytest.mark.django_db
def test_a_job_reads_as_its_name() -> None:
    assert str(ClockJob(name="daily")) == "daily"
