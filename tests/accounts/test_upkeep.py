"""What the clock does for the house: tasks of dead workers, old tasks, ended sessions."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts import upkeep

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
pytestmark = pytest.mark.usefixtures("kept_connection")


rung = []


@task
def ring(number: int) -> None:
    rung.append(number)


@pytest.fixture
def bell():
    rung.clear()
    return rung


def work() -> None:
    """What the worker would do now with all that is ready."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="second",
        excluded_queue_names=[],
    ).run()


def running_since(ago: timedelta, *workers: str) -> DBTaskResult:
    """A task whose worker took it so long ago, and whether it lives is not known."""
    taken = DBTaskResult.objects.get(pk=ring.enqueue(7).id)
    with time_machine.travel(timezone.now() - ago, tick=False):
        for worker in workers or ("first",):
            taken.claim(worker)
    return taken


@pytest.mark.django_db
def test_a_task_of_a_killed_worker_is_done_by_another(bell) -> None:
    taken = running_since(timedelta(minutes=16))
    work()
    assert bell == []
    assert upkeep.release_tasks() == 1
    assert upkeep.release_tasks() == 0
    work()
    taken.refresh_from_db()
    assert (bell, taken.status, taken.worker_ids) == ([7], TaskResultStatus.SUCCESSFUL, ["first", "second"])


@pytest.mark.django_db
def test_a_task_that_may_still_be_running_is_left_alone(bell) -> None:
    taken = running_since(timedelta(minutes=14))
    assert upkeep.release_tasks() == 0
    work()
    taken.refresh_from_db()
    assert (bell, taken.status) == ([], TaskResultStatus.RUNNING)


@pytest.mark.django_db
def test_a_task_that_has_ended_is_not_brought_back() -> None:
    done, failed = running_since(DAY), running_since(DAY)
    done.set_successful(None)
    failed.set_failed(ValueError())
    assert upkeep.release_tasks() == 0


@pytest.mark.django_db
def test_a_slow_worker_that_ends_after_all_ends_the_task(bell) -> None:
    taken = running_since(timedelta(minutes=16))
    upkeep.release_tasks()
    taken.set_successful(None)
    work()
    assert bell == []


@pytest.mark.django_db
def test_a_task_that_killed_three_workers_is_given_up(bell) -> None:
    taken = running_since(timedelta(minutes=16), "first", "second", "third")
    assert upkeep.release_tasks() == 0
    taken.refresh_from_db()
    assert taken.status == TaskResultStatus.FAILED
    assert taken.finished_at is not None


@pytest.mark.django_db
def test_ended_tasks_are_kept_for_a_day_and_failed_ones_for_two_weeks(now) -> None:
    done, failed = running_since(DAY), running_since(DAY)
    done.set_successful(None)
    failed.set_failed(ValueError())
    kept = []
    for passed in (timedelta(hours=23), timedelta(hours=1), timedelta(days=12), DAY):
        now.shift(passed)
        upkeep.prune_tasks()
        kept.append(DBTaskResult.objects.count())
    assert kept == [2, 1, 1, 0]


@pytest.mark.django_db
def test_sessions_that_have_ended_are_cleared(now) -> None:
    store = SessionStore()
    store.set_expiry(3600)
    store.save()
    upkeep.clear_sessions()
    assert Session.objects.count() == 1
    now.shift(3601)
    upkeep.clear_sessions()
    assert Session.objects.count() == 0
