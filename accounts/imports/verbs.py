"""What the office does with a file: sends it, imports what its preview shows, or gives it up."""

import shutil
from pathlib import PurePath
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Import, Site, User
from imuse import stored_files
from imuse.policies import Denied

if TYPE_CHECKING:
    from imuse.importing.kinds import Kind

FOLDER = "imports"
Status = Import.Status


def send(file: IO[bytes], *, name: str, kind: "Kind", site: Site, by: User, queued: bool = True) -> Import:
    """Keep the file, and have its preview made."""
    path = stored_files.put_file(f"{FOLDER}/{uuid4().hex}", File(file))
    with transaction.atomic():
        row = Import.objects.create(
            site=site, kind=kind.name, file_name=PurePath(name).name[-120:], path=path, sent_by=by
        )
        if queued:
            queue(row)
    return row


def check_can_confirm(*, row: Import) -> None:
    if row.status != Status.READY:
        raise Denied(_("Cet import n’attend pas de confirmation."))
    if not row.created + row.changed:
        raise Denied(_("Ce fichier ne change rien : il n’y a rien à importer."))


@transaction.atomic
def confirm(row: Import, *, by: User, queued: bool = True) -> Import:
    """«Importer»: what the preview shows, if it still holds."""
    locked = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
    check_can_confirm(row=locked)
    locked.status, locked.confirmed_by, locked.place = Status.CHECKING, by, 0
    locked.is_stale = False
    locked.lease = timezone.now()
    locked.save()
    if queued:
        queue(locked)
    return locked


def check_can_cancel(*, row: Import) -> None:
    if not row.can_be_given_up:
        raise Denied(_("Cet import a commencé ou il est terminé : il ne s’abandonne plus."))


@transaction.atomic
def cancel(row: Import) -> Import:
    locked = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
    check_can_cancel(row=locked)
    locked.status, locked.ended_at = Status.CANCELLED, timezone.now()
    locked.save()
    transaction.on_commit(lambda: forget_file(locked))
    return locked


class GivenUpError(Exception):
    """Somebody gave the import up, or it is somebody else's turn."""


def check_is_still(row: Import, status: str) -> None:
    """In the transaction of who goes on with it, and locked: nobody else does meanwhile."""
    now = Import.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if (now.status, now.place, now.units) != (status, row.place, row.units):
        raise GivenUpError


def queue(row: Import) -> None:
    from accounts.imports.work import work_on

    work_on.using(priority=-10).enqueue(row.pk)


def forget_file(row: Import) -> None:
    """What it held of people is nobody's business any more."""
    if row.path:
        stored_files.delete(row.path)
    Import.objects.filter(pk=row.pk).update(path="")
    row.parts.all().delete()


def past() -> QuerySet[Import]:
    """A week later nothing is left of the files."""
    return Import.objects.past()


def purge() -> int:
    old = list(past())
    for row in old:
        forget_file(row)
        row.delete()
    for name in list(stored_files.older_than(2 * Import.KEPT, below=FOLDER)):  # that no row came to name
        stored_files.delete(name)
    return len(old)


def sweep() -> int:
    """For the clock: whose worker was killed."""
    swept = 0
    for row in Import.objects.forgotten():
        with transaction.atomic():
            if Import.objects.forgotten().filter(pk=row.pk).update(lease=timezone.now()):
                queue(row)
                swept += 1
    return swept


def local_copy(row: Import, into: IO[bytes]) -> None:
    with stored_files.opened(row.path) as kept:
        shutil.copyfileobj(kept, into)
    into.seek(0)
