"""The program as a school runs it, started by a test: database, demonstration, supervisor and what it watches."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DECIDE = {"DATABASE_URL", "DEMONSTRATION", "LOG_FORMAT", "LOG_LEVEL", "PUBLIC_URL"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    ours = {"PORT": str(free_port()), "IMUSE_DATA": str(tmp_path / "data")}
    return {name: text for name, text in os.environ.items() if name not in DECIDE} | ours


@pytest.fixture
def start(environment, tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """The database and the demonstration, then the program; `given` is what the program alone is told."""
    for command in (["migrate", "--no-input", "--verbosity", "0"], ["demo", "--if-empty"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    with (tmp_path / "log").open("wb") as log, ExitStack() as to_end:

        def start(**given: str) -> subprocess.Popen:
            started = subprocess.Popen(
                [sys.executable, "-m", "imuse.supervisor"],
                cwd=ROOT,
                env=environment | given,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            to_end.callback(started.communicate)
            to_end.callback(started.kill)
            return started

        yield start


def stop(program: subprocess.Popen) -> None:
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=60) == 0


def pids_of(name: str, program: subprocess.Popen) -> set[int]:
    """The supervisor's children whose command names this program."""
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    return {int(pid) for pid in children if name in Path(f"/proc/{pid}/cmdline").read_text()}


def page(address: str) -> str:
    for _attempt in range(100):
        try:
            return urllib.request.urlopen(address, timeout=5).read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def the_pid_of(name: str, program: subprocess.Popen, *, other_than: int = 0) -> int:
    for _attempt in range(300):
        pids = pids_of(name, program) - {other_than}
        if pids:
            (pid,) = pids
            return pid
        time.sleep(0.2)
    raise AssertionError(f"{name} does not run")


def wait_until(holds: Callable[[], bool]) -> None:
    for _attempt in range(300):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come about within a minute")
