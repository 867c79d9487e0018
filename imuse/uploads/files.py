"""A document that a family gives: a photograph or a PDF, looked at before anything is kept of it."""

import hashlib
import math
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imuse.inspection.findings import MEGABYTE
from imuse.uploads import antivirus, process
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
    _check_weight(file.size)
    file.seek(0)  # a form may have looked at it already
    content = file.read()
    found = process.ask(content, "look")
    antivirus.check(content)
    kept = found.made or content
    return SafeFile(kept, safe_name(file.name or "", found.kind), found.kind, found.pages)


def preview(content: bytes, content_type: str, page: int = 1) -> bytes:
    """A JPEG of one page, for the eyes of the office."""
    return process.ask(content, "page", content_type, str(page)).made


def _check_weight(weight: int) -> None:
    if weight > settings.REQUEST_MAX_BYTES:
        raise denied("too_heavy", megabytes=math.ceil(10 * weight / MEGABYTE) / 10)
