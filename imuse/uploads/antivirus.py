"""ClamAV, where the installation has one: it is shown every file, as it was sent, and a file that it could not look
at is not kept."""

import logging
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings

from imuse.uploads.sentences import denied

logger = logging.getLogger(__name__)

CONNECTING, ANSWERING = 3, 30  # seconds
CHUNK = 128 * 1024
CLEAN, FOUND = b"stream: OK", b" FOUND"
LONGEST_ANSWER = 4096


class SilentError(Exception):
    """No answer, or none that says whether the file is clean."""


def check(content: bytes) -> None:
    if not settings.CLAMAV_URL:
        return
    try:
        found = name_of_virus(content, settings.CLAMAV_URL)
    except (OSError, SilentError) as fault:
        logger.exception("The antivirus did not answer: a sent file was refused.")
        raise denied("antivirus_silent") from fault
    if found:
        logger.warning("The antivirus found %s in a sent file, which was refused.", found)
        raise denied("virus")


def name_of_virus(content: bytes, url: str) -> str:
    """Empty for a clean file."""
    with _connected(url) as clamd:
        clamd.settimeout(ANSWERING)
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
        clamd.sendall(struct.pack(">I", 0))
        return _understood(_answer_of(clamd))


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=CONNECTING)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(CONNECTING)
    try:
        clamd.connect(parts.path)
    except OSError:
        clamd.close()
        raise
    return clamd


def _answer_of(clamd: socket.socket) -> bytes:
    """Up to its NUL, and no longer than it may take in all, however slowly it comes."""
    answer, deadline = b"", time.monotonic() + ANSWERING
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        clamd.settimeout(max(0.01, deadline - time.monotonic()))
        more = clamd.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n")


def _understood(answer: bytes) -> str:
    if answer == CLEAN:
        return ""
    if not answer.startswith(b"stream: ") or not answer.endswith(FOUND):
        raise SilentError(f"it said {answer[:80]!r}")
    return answer[len(b"stream: ") : -len(FOUND)].decode("ascii", "replace")
