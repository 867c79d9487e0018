"""Calls the process that looks at a file, a few at once, and understands its answer or its end."""

import json
import logging
import signal
import subprocess
import sys
from threading import BoundedSemaphore
from typing import NamedTuple

from imuse.env import ROOT
from imuse.uploads.sentences import denied

logger = logging.getLogger(__name__)

SECONDS = 20  # more than the process allows itself: for a machine that does not even start it
PATIENCE = 20
# Without the portal's: its secrets are none of a stranger's file.
ENVIRONMENT = {"LANG": "C.UTF-8"}
OVERSPENT = {-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}
_few_at_once = BoundedSemaphore(2)


class Answer(NamedTuple):
    kind: str
    pages: int
    made: bytes


def ask(content: bytes, *question: str) -> Answer:
    """Or Denied, with the sentence for what was found."""
    if not _few_at_once.acquire(timeout=PATIENCE):
        raise denied("busy")
    try:
        return _understood(*_run(content, question))
    finally:
        _few_at_once.release()


def command(question: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-s", "-m", "imuse.inspection", *question]


def _run(content: bytes, question: tuple[str, ...]) -> tuple[int, bytes]:
    try:
        done = subprocess.run(  # noqa: S603 the words of the question are ours
            command(question),
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it could tell what is in the file
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -signal.SIGALRM, b""
    return done.returncode, done.stdout


def _understood(code: int, answer: bytes) -> Answer:
    if code:
        logger.warning("The look at a sent file ended with code %d.", code)
        raise denied("too_complicated" if code in OVERSPENT else "unreadable")
    line, _end, made = answer.partition(b"\n")
    facts = json.loads(line)
    if "refused" in facts:
        raise denied(facts["refused"], **facts["figures"])
    return Answer(facts["kind"], facts["pages"], made)
