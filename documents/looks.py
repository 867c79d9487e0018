"""A file before the eyes of the staff: who may, and the trace that it leaves."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.models import Document, DocumentLook
from imuse.addresses import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def looked_at(request: "HttpRequest", document_id: int, *, page: int | None = None) -> Document:
    """The document whose file is about to be shown; written down first, so that no look goes without its trace."""
    seen = Document.objects.for_user(request.user).openable_by(request.user).exclude(path="")
    document = get_object_or_404(seen, pk=document_id)
    if page is not None and page not in range(1, document.pages + 1):
        raise Http404
    address = address_of(request) or None
    DocumentLook.objects.create(document=document, user=request.user, page=page, address=address)
    return document
