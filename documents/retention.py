"""When a file goes: its row stays, and tells that there was one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from documents.handing_in import drop_file, lock
from documents.models import Document, DocumentType
from documents.months import months_after

if TYPE_CHECKING:
    from datetime import date

Kept, Status = DocumentType.Kept, Document.Status

# For the family to read the reason beside what it sent.
REFUSED_KEPT = timedelta(days=90)


def due(today: "date") -> Q:
    """Checked, past its end, so many months after; refused and left so."""
    of_kind = Q(type__kept=Kept.UNTIL_CHECKED) | Q(type__kept=Kept.WHILE_VALID, valid_until__lt=today)
    for kind in DocumentType.objects.filter(kept=Kept.MONTHS).order_by("pk"):
        of_kind |= Q(type=kind, decided_at__date__lt=months_after(today, -kind.kept_months))
    refused = Q(status=Status.REFUSED, decided_at__lt=timezone.now() - REFUSED_KEPT)
    return Q(status=Status.VALIDATED) & of_kind | refused


def delete_due() -> int:
    """For the clock. Each in a transaction of its own, and asked again there."""
    today = timezone.localdate()
    rows = Document.objects.exclude(path="").filter(due(today)).order_by("pk")
    return sum(_delete(*row) for row in list(rows.values_list("pk", "family_id")))


@transaction.atomic
def _delete(number: int, family: int) -> bool:
    lock(family)
    document = Document.objects.filter(due(timezone.localdate()), pk=number).exclude(path="").first()
    if document is None:  # replaced meanwhile
        return False
    drop_file(document)
    document.save(update_fields=["path", "file_deleted_at"])
    return True
