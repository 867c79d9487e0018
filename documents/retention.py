"""When a file goes: its row stays, and tells that there was one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from documents.files import forget_after_commit
from documents.handing_in import drop_file, lock
from documents.models import Document, DocumentType
from documents.months import months_after

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

Kept, Status = DocumentType.Kept, Document.Status

# For the family to read the reason beside what it sent.
REFUSED_KEPT = timedelta(days=90)
# What nobody looked at is not kept for ever: the family is asked for it again.
WAITING_KEPT = timedelta(days=90)


def due(today: "date") -> Q:
    """Checked, past its end, so many months after; refused and left so."""
    of_kind = Q(type__kept=Kept.UNTIL_CHECKED) | Q(type__kept=Kept.WHILE_VALID, valid_until__lt=today)
    for kind in DocumentType.objects.filter(kept=Kept.MONTHS).order_by("pk"):
        of_kind |= Q(type=kind, decided_at__date__lt=months_after(today, -kind.kept_months))
    refused = Q(status=Status.REFUSED, decided_at__lt=timezone.now() - REFUSED_KEPT)
    return Q(status=Status.VALIDATED) & of_kind | refused


def past() -> "QuerySet[Document]":
    return Document.objects.exclude(path="").filter(due(timezone.localdate())).order_by("pk")


def delete_due() -> int:
    """For the clock. Each in a transaction of its own, and asked again there."""
    return sum(_delete(*row) for row in list(past().values_list("pk", "family_id")))


@transaction.atomic
def _delete(number: int, family: int) -> bool:
    lock(family)
    document = Document.objects.filter(due(timezone.localdate()), pk=number).exclude(path="").first()
    if document is None:  # replaced meanwhile
        return False
    drop_file(document)
    document.save(update_fields=["path", "file_deleted_at"])
    return True


def forgotten() -> "QuerySet[Document]":
    return Document.objects.waiting().filter(sent_at__lt=timezone.now() - WAITING_KEPT).order_by("pk")


def delete_forgotten() -> int:
    return sum(_delete_forgotten(*row) for row in list(forgotten().values_list("pk", "family_id")))


@transaction.atomic
def _delete_forgotten(number: int, family: int) -> bool:
    lock(family)
    document = forgotten().filter(pk=number).first()
    if document is None:  # decided meanwhile
        return False
    drop_file(document)
    document.delete()
    return True


def forget_files_of(students: "Collection[int]", families: "Collection[int]") -> None:
    """Their rows go with them (students/retention.py)."""
    rows = Document.objects.filter(Q(student__in=students) | Q(family__in=families)).exclude(path="")
    for path in rows.order_by("pk").values_list("path", flat=True):
        forget_after_commit(path)
