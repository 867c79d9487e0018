"""The program as a school runs it, started by a test: database, demonstration, supervisor and what it watches."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from random import SystemRandom
from typing import IO

import pytest

ROOT = Path(__file__).parent.parent
DECIDE = {"DATABASE_URL", "DEMONSTRATION", "LOG_FORMAT", "LOG_LEVEL", "PUBLIC_URL"}


def free_port() -> int:
    """None of those that the system gives out by itself, lest it be taken before the program has it; another one in
    each process of the tests."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = SystemRandom().randrange(10_000, 32_000, 16) + process % 16
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    return environment_of(tmp_path / "data") | {"PORT": str(free_port())}


def environment_of(folder: Path) -> dict[str, str]:
    others = {name: text for name, text in os.environ.items() if name not in DECIDE}
    return others | {"IMUSE_DATA": str(folder)}


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Path:
    """A data folder with database and demonstration, which each test copies; made once for all processes."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / "filled"
    with (shared / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fill(shared / "filling")
            (shared / "filling").rename(folder)
    return folder


def fill(folder: Path) -> None:
    for command in (["migrate", "--no-input", "--verbosity", "0"], ["demo", "--if-empty"]):
        ran = [sys.executable, "manage.py", *command]
        subprocess.run(ran, cwd=ROOT, env=environment_of(folder), check=True)


@pytest.fixture
def start(environment, filled, tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """The database and the demonstration, then the program; `given` is what the program alone is told."""
    shutil.copytree(filled, environment["IMUSE_DATA"])
    with (tmp_path / "log").open("wb") as log, ExitStack() as to_end:

        def start(**given: str) -> subprocess.Popen:
            return to_end.enter_context(running(environment | given, log))

        yield start


@contextmanager
def running(environment: dict[str, str], log: IO[bytes]) -> Iterator[subprocess.Popen]:
    """The program alone, with whatever database it is told."""
    command = [sys.executable, "-m", "imuse.supervisor"]
    program = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
    )
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def stop(program: subprocess.Popen) -> None:
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=60) == 0


def pids_of(name: str, program: subprocess.Popen) -> set[int]:
    """The supervisor's children whose command names this program."""
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    return {int(pid) for pid in children if name in command_of(pid)}


def command_of(pid: str) -> str:
    with suppress(OSError):  # it has ended meanwhile
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def page(address: str) -> str:
    for _attempt in range(300):
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
