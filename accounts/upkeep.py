"""What the clock does for the house itself, and how to tell that clock and queue keep up."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts import delivery, purging, sent_once, text_delivery, throttle, too_late
from accounts.imports import verbs as imports
from accounts.models import ClockJob, Mail, Text
from imuse import health, periodic, stored_files
from imuse.periodic import Job

# No task may last so long: whatever does is cut into batches that follow each other.
LONGEST_TASK = timedelta(minutes=15)
# A task that took so many workers with it takes no other.
LIVES = 3
LATEST_MAIL = timedelta(minutes=15)
LATEST_JOB = timedelta(minutes=5)


def register() -> None:
    periodic.register(
        Job("clear_sessions", timedelta(days=1), clear_sessions),
        Job("prune_tasks", timedelta(days=1), prune_tasks),
        Job("release_tasks", timedelta(minutes=1), release_tasks),
        Job("sweep_mails", timedelta(minutes=1), delivery.sweep),
        Job("purge_personal_data", timedelta(days=1), purging.purge),
        Job("sweep_texts", timedelta(minutes=1), text_delivery.sweep),
        Job("purge_throttle", timedelta(hours=1), throttle.purge),
        Job("purge_kept_forms", timedelta(minutes=10), too_late.purge),
        Job("purge_sent_forms", timedelta(minutes=10), sent_once.purge),
        Job("sweep_imports", timedelta(minutes=1), imports.sweep),
        Job("sweep_drafts", timedelta(days=1), stored_files.sweep_drafts),
    )
    health.register("queue", queue)
    health.register("clock", clock)


def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def prune_tasks() -> None:
    call_command("prune_db_task_results", queue_name="*", min_age_days=1, failed_min_age_days=14, verbosity=0)


def release_tasks() -> int:
    """Give tasks whose worker was killed to another one: the queue itself leaves them in RUNNING for ever.

    One UPDATE that asks again as it writes: a task that ends at this moment stays ended. A worker that is only
    slow writes its result whatever the status, and what the task does is guarded by the row that it is about.
    """
    now = timezone.now()
    left = DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST_TASK)
    deadly = left.filter(**{f"worker_ids__{LIVES - 1}__isnull": False})
    deadly.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="", traceback="")
    return left.update(status=TaskResultStatus.READY)


def queue() -> str:
    late = {"status": Mail.Status.WAITING, "next_try__lt": timezone.now() - LATEST_MAIL}
    is_late = any(rows.filter(**late).exists() for rows in (Mail.objects, Text.objects))
    return health.LATE if is_late else health.OK


def clock() -> str:
    """A table without rows is that of an installation whose clock has never run: not wrong yet."""
    names = [job.name for job in periodic.jobs()]
    overdue = ClockJob.objects.filter(name__in=names).overdue(LATEST_JOB, now=timezone.now())
    return health.LATE if overdue.exists() else health.OK
