"""The program as a school runs it: database, demonstration, supervisor, web, worker, clock, a page."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError

import pytest

ROOT = Path(__file__).parent.parent
DECIDE = {"DATABASE_URL", "DEMONSTRATION", "LOG_FORMAT", "LOG_LEVEL", "PUBLIC_URL"}

# As their commands name them.
PROGRAMS = ["gunicorn", "db_worker", "manage.py\0clock"]


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


def test_program_serves_comes_back_and_leaves_nothing_behind(start, environment, tmp_path) -> None:
    program = start()
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
    stop(program)
    assert [pid for pid in last if Path(f"/proc/{pid}").exists()] == []
    plain = re.compile(r"20\S+ (INFO|WARNING|ERROR) [\w.]+: .+")
    assert [line for line in (tmp_path / "log").read_text().splitlines() if not plain.fullmatch(line)] == []


def test_the_log_of_a_school_is_json_throughout(start, environment, tmp_path) -> None:
    program = start(DEMONSTRATION="no")
    address = f"http://127.0.0.1:{environment['PORT']}/"
    assert program.stdout.readline() == f"imuse is ready: {address}\n"
    with pytest.raises(HTTPError, match="404") as refused:
        urllib.request.urlopen(f"{address}contact/luc.moreau@example.org", timeout=5)
    refused.value.close()
    for name in PROGRAMS:
        killed = the_pid_of(name, program)
        os.kill(killed, signal.SIGKILL)
        assert the_pid_of(name, program, other_than=killed)
    assert "École nationale de musique" in page(f"{address}extranet/famille")
    stop(program)
    assert program.stdout.read() == ""  # the sign-ins of the former demonstration
    entries = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert {"imuse.supervisor", "gunicorn.error", "django.request"} <= {entry["logger"] for entry in entries}
    assert {tuple(entry) for entry in entries} == {("time", "level", "logger", "message")}
    messages = [entry["message"] for entry in entries]
    assert "Not Found: /contact/…" in messages
    assert f"Listening at: {address.rstrip('/')}" in {message.partition(" (")[0] for message in messages}
