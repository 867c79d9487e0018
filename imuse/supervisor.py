"""Start the programs of the portal, watch them, start again those that die, stop them all.

`bin/serve` runs it as `python -m imuse.supervisor`. Only the standard library: it starts quickly, and
outlives whatever breaks in the portal.
"""

import ctypes
import errno
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import NoReturn

from imuse import logs

ROOT = Path(__file__).resolve().parent.parent
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
STDOUT, STDERR = 1, 2
ANY_ADDRESS, LOOPBACK = "0.0.0.0", "127.0.0.1"  # noqa: S104 compared with BIND, and never the default
HIGHEST_PORT = 65535

TICK = 0.2  # seconds between two looks
STEADY = 60  # a child that has lived so long owes nothing to its former deaths
LONGEST_PAUSE = 30
PATIENCE = 20  # more than gunicorn's graceful_timeout; the worker ends its task meanwhile


@dataclass(frozen=True)
class Child:
    name: str
    command: Sequence[str]


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


CHILDREN = [
    Child("web", python("gunicorn", "--config", "python:imuse.gunicorn_config", "imuse.wsgi:application")),
    Child("worker", manage("db_worker", "--queue-name", "*")),  # a lower --verbosity would hide failures
    Child("clock", manage("clock")),
]


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the process `parent` dies, be it of kill -9."""
    LIBC.prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
    # A parent that died before the call sends nothing any more.
    if os.getppid() != parent:
        os._exit(1)


def write(descriptor: int, *lines: str) -> None:
    # Unbuffered; and a reader that has gone (a closed pipe) must not take the portal with it.
    with suppress(OSError):
        os.write(descriptor, "".join(f"{line}\n" for line in lines).encode(errors="surrogateescape"))


def log(event: str, level: int = logging.INFO) -> None:
    write(STDERR, logs.line("imuse.supervisor", level, event))


def refuse(sentence: str) -> NoReturn:
    log(sentence, logging.CRITICAL)
    sys.exit(1)


def listening_address() -> tuple[str, int]:
    """The host and port of the environment: BIND (an IPv4 address or a host name) and PORT."""
    port = os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= HIGHEST_PORT):
        refuse(f"PORT is «{port}», and must be a number from 1 to {HIGHEST_PORT}")
    return os.environ.get("BIND") or LOOPBACK, int(port)


def check_free(host: str, port: int) -> None:
    try:
        # create_server sets SO_REUSEADDR: connections that linger from a former run do not count.
        socket.create_server((host, port)).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            refuse(f"port {port} is taken by another program: stop it, or give another in PORT")
        refuse(f"cannot listen on {host}:{port}, as BIND and PORT ask: {error.strerror}")


def is_healthy(host: str, port: int) -> bool:
    with (
        suppress(OSError, http.client.HTTPException),
        closing(http.client.HTTPConnection(host, port, timeout=1)) as connection,
    ):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    return False


def sign_ins() -> list[str]:
    """The lines that the demonstration left, for whoever wants to try the portal; a school's log gets none."""
    if not logs.demonstration_is_on():
        return []
    path = Path(os.environ.get("IMUSE_DATA") or ROOT / "var") / "sign-ins.txt"
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    supervisor = os.getpid()
    return subprocess.Popen(  # noqa: S603 the commands are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=STDERR,  # our stdout tells that imuse is ready, and nothing else
        start_new_session=True,  # Ctrl-C reaches the supervisor alone
        preexec_fn=lambda: die_with_parent(supervisor),  # noqa: PLW1509 safe: we have no threads
    )


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    # Looks without reaping, so that the pid and process group stay ours until clear_away.
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def clear_away(process: subprocess.Popen[bytes]) -> int:
    """Kill what is left of the process group, and give the exit code of its leader."""
    os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def pause_after(pause: int, lived: float) -> int:
    """The seconds to wait after a death, when the wait before that life was `pause` (-1: none yet)."""
    if pause < 0 or lived >= STEADY:
        return 0
    return min(max(1, pause * 2), LONGEST_PAUSE)


@dataclass
class Watched:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    pause: int = -1
    started: float = 0
    due: float = 0

    def look(self) -> None:
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
        elif has_ended(self.process):
            code = clear_away(self.process)
            self.start_later(f"was killed by signal {-code}" if code < 0 else f"ended with code {code}")

    def start(self) -> None:
        self.started = time.monotonic()
        try:
            self.process = start(self.child.command)
        except (OSError, subprocess.SubprocessError) as error:
            self.start_later(f"could not be started ({error})")
        else:
            log(f"{self.child.name} started, process {self.process.pid}")

    def start_later(self, reason: str) -> None:
        self.process = None
        self.pause = pause_after(self.pause, time.monotonic() - self.started)
        self.due = time.monotonic() + self.pause
        again = f"in {self.pause} s" if self.pause else "at once"
        log(f"{self.child.name} {reason}; starts again {again}", logging.WARNING)


class Supervisor:
    def __init__(self, children: Sequence[Child], host: str, port: int, patience: float) -> None:
        self.watched = [Watched(child) for child in children]
        self.host = LOOPBACK if host == ANY_ADDRESS else host
        self.port = port
        self.patience = patience
        self.announced = False
        self.stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.ask_to_stop)
        signal.signal(signal.SIGINT, self.ask_to_stop)
        while not self.stopping:
            for watched in self.watched:
                watched.look()
            self.announce_once_healthy()
            time.sleep(TICK)
        self.stop()

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def announce_once_healthy(self) -> None:
        if not self.announced and is_healthy(self.host, self.port):
            self.announced = True
            write(STDOUT, f"imuse is ready: http://{self.host}:{self.port}/", *sign_ins())

    def stop(self) -> None:
        log("stopping")
        running = [(each.child.name, each.process) for each in self.watched if each.process]
        for _name, process in running:
            os.kill(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline and not all(has_ended(process) for _name, process in running):
            time.sleep(TICK)
        for name, process in running:
            if not has_ended(process):
                log(f"{name} did not stop within {self.patience:g} s, and is killed", logging.WARNING)
            clear_away(process)
        log("stopped")


def with_simulator(children: Sequence[Child]) -> list[Child]:
    """The demonstration pays through a stand-in for PayFiP, on a port of its own, unless it is told another way."""
    if os.environ.get("PAYFIP_URL") or not logs.demonstration_is_on():
        return [*children]
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    os.environ["PAYFIP_URL"] = f"http://{LOOPBACK}:{port}"
    return [*children, Child("payfip", manage("payfip_simulator", "--port", str(port)))]


def main(children: Sequence[Child] = CHILDREN, patience: float = PATIENCE) -> None:
    sys.excepthook = logs.tell_the_end
    host, port = listening_address()
    check_free(host, port)
    Supervisor(children, host, port, patience).run()


if __name__ == "__main__":
    main(with_simulator(CHILDREN))
