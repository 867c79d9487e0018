"""An S3-compatible store on 127.0.0.1: objects in memory, requests that must be signed, and faults to order."""

import hashlib
import math
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, BUCKET = "KEY", "SEC/RET+", "papers-of-schools"
SIGNED = re.compile(rf"AWS4-HMAC-SHA256 Credential={KEY}/\d{{8}}/[\w-]+/s3/aws4_request, SignedHeaders=")
PAGE = 3  # names in each page of a list
Fault = str | tuple[int, str]  # "hang", "drop", "cut", or a status and its code, such as (503, "SlowDown")
PATIENCE = 30  # seconds; nobody waits for a test that has failed


class Stored(NamedTuple):
    content: bytes
    content_type: str
    since: datetime


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def do_any(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bucket, _slash, self.name = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        self.server.asked.append(f"{self.command} {self.name}".rstrip())
        fault = self.server.next_fault(self.command)
        if fault == "hang":
            self.server.released.wait(PATIENCE)
            self.close_connection = True
        elif fault == "drop":
            self.close_connection = True
        elif fault is not None and fault != "cut":
            self.refuse(*fault)
        elif not SIGNED.match(self.headers.get("Authorization", "")):
            self.refuse(403, "AccessDenied")
        elif bucket != BUCKET:
            self.refuse(404, "NoSuchBucket")
        else:
            getattr(self, self.command.lower())(is_cut=fault == "cut")

    do_GET = do_HEAD = do_PUT = do_DELETE = do_any  # noqa: N815 - the names that the server looks for

    def put(self, *, is_cut: bool) -> None:  # noqa: ARG002
        if hashlib.sha256(self.body).hexdigest() != self.headers["x-amz-content-sha256"]:
            return self.refuse(400, "XAmzContentSHA256Mismatch")
        self.server.acls.add(self.headers.get("x-amz-acl", ""))
        since = datetime.now(UTC) - self.server.age
        self.server.objects[self.name] = Stored(self.body, self.headers["Content-Type"], since)
        return self.answer(200)

    def get(self, *, is_cut: bool) -> None:
        if not self.name:
            return self.list()
        found = self.server.objects.get(self.name)
        if found is None:
            return self.refuse(404, "NoSuchKey")
        return self.answer(200, found.content, found.content_type, since=found.since, is_cut=is_cut)

    def head(self, *, is_cut: bool) -> None:
        return self.answer(200) if not self.name else self.get(is_cut=is_cut)

    def delete(self, *, is_cut: bool) -> None:  # noqa: ARG002
        self.server.objects.pop(self.name, None)
        self.answer(204)

    def list(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        after, prefix = asked.get("continuation-token", ""), asked.get("prefix", "")
        names = sorted(name for name in self.server.objects if name.startswith(prefix) and name > after)
        page, more = names[:PAGE], len(names) > PAGE
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key>"
            f"<LastModified>{self.server.objects[name].since:%Y-%m-%dT%H:%M:%SZ}</LastModified></Contents>"
            for name in page
        )
        onwards = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        truncated = f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        self.answer(200, f"<ListBucketResult>{truncated}{onwards}{rows}</ListBucketResult>".encode())

    def refuse(self, status: int, code: str) -> None:
        self.answer(status, f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode())

    def answer(
        self,
        status: int,
        content: bytes = b"",
        content_type: str = "application/xml",
        *,
        since: datetime | None = None,
        is_cut: bool = False,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{hashlib.md5(content).hexdigest()}"')
        if since:
            self.send_header("Last-Modified", format_datetime(since, usegmt=True))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if is_cut else content)
        self.close_connection = self.close_connection or is_cut

    def log_message(self, *_words: object) -> None:
        """Nobody reads it."""


class S3StandIn(ThreadingHTTPServer):
    """`faults`, by method or for ANY; the first `faults_left` requests have them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.objects: dict[str, Stored] = {}
        self.asked: list[str] = []
        self.acls: set[str] = set()
        self.faults: dict[str, Fault] = {}
        self.faults_left = math.inf
        self.age = timedelta()  # of what is put from now on
        self.released = threading.Event()

    def next_fault(self, method: str) -> Fault | None:
        if not self.faults_left:
            return None
        fault = self.faults.get(method, self.faults.get("ANY"))
        self.faults_left -= 1 if fault else 0
        return fault

    @property
    def url(self) -> str:
        """As STORAGE_URL says it."""
        return f"s3://{KEY}:SEC%2FRET%2B@127.0.0.1:{self.server_port}/{BUCKET}?scheme=http"

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        store = cls()
        thread = threading.Thread(target=store.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield store
        finally:
            store.released.set()
            store.shutdown()
            thread.join()
            store.server_close()
