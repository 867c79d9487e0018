"""Who carries an import on: the worker, a slice at a time, so that mails go out between; or a command, to its end."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django_tasks import task

from accounts.imports import staging, verbs, writing
from accounts.imports.staging import Question, Told
from accounts.imports.verbs import GivenUpError, Status
from accounts.models import Import
from imuse.bulk import collecting_rarely
from imuse.stored_files import StoreDown

log = logging.getLogger("imuse.imports")

SLICE = timedelta(seconds=20)
STEPS = {Status.READING: staging.stage, Status.CHECKING: writing.check, Status.WRITING: writing.write}


@task
def work_on(import_id: int) -> None:
    row = take(import_id)
    if row is None:
        return
    end = time.monotonic() + SLICE.total_seconds()
    try:
        go_on(row, is_time_up=lambda: time.monotonic() > end)
    except GivenUpError:
        return
    except (OperationalError, InterfaceError, StoreDown):
        log.warning("import %s waits: the database or the store does not answer", row.pk)  # the clock's sweep
        return
    except Exception:
        log.exception("import %s failed", row.pk)
        Import.objects.at_work().filter(pk=row.pk).update(status=Status.FAILED, ended_at=timezone.now())
        return
    if row.is_at_work:
        hand_on(row)


def take(import_id: int) -> Import | None:
    """Whoever moves the lease forward has it; a second task for it finds nothing to do."""
    now = timezone.now()
    free = Import.objects.at_work().filter(pk=import_id, lease__lte=now)
    taken = free.update(lease=now + Import.LEASE)
    return Import.objects.select_related("site", "confirmed_by").get(pk=import_id) if taken else None


@transaction.atomic
def hand_on(row: Import) -> None:
    """To whoever of the workers is free next."""
    Import.objects.filter(pk=row.pk).update(lease=timezone.now())
    verbs.queue(row)


def go_on(row: Import, *, is_time_up: Question, told: Told = lambda _lines: None) -> None:
    """Step after step, until it waits for somebody, or the time is up. In one language, whoever goes on with it: what
    would change is compared with what was shown."""
    with collecting_rarely(), translation.override(settings.LANGUAGE_CODE):
        while row.is_at_work:
            STEPS[row.status](row, is_time_up=is_time_up, told=told)
            if is_time_up():
                return
