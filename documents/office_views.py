"""What the office opens beside Django's own pages: files, their pages as pictures, blank forms."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.looks import looked_at
from documents.models import DocumentType
from documents.serving import content_of, file_answer, in_a_sandbox
from imuse import uploads
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def document_file(request: "HttpRequest", document_id: int) -> HttpResponse:
    return file_answer(looked_at(request, document_id))


@require_safe
def document_page(request: "HttpRequest", document_id: int, page: int) -> HttpResponse:
    """As a picture: the office reads a PDF without running it."""
    document = looked_at(request, document_id, page=page)
    content = content_of(document)
    try:
        picture = uploads.preview(content, document.content_type, page)
    except Denied as fault:
        raise Http404 from fault
    return in_a_sandbox(HttpResponse(picture, content_type="image/jpeg"))


@require_safe
def blank_form(request: "HttpRequest", type_id: int) -> HttpResponse:
    return file_answer(get_object_or_404(DocumentType.objects.for_user(request.user), pk=type_id))
