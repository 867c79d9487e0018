"""When a family is told what became of its documents.

Of several in a row it reads one mail: once nothing of it waits any more, or at once when one is refused, for then it
has something to do. Where the office stops in between, the clock tells the rest an hour later.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import mails
from documents.models import Document
from families.models import Family

PATIENCE = timedelta(hours=1)
DECIDED = Document.DECIDED


def untold() -> QuerySet[Document]:
    """What somebody of the family sent: who brings something to the desk is told there."""
    return Document.objects.filter(status__in=DECIDED, told_at=None, sent_by__site__isnull=False)


def after(document: Document) -> None:
    """In the transaction that decided on it."""
    others_wait = Document.objects.waiting().filter(family=document.family_id).exists()
    if document.status == Document.Status.REFUSED or not others_wait:
        tell(document.family)


def tell(family: Family) -> int:
    """A mail to each who sent something; the family's row is locked by who calls."""
    of_sender = defaultdict(list)
    for document in untold().filter(family=family).select_related("sent_by").order_by("decided_at", "pk"):
        of_sender[document.sent_by].append(document.pk)
    for sender, numbers in of_sender.items():
        if sender.email:
            mails.write("documents_decided", to=sender, site=family.site, references={"documents": numbers})
        Document.objects.filter(pk__in=numbers).update(told_at=timezone.now())
    return len(of_sender)


def tell_late() -> int:
    """For the clock."""
    late = untold().filter(decided_at__lt=timezone.now() - PATIENCE)
    numbers = late.order_by("family_id").values_list("family_id", flat=True).distinct()
    return sum(map(_tell_locked, list(numbers)))


@transaction.atomic
def _tell_locked(number: int) -> int:
    return tell(Family.objects.select_for_update(of=("self",)).select_related("site").get(pk=number))
