"""What the audit trail follows of documents."""

from accounts.trail.audited import leave
from accounts.trail.pages import other
from accounts.trail.saving import watch
from documents.looks import Looks
from documents.models import Document, DocumentLook, DocumentType

# Where and how a file is kept, under a name that says what it holds.
STORED = "path content_type digest pages size"


def register() -> None:
    watch(DocumentType, without=f"name_key {STORED}")
    watch(Document, site="type__site", without=f"told_at {STORED}")
    other(Document, Looks)
    leave("it is a trail itself: the same page shows it", DocumentLook)
