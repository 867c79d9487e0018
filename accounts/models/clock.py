from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q


class ClockJobQuerySet(models.QuerySet["ClockJob"]):
    def claim(self, row: "ClockJob", *, now: datetime, next_due: datetime) -> bool:
        """Have this run of the job to oneself: whoever moves its due time forward first.

        One UPDATE is a short transaction of its own. The database locks the row for it, and lets who comes
        second read the condition again, on the row as the first one left it: one of them changes a row. A lock
        held while the job runs would decide no better, and on SQLite it would stop every writer meanwhile.
        """
        mine = self.filter(name=row.name, due_at=row.due_at)
        return mine.update(due_at=next_due, last_started_at=now) == 1

    def overdue(self, by: timedelta, *, now: datetime) -> Self:
        return self.filter(due_at__lt=now - by)


class ClockJob(models.Model):
    """When a job of imuse.periodic is due, and how it went the last time."""

    name = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    last_failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = ClockJobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clock_job_failure_says_why",
                condition=Q(last_failed_at=None, last_error="")
                | (Q(last_failed_at__isnull=False) & ~Q(last_error="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
