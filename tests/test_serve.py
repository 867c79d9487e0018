"""The program as a school runs it: database, demonstration, supervisor, web, worker, clock, a page."""

import json
import os
import re
import signal
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.running import page, stop, the_pid_of

# As their commands name them.
PROGRAMS = ["gunicorn", "db_worker", "manage.py\0clock"]


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
