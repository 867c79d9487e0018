"""What a line of the log holds: enough to mend what broke, nothing of a person.

An exception's own words may quote a row (PostgreSQL's tell the values that clash), a path a secret link, an
address a query: they stay out. Only the standard library: logging is set up before everything else.
"""

import json
import logging
import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
DEEPEST = 40  # frames of a traceback that are told: the last ones

# What could end a line, move a terminal's cursor or turn the direction of writing.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
QUERY = re.compile(r"(/[^\s?]*)\?[^\s'\"]*")
# gunicorn names the client whose request it could not read, and quotes from it; it tells the address that broke.
CLIENT = re.compile(r"(?<=\bip=)\S+(: [^:'\"]*).*", re.DOTALL)
BROKEN = re.compile(r"(?<=^Error handling request )([A-Z]+ )?([^\s(]\S*)")
# A word that may begin an address of ours; with a digit it might be somebody's identifier, if longer a secret.
FIRST_WORD = re.compile(r"/[a-z-]{1,24}(?![^/])")


# A database that cannot be reached, a package that is missing: their words name servers and tables, no row.
SAFE_KINDS = {"OperationalError", "ImproperlyConfigured", "ImportError", "ModuleNotFoundError"}


class SafeError(Exception):
    """An error whose own words hold nothing of a person, so that the log may repeat them."""


def named(error: BaseException) -> str:
    """The class of the error, and what it says where that is safe."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    is_safe = isinstance(error, SafeError) or type(error).__name__ in SAFE_KINDS
    return f"{kind}: {_clean(str(error))}" if is_safe else kind


class Plain(logging.Formatter):
    """For eyes: a line, and below it the frames of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time_of(record)} {record.levelname} {record.name}: {message_of(record)}"
        return "\n  ".join([line, *_told(record)])


class Json(logging.Formatter):
    """For programs: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": _time_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if error := _error_of(record):
            entry |= {"exception": named(error), "traceback": list(_told(record))}
        return json.dumps(entry)


def demonstration_is_on() -> bool:
    """As imuse/env.py decides, for what runs without Django, or before it."""
    if word := os.environ.get("DEMONSTRATION", "").lower():
        return word in {"yes", "true", "1"}
    try:
        return urlsplit(os.environ.get("PUBLIC_URL", "http://localhost/")).hostname in LOOPBACK
    except ValueError:
        return False


def chosen_format() -> str:
    """The one place that decides; imuse/settings.py refuses what is neither json nor plain."""
    return os.environ.get("LOG_FORMAT") or ("plain" if demonstration_is_on() else "json")


def formatter() -> logging.Formatter:
    return Plain() if chosen_format() == "plain" else Json()


def line(name: str, level: int, message: str, error: BaseException | None = None) -> str:
    """For what is told while logging is not set up."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    return formatter().format(logging.LogRecord(name, level, "", 0, message, (), exc_info))


def tell_the_end(kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    """For sys.excepthook, which prints the words of an error otherwise. Ctrl-C is none."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.stderr.write(line("imuse", logging.CRITICAL, "stopped by an error", error) + "\n")


def message_of(record: logging.LogRecord) -> str:
    message = record.getMessage()
    request = getattr(record, "request", None)
    if path := getattr(request, "path", ""):
        message = _with_route(message, path, getattr(request, "resolver_match", None))
    return _clean(message)


def _with_route(message: str, path: str, match: Any) -> str:
    """Django ends its messages with the request's path: the route says as much, without what was filled in."""
    place = f"/{match.route}" if match else _beginning_of(path)
    for spelling in (path, path.encode("unicode_escape").decode("ascii")):
        if message.endswith(spelling):
            return message.removesuffix(spelling) + place
    return message


def _beginning_of(path: str) -> str:
    """Who looks for a broken link is told where it began; what follows may be anything, a person's address too."""
    word = FIRST_WORD.match(path)
    beginning = word[0] if word else ""
    rest = path.removeprefix(beginning)
    return beginning + ("/…" if rest.strip("/") else rest)


def _clean(text: str) -> str:
    text = CLIENT.sub(r"…\1", QUERY.sub(r"\1", text))
    text = BROKEN.sub(lambda found: (found[1] or "") + _beginning_of(found[2]), text)
    return CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def _time_of(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _told(record: logging.LogRecord) -> Iterator[str]:
    """The exception and those that led to it, the first one first: classes and places, no values."""
    for error in reversed(list(_chain(_error_of(record)))):
        yield from _places(error.__traceback__)
        yield named(error)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(traceback: TracebackType | None) -> Iterator[str]:
    for frame, line in deque(walk_tb(traceback), maxlen=DEEPEST):
        yield f"{frame.f_code.co_filename}:{line} {frame.f_code.co_qualname}"
