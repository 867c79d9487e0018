"""The program as a school runs it: database, demonstration, supervisor, web, worker, clock, a page."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


# As their commands name them.
PROGRAMS = ["gunicorn", "db_worker", "manage.py\0clock"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    ours = {"PORT": str(free_port()), "IMUSE_DATA": str(tmp_path / "data")}
    return {name: text for name, text in os.environ.items() if name != "DATABASE_URL"} | ours


@pytest.fixture
def program(environment) -> Iterator[subprocess.Popen]:
    for command in (["migrate", "--no-input", "--verbosity", "0"], ["demo", "--if-empty"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    started = subprocess.Popen(
        [sys.executable, "-m", "imuse.supervisor"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield started
    started.kill()
    started.communicate()


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


def test_program_serves_comes_back_and_leaves_nothing_behind(program, environment) -> None:
    address = f"http://127.0.0.1:{environment['PORT']}/"
    assert program.stdout.readline() == f"imuse is ready: {address}\n"
    assert program.stdout.readline() == "Families (password Musique2026):\n"
    assert "École nationale de musique" in page(f"{address}extranet/famille")
    for name in PROGRAMS:
        killed = the_pid_of(name, program)
        os.kill(killed, signal.SIGKILL)
        assert the_pid_of(name, program, other_than=killed)
    assert "École nationale de musique" in page(f"{address}extranet/famille")
    assert page(f"{address}readyz") == '{"database": "ok", "documents": "ok", "queue": "ok", "clock": "ok"}'
    last = [the_pid_of(name, program) for name in PROGRAMS]
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=60) == 0
    assert [pid for pid in last if Path(f"/proc/{pid}").exists()] == []
