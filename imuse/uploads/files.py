"""A document that a family gives: a photograph or a PDF, looked at before anything is kept of it."""

import hashlib
import math
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imuse.inspection import images, kinds, pdfs
from imuse.inspection.findings import MAX_KEPT, MEGABYTE, PDF, RefusedError
from imuse.uploads.names import safe_name
from imuse.uploads.sentences import denied

if TYPE_CHECKING:
    from django.core.files import File

WHAT_IS_TAKEN = _("JPEG, JPG, PNG, PDF - 2 Mo maximum")
ACCEPT = "image/jpeg,image/png,image/heic,image/heif,.heic,.heif,application/pdf"


class SafeFile(NamedTuple):
    content: bytes
    name: str
    content_type: str
    pages: int

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def accept_file(file: "File") -> SafeFile:
    """Or Denied, with what to do instead. Takes its time: never inside a transaction."""
    _check_weight(file.size, "too_heavy", settings.REQUEST_MAX_BYTES)
    content = file.read()
    try:
        kind = kinds.kind_of(content)
        if kind == PDF:
            _check_weight(len(content), "pdf_too_heavy", MAX_KEPT)
            pages = pdfs.check(content)
        else:
            (content, kind), pages = images.redraw(content, kind), 1
    except RefusedError as refused:
        raise denied(refused.word, **refused.figures) from refused
    return SafeFile(content, safe_name(file.name or "", kind), kind, pages)


def preview(content: bytes, content_type: str, page: int = 1) -> bytes:  # noqa: ARG001
    """A JPEG of one page, for the eyes of the office."""
    if content_type == PDF:
        raise denied("no_such_page")
    return images.redraw(content, content_type)[0]


def _check_weight(weight: int, word: str, limit: int) -> None:
    if weight > limit:
        raise denied(word, megabytes=math.ceil(10 * weight / MEGABYTE) / 10)
