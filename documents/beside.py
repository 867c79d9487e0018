"""What a family gave and waits, beside a request of the same family: an address is accepted on the proof of it."""

from django.db.models import Q

from accounts.models import User
from documents.models import Document
from families.models import ChangeRequest

MOST = 3


def papers_beside(change: ChangeRequest, by: User) -> list[Document]:
    """Of the family, and of the person whose record it is; the oldest first. Some kinds are not everybody's to open."""
    here = Document.objects.for_user(by).openable_by(by).waiting().filter(family=change.family_id)
    theirs = here.filter(Q(student=None) | Q(student__person=change.person_id), answer=Document.Answer.FILE)
    return list(theirs.select_related("type").order_by("sent_at", "pk")[:MOST])
