"""Two formats in one file: a photograph that is an archive to one program and a page with a script to another.

An image is drawn anew, so nothing of this would be kept: it is refused because no camera makes it. What cameras do
make is taken: a film, a second image or notes of the maker behind the photograph.
"""

import re
import struct
from collections.abc import Callable, Iterator

from imuse.inspection import layout
from imuse.inspection.findings import JPEG, PDF, PNG, RefusedError
from imuse.inspection.kinds import HEAD, TAKEN, word_for

SCRIPT = re.compile(rb"<\?php|<script\b|<html\b|<!doctype html", re.IGNORECASE)
PDF_START = b"%PDF-"
HARMLESS_BEHIND = {"empty", "unknown", "text", "video", "sound"}
IMAGE_STARTS = tuple(start for start in TAKEN if start != PDF_START)
END_OF_ZIP, ENTRY_OF_ZIP = b"PK\5\6", b"PK\1\2"
LONGEST_END_OF_ZIP = 22 + 2**16
PARTS: dict[str, Callable[[bytes], Iterator[layout.Part]]] = {JPEG: layout.of_jpeg, PNG: layout.of_png}


def check(content: bytes, kind: str) -> None:
    is_disguised = _is_disguised_pdf if kind == PDF else _is_disguised_image
    if _is_archive(content) or is_disguised(content, kind):
        raise RefusedError("two_formats")


def _is_archive(content: bytes) -> bool:
    """Archives are read from their end, whatever stands before."""
    end = content.rfind(END_OF_ZIP, max(0, len(content) - LONGEST_END_OF_ZIP))
    if end < 0 or len(content) < end + 22:
        return False
    entries, length = struct.unpack_from("<HI", content, end + 10)
    directory = end - length
    return entries > 0 and directory >= 0 and content.startswith(ENTRY_OF_ZIP, directory)


def _is_disguised_pdf(content: bytes, _kind: str) -> bool:
    return bool(SCRIPT.search(content[:HEAD])) or b"<?php" in content.lower()


def _is_disguised_image(content: bytes, kind: str) -> bool:
    if PDF_START in content[:HEAD]:
        return True
    if kind not in PARTS:
        return False
    end = len(content)
    for part in PARTS[kind](content):
        end = part.end
        if _speaks_otherwise(part.body):
            return True
    behind = content[end:].lstrip(b"\0\t\n\r ")
    return _speaks_otherwise(behind) or _is_other_file(behind)


def _speaks_otherwise(part: bytes) -> bool:
    return PDF_START in part or bool(SCRIPT.search(part))


def _is_other_file(behind: bytes) -> bool:
    return not behind.startswith(IMAGE_STARTS) and word_for(behind) not in HARMLESS_BEHIND
