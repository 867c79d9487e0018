"""Two web processes and two workers, each as on a machine of its own: one database, one store, one balancer before
them that sends each request to either."""

import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from tests.running import DECIDE, ROOT, free_port, wait_until

WEB = [sys.executable, "-m", "gunicorn", "--config", "python:imuse.gunicorn_config", "imuse.wsgi:application"]
WORKER = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--interval", "0.2"]


class Balancer:
    """Each connection goes to one of them, drawn by lot; they close it behind each answer."""

    def __init__(self, ports: list[int]) -> None:
        self.sent = dict.fromkeys(ports, 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):  # closed
            while True:
                asking, _address = self._listener.accept()
                threading.Thread(target=self._carry, args=(asking,), daemon=True).start()

    def _carry(self, asking: socket.socket) -> None:
        port = random.choice(list(self.sent))
        self.sent[port] += 1
        with asking, suppress(OSError), socket.create_connection(("127.0.0.1", port)) as answering:
            threading.Thread(target=_pour, args=(asking, answering), daemon=True).start()
            _pour(answering, asking)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def two_of_each(folder: Path, **shared: str) -> Iterator[Balancer]:
    """They answer already; what they write is in `folder`, should a test fail."""
    ports = [free_port(), free_port()]
    balancer = Balancer(ports)
    with ExitStack() as to_end:
        to_end.callback(balancer.close)
        for number, port in enumerate(ports):
            ours = _environment(
                folder / f"machine-{number}", PUBLIC_URL=balancer.url, PORT=str(port), **shared
            )
            for name, command in (("web", WEB), ("worker", WORKER)):
                log = to_end.enter_context((folder / f"{name}-{number}.log").open("wb"))
                to_end.callback(_started(command, ours, log))
        wait_until(lambda: all(_answers(port) for port in ports))
        yield balancer


def _answers(port: int) -> bool:
    try:
        return status_of(port, "/healthz") == 200
    except OSError:
        return False


def status_of(port: int, path: str, **headers: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as asking:
        asking.request("GET", path, headers=headers)
        return asking.getresponse().status


def _started(command: list[str], environment: dict[str, str], log: object) -> Callable[[], object]:
    program = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def end() -> None:
        program.kill()
        program.wait()

    return end


def _environment(data: Path, **given: str) -> dict[str, str]:
    """Each has a folder of its own, so that nothing they share can lie there."""
    ours = {name: text for name, text in os.environ.items() if name not in DECIDE}
    shared = {"DATABASE_URL": _database(), "SECRET_KEY": "of-all-machines-" * 4, "DEMONSTRATION": "yes"}
    args = "--workers 1 --threads 4 --keep-alive 0"
    return ours | shared | {"IMUSE_DATA": str(data), "GUNICORN_CMD_ARGS": args} | given


def _database() -> str:
    """That of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    url = urlsplit(os.environ["DATABASE_URL"])
    return url._replace(path=f"{url.path.rpartition('/')[0]}/{name}").geturl()
