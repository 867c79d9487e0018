"""A file on its way out: as what it is, under the name that people know, never run by the browser that shows it."""

import logging
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from documents import files

if TYPE_CHECKING:
    from documents.models.kept_file import KeptFile

log = logging.getLogger("imuse.documents")

# In a room without scripts, forms or ways out. Browsers show no PDF there, so one is handed over to be kept; an
# image they enlarge by a style that they write themselves.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def content_of(kept: "KeptFile") -> bytes:
    if not kept.path:
        raise Http404
    try:
        return files.read(kept.path)
    except FileNotFoundError:
        log.error("a file that a row names is not in the store: %s", kept.path)  # noqa: TRY400 - no trace needed
        raise Http404 from None


def file_answer(kept: "KeptFile") -> HttpResponse:
    response = HttpResponse(content_of(kept), content_type=kept.content_type)
    is_pdf = kept.content_type == "application/pdf"
    response["Content-Disposition"] = content_disposition_header(is_pdf, kept.file_name)
    return in_a_sandbox(response)


def in_a_sandbox(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
