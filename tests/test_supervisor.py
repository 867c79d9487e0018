"""Real processes: the supervisor in one of its own, watching small programs that note their pids."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from textwrap import dedent

import pytest

from imuse.supervisor import pause_after
from tests.running import free_port

ROOT = Path(__file__).resolve().parent.parent
DECIDE = {"BIND", "DEMONSTRATION", "LOG_FORMAT", "PUBLIC_URL"}  # a test that wants one gives it

SUPERVISOR = """
import sys
from pathlib import Path
from imuse.supervisor import Child, main
def command(name):
    return [sys.executable, f"{name}.py"] if Path(f"{name}.py").exists() else [f"./{name}"]
patience, *names = sys.argv[1:]
main([Child(name, command(name)) for name in names], float(patience))
"""

NOTE = """
import os, signal, sys, time
def note(name):
    with open(f"{name}.pids", "a") as file:
        file.write(f"{os.getpid()}\\n")
"""

PROGRAMS = {
    "web": """
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Portal(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/healthz" else 404)
                self.end_headers()
            def log_message(self, *arguments):
                pass
        note("web")
        address = os.environ.get("BIND", "127.0.0.1"), int(os.environ["PORT"])
        HTTPServer(address, Portal).serve_forever()
    """,
    "unwell": """
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Portal(BaseHTTPRequestHandler):
            def do_GET(self):
                note("asked")
                self.send_error(503)
        note("unwell")
        HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Portal).serve_forever()
    """,
    "steady": """
        note("steady")
        time.sleep(600)
    """,
    "stubborn": """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        note("stubborn")
        time.sleep(600)
    """,
    "talkative": """
        note("talkative")
        print("Bonjour", flush=True)
        time.sleep(600)
    """,
    "failing": """
        note("failing")
        sys.exit(3)
    """,
    "parent": """
        from imuse.supervisor import die_with_parent
        parent = os.getpid()
        if os.fork() == 0:
            die_with_parent(parent)
            note("grandchild")
        else:
            note("parent")
        time.sleep(600)
    """,
    "careless": """
        if os.fork() == 0:
            note("grandchild")
        else:
            note("careless")
        time.sleep(600)
    """,
    "served": """
        note("served")
        command = ["gunicorn", "--config", "python:imuse.gunicorn_config", "portal:application"]
        os.execv(sys.executable, [sys.executable, "-m", *command])
    """,
    "portal": """
        note("worker")
        def application(environ, start_response):
            start_response("200 OK", [])
            return [b""]
    """,
}


def until(question):
    """Ask until the answer is true: no test depends on how fast the machine is."""
    deadline = time.monotonic() + 60
    while not (answer := question()):
        assert time.monotonic() < deadline, "waited for a minute in vain"
        time.sleep(0.05)
    return answer


class Imuse:
    """A supervisor, its folder, and what the programs noted there."""

    def __init__(self, folder, port):
        self.folder = folder
        self.port = port
        for name, source in PROGRAMS.items():
            (folder / f"{name}.py").write_text(NOTE + dedent(source))

    def start(self, *names, patience=60, stdout=None, stderr=None, **environment):
        inherited = {name: value for name, value in os.environ.items() if name not in DECIDE}
        ours = {"PORT": str(self.port), "IMUSE_DATA": str(self.folder), "PYTHONPATH": str(ROOT)}
        with (self.folder / "stdout").open("wb") as output, (self.folder / "stderr").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SUPERVISOR, str(patience), *names],
                cwd=self.folder,
                env=inherited | ours | environment,
                stdout=stdout or output,
                stderr=stderr or log,
            )

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)

    def output(self):
        return (self.folder / "stdout").read_text()

    def log(self):
        return (self.folder / "stderr").read_text()

    def events(self):
        """What the supervisor itself told, without times and levels."""
        told = [line.partition(" imuse.supervisor: ") for line in self.log().splitlines()]
        return [event for _before, colon, event in told if colon]

    def pids(self, name):
        with suppress(FileNotFoundError):
            return [int(line) for line in (self.folder / f"{name}.pids").read_text().splitlines()]
        return []

    def started(self, name, times=1):
        """Wait until the program has run so many times, and give the latest pid."""
        return until(lambda: len(self.pids(name)) >= times and self.pids(name)[-1])

    def lives(self, pid):
        # A zombie has no folder, and a process that got the pid later has another.
        with suppress(OSError):
            return Path(f"/proc/{pid}/cwd").readlink() == self.folder
        return False

    def left(self):
        noted = {pid for path in self.folder.glob("*.pids") for pid in self.pids(path.stem)}
        return {pid for pid in noted if self.lives(pid)}

    def answers(self):
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as web:
            web.request("GET", "/healthz")
            return web.getresponse().status == 200
        return False


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def imuse(tmp_path, port):
    imuse = Imuse(tmp_path.resolve(), port)
    yield imuse
    with suppress(subprocess.TimeoutExpired):
        imuse.stop()  # in order where it can, so that coverage is written
    imuse.process.kill()
    imuse.process.wait()
    for pid in imuse.left():
        os.kill(pid, signal.SIGKILL)


def test_ready_is_said_once_with_the_sign_ins(imuse):
    (imuse.folder / "sign-ins.txt").write_text("Conservatoire Xénakis\n  leroy1   Mme Inès Leroy\n")
    imuse.start("web", "steady")
    until(imuse.output)
    os.kill(imuse.started("web"), signal.SIGKILL)
    imuse.started("web", times=2)
    until(imuse.answers)
    # Once steady is back, the supervisor has looked all round since web answered again.
    os.kill(imuse.started("steady"), signal.SIGKILL)
    imuse.started("steady", times=2)
    imuse.stop()
    ready = f"imuse is ready: http://127.0.0.1:{imuse.port}/\n"
    assert imuse.output() == ready + "Conservatoire Xénakis\n  leroy1   Mme Inès Leroy\n"


def test_the_sign_ins_of_a_former_demonstration_are_not_told(imuse):
    (imuse.folder / "sign-ins.txt").write_text("Conservatoire Xénakis\n  leroy1   Mme Inès Leroy\n")
    imuse.start("web", PUBLIC_URL="https://extranet.example.org/")
    until(imuse.output)
    imuse.stop()
    assert imuse.output() == f"imuse is ready: http://127.0.0.1:{imuse.port}/\n"


def test_ready_needs_no_sign_ins_and_tells_an_address_that_answers(imuse):
    imuse.start("web", BIND="0.0.0.0")
    until(imuse.output)
    imuse.stop()
    assert imuse.output() == f"imuse is ready: http://127.0.0.1:{imuse.port}/\n"


def test_ready_is_not_said_while_the_portal_is_unwell(imuse):
    imuse.start("unwell")
    imuse.started("asked", times=3)
    imuse.stop()
    assert imuse.output() == ""


def test_what_children_print_goes_to_the_log(imuse):
    imuse.start("talkative")
    until(lambda: "Bonjour\n" in imuse.log())
    assert imuse.output() == ""


def test_each_child_has_a_session_of_its_own(imuse):
    imuse.start("steady", "stubborn", patience=0)
    pids = [imuse.started("steady"), imuse.started("stubborn")]
    assert [os.getsid(pid) for pid in pids] == pids


def test_a_killed_child_comes_back_and_leaves_no_process_behind(imuse):
    imuse.start("careless")
    grandchild = imuse.started("grandchild")
    os.kill(imuse.started("careless"), signal.SIGKILL)
    imuse.started("careless", times=2)
    until(lambda: not imuse.lives(grandchild))
    assert "careless was killed by signal 9; starts again at once" in imuse.events()


def test_a_child_that_dies_at_once_is_backed_off(imuse):
    imuse.start("failing")
    until(lambda: "in 2 s" in imuse.log())
    assert imuse.events()[:6] == [
        f"failing {event}"
        for pid, pause in zip(imuse.pids("failing"), ["at once", "in 1 s", "in 2 s"], strict=False)
        for event in [f"started, process {pid}", f"ended with code 3; starts again {pause}"]
    ]


def test_a_child_that_cannot_be_started_is_backed_off(imuse):
    imuse.start("missing", "steady")
    until(lambda: "in 1 s" in imuse.log())
    assert imuse.lives(imuse.started("steady"))
    reason = "could not be started ([Errno 2] No such file or directory: './missing')"
    assert f"missing {reason}; starts again in 1 s" in imuse.events()


@pytest.mark.parametrize(
    ("pause", "lived", "expected"),
    [(-1, 0, 0), (0, 59, 1), (1, 59, 2), (2, 0, 4), (16, 0, 30), (30, 59, 30), (30, 60, 0), (-1, 60, 0)],
)
def test_pauses_grow_and_are_forgotten_after_a_minute(pause, lived, expected):
    assert pause_after(pause, lived) == expected


def test_nothing_is_left_when_the_supervisor_is_killed(imuse):
    imuse.start("web", "stubborn", "parent")
    everyone = {imuse.started(name) for name in ["web", "stubborn", "parent", "grandchild"]}
    assert imuse.left() == everyone
    imuse.process.kill()
    until(lambda: not imuse.left())


def test_who_lost_the_parent_before_asking_ends_at_once():
    late = "from imuse.supervisor import die_with_parent; die_with_parent(0); print('still here')"
    ended = subprocess.run([sys.executable, "-c", late], cwd=ROOT, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_after_an_orderly_stop(imuse, number):
    imuse.start("web", "steady", "careless")
    everyone = {imuse.started(name) for name in ["web", "steady", "careless", "grandchild"]}
    assert imuse.left() == everyone
    assert imuse.stop(number) == 0
    until(lambda: not imuse.left())
    assert imuse.events()[-2:] == ["stopping", "stopped"]


def test_a_child_that_ignores_the_request_is_killed_whatever_signals_follow(imuse):
    imuse.start("steady", "stubborn", patience=2)
    imuse.started("steady")
    imuse.started("stubborn")
    imuse.process.send_signal(signal.SIGINT)
    until(lambda: "stopping" in imuse.log())
    imuse.process.send_signal(signal.SIGINT)
    assert imuse.stop() == 0
    until(lambda: not imuse.left())
    assert imuse.events()[-2:] == ["stubborn did not stop within 2 s, and is killed", "stopped"]


def test_readers_that_have_gone_take_nothing_with_them(imuse):
    reader, writer = os.pipe()
    os.close(reader)
    imuse.start("web", "steady", stdout=writer, stderr=writer)
    os.close(writer)
    until(imuse.answers)
    os.kill(imuse.started("steady"), signal.SIGKILL)
    imuse.started("steady", times=2)
    assert imuse.stop() == 0


def test_a_taken_port_is_told_and_nothing_starts(imuse):
    with socket.create_server(("127.0.0.1", imuse.port)):
        imuse.start("steady")
        assert imuse.process.wait(60) == 1
    sentence = f"port {imuse.port} is taken by another program: stop it, or give another in PORT"
    assert (imuse.events(), imuse.pids("steady")) == ([sentence], [])


@pytest.mark.parametrize("wrong", ["0", "65536", "-1", "8000x", "²"])
def test_a_wrong_port_is_told(imuse, wrong):
    imuse.start("steady", PORT=wrong)
    assert imuse.process.wait(60) == 1
    assert imuse.events() == [f"PORT is «{wrong}», and must be a number from 1 to 65535"]


def test_an_address_of_another_machine_is_told(imuse):
    imuse.start("steady", BIND="192.0.2.1", DEMONSTRATION="0")
    assert imuse.process.wait(60) == 1
    event = json.loads(imuse.log())["message"]
    assert event.startswith(f"cannot listen on 192.0.2.1:{imuse.port}, as BIND and PORT ask: ")


def test_a_school_gets_json_with_levels(imuse):
    imuse.start("stubborn", patience=0, DEMONSTRATION="0")
    first = imuse.started("stubborn")
    os.kill(first, signal.SIGKILL)
    second = imuse.started("stubborn", times=2)
    imuse.stop()
    entries = [json.loads(line) for line in imuse.log().splitlines()]
    assert [(entry["level"], entry["message"]) for entry in entries] == [
        ("INFO", f"stubborn started, process {first}"),
        ("WARNING", "stubborn was killed by signal 9; starts again at once"),
        ("INFO", f"stubborn started, process {second}"),
        ("INFO", "stopping"),
        ("WARNING", "stubborn did not stop within 0 s, and is killed"),
        ("INFO", "stopped"),
    ]


def test_an_error_of_the_supervisor_is_told_without_its_words(imuse):
    imuse.start("steady", BIND="moreau" + "é" * 70, DEMONSTRATION="0")  # no host can be called so
    assert imuse.process.wait(60) == 1
    entry = json.loads(imuse.log())
    assert (entry["level"], entry["message"]) == ("CRITICAL", "stopped by an error")
    assert "moreau" not in imuse.log()


def test_gunicorn_and_its_workers_come_back_and_go_together(imuse):
    imuse.start("served", GUNICORN_CMD_ARGS="--workers 2")
    os.kill(imuse.started("worker", times=2), signal.SIGKILL)
    workers = [imuse.started("worker", times=3), *imuse.pids("worker")]
    os.kill(imuse.started("served"), signal.SIGKILL)
    imuse.started("worker", times=5)
    until(lambda: not any(imuse.lives(pid) for pid in workers))
    master, *workers = imuse.pids("served")[-1:] + imuse.pids("worker")[-2:]
    assert imuse.left() == {master, *workers}
    for pid in workers:  # so that they cannot look for their master themselves
        os.kill(pid, signal.SIGSTOP)
    imuse.process.kill()
    until(lambda: not imuse.left())


def test_gunicorn_stops_when_asked(imuse):
    imuse.start("served", GUNICORN_CMD_ARGS="--workers 2")
    until(imuse.output)
    assert imuse.stop() == 0
    until(lambda: not imuse.left())
    assert imuse.events()[-1] == "stopped"
    assert "killed" not in imuse.log()
