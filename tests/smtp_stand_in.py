"""A mail server to send to: real SMTP on 127.0.0.1, which keeps what it is given and can misbehave."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from typing import NamedTuple, Self

PATIENCE = 60  # seconds; nobody waits for a test that has failed


class Message(NamedTuple):
    to: list[str]
    text: str


class Conversation(socketserver.StreamRequestHandler):
    timeout = PATIENCE

    def handle(self) -> None:
        with suppress(OSError):  # the other side was killed
            self.answer("220 stand-in")
            while (line := self.rfile.readline().decode().strip()) and line.upper() != "QUIT":
                self.answer(self.obey(line))
            self.answer("221 bye")

    def answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def obey(self, line: str) -> str:
        match line[:4].upper():
            case "MAIL":
                self.to = []
            case "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                if address in self.server.refused:
                    return f"550 no such user {address}"
                self.to.append(address)
            case "DATA":
                self.take()
        return "250 well"

    def take(self) -> None:
        self.answer("354 go on")
        lines = b"".join(line.removeprefix(b".") for line in iter(self.rfile.readline, b".\r\n"))
        body = message_from_bytes(lines, policy=policy.default).get_body(("plain",))
        self.server.messages.append(Message(self.to, body.get_content()))
        self.server.released.wait(PATIENCE)


class SmtpStandIn(socketserver.ThreadingTCPServer):
    """Its port is its own from the start, and refuses connections until the server is opened."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation, bind_and_activate=False)
        self.server_bind()
        self.port = self.server_address[1]
        self.messages: list[Message] = []
        self.refused: set[str] = set()
        self.released = threading.Event()
        self.released.set()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,))

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
        """Mails are taken, and whoever gives one has no answer."""
        self.released.clear()
        try:
            yield
        finally:
            self.released.set()
