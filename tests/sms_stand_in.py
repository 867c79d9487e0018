"""A gateway of text messages to send to: HTTP on 127.0.0.1, which keeps what it is asked and can misbehave."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

PATIENCE = 60  # seconds; nobody waits for a test that has failed


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: str


class Desk(BaseHTTPRequestHandler):
    timeout = PATIENCE

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.asked.append(Asked(self.command, self.path, dict(self.headers), body))
        self.server.released.wait(PATIENCE)
        with suppress(OSError):  # the other side was killed
            self.send_response(self.server.status_for(body + self.path))
            self.send_header("Content-Length", "0")
            self.end_headers()

    do_GET = do_PUT = do_POST  # noqa: N815 - as its base calls them

    def log_message(self, *_words: Any) -> None:
        pass


class SmsStandIn(ThreadingHTTPServer):
    """Its port is its own from the start, and refuses connections until the server is opened."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk, bind_and_activate=False)
        self.server_bind()
        self.port = self.server_address[1]
        self.asked: list[Asked] = []
        self.answers: dict[str, int] = {}
        self.status = 200
        self.released = threading.Event()
        self.released.set()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/send"

    def status_for(self, words: str) -> int:
        """What is answered where a number stands in the request; else what is always answered."""
        return next((status for number, status in self.answers.items() if number in words), self.status)

    def open(self) -> Self:
        self.server_activate()
        self.thread.start()
        return self

    def close(self) -> None:
        self.released.set()
        if self.thread.is_alive():
            self.shutdown()
            self.thread.join()
        self.server_close()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Texts are taken, and whoever gives one has no answer."""
        self.released.clear()
        try:
            yield
        finally:
            self.released.set()
