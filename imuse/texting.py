"""Text messages leave by a backend that SMS_URL names, as Django's mails do by theirs: to the console, into files, or
to a gateway by HTTP."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import uuid4

from django.conf import settings

from imuse.gateway import Gateway

if TYPE_CHECKING:
    from imuse.gateway import Filled

CONNECT, READ, TOTAL = 10, 20, 60  # seconds
# The gateway does not want this one; whatever else it answers may be mended, by itself or by its keeper.
FOR_GOOD = {400, 410, 413, 414, 422}


class Refused(Exception):  # noqa: N818 - it is an answer
    """For good: a wrong number, mostly."""


class Trouble(Exception):  # noqa: N818 - it passes
    """To be tried again."""


class Backend(Protocol):
    def send(self, *, to: str, text: str, reference: str) -> None: ...


class Console:
    def send(self, *, to: str, text: str, reference: str) -> None:
        print(f"SMS {reference} to {to}: {text}", file=sys.stderr, flush=True)  # noqa: T201 - what it is for


class Files(NamedTuple):
    """Each text a file; it appears whole or not at all."""

    folder: Path

    def send(self, *, to: str, text: str, reference: str) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.txt"
            draft = self.folder / f".{name}"
            with draft.open("w", encoding="utf-8") as file:
                file.write(f"{to}\n{reference}\n\n{text}\n")
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.folder / name)
        except OSError as trouble:
            raise Trouble(type(trouble).__name__) from trouble


class ByHttp(NamedTuple):
    gateway: Gateway

    def send(self, *, to: str, text: str, reference: str) -> None:
        status = _status_of(self.gateway.filled(to=to, text=text, reference=reference))
        if status in FOR_GOOD:
            raise Refused(f"HTTP {status}")
        if not 200 <= status < 300:
            raise Trouble(f"HTTP {status}")


def _status_of(request: "Filled") -> int:
    import httpx

    from imuse.exchanges import cut_after

    try:
        with (
            httpx.Client(
                timeout=httpx.Timeout(READ, connect=CONNECT), follow_redirects=False, trust_env=False
            ) as http,
            cut_after(TOTAL) as watch,
            http.stream(
                request.method,
                request.url,
                headers=request.headers,
                content=request.body or None,
                extensions=watch,
            ) as response,
        ):
            return response.status_code
    except (httpx.HTTPError, httpx.InvalidURL) as trouble:
        raise Trouble(type(trouble).__name__) from trouble


def is_offered() -> bool:
    return settings.SMS is not None


def send(*, to: str, text: str, reference: str) -> None:
    if settings.SMS is None:
        raise Trouble("SMS_URL is not set")
    settings.SMS.send(to=to, text=text, reference=reference)
