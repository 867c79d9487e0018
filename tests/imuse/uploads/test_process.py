"""A file that crashes, burns or fills ends its own process, never the portal's."""

import resource
import signal
import subprocess
import sys
import threading

import pytest
from django.utils import translation

from imuse.env import ROOT
from imuse.inspection import limits
from imuse.policies import Denied
from imuse.uploads import process
from tests.factories.files import a_photo

HELD = "from imuse.inspection import limits\nlimits.hold()\n"
BUSY = (
    "Beaucoup de fichiers arrivent en ce moment\u00a0: le vôtre n’a pas été gardé. Réessayez dans une minute."
)
TOO_MUCH = "Ce fichier est trop compliqué pour être vérifié. Photographiez la page, puis envoyez la photo."
UNREADABLE = "Ce fichier ne se lit pas. Photographiez la page, puis envoyez la photo."


def held(code: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-s", "-c", HELD + code],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "code", ["while True: pass", "import re; re.match('(a+)+$', 'a' * 60 + 'b')"], ids=["in Python", "in C"]
)
def test_what_goes_on_for_ever_is_ended(code: str) -> None:
    """By its own time, or by everybody's where the machine gives it none."""
    assert held(code).returncode in {-signal.SIGPROF, -signal.SIGALRM}


@pytest.mark.parametrize(
    "code", ["bytearray(limits.DATA)", "b = [bytes(2**20) for _ in range(limits.DATA // 2**20)]"]
)
def test_memory_is_bounded(code: str) -> None:
    done = held(code)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "MemoryError")


def test_limits_are_those_that_are_told() -> None:
    kinds = (resource.RLIMIT_DATA, resource.RLIMIT_CORE, resource.RLIMIT_CPU)
    code = f"import resource as r, signal as s; print([r.getrlimit(k)[0] for k in {kinds}], s.getitimer(s.ITIMER_REAL)[0] > 14)"
    assert held(code).stdout == f"{[limits.DATA, 0, 2]} True\n"


def test_limits_are_held_before_anything_is_read() -> None:
    """The last that the process does before it is held is to know how."""
    code = (
        "import sys; sys.argv[1:] = ['look']; import imuse.inspection.__main__; print('PIL' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-s", "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (-signal.SIGPROF, TOO_MUCH),
        (-signal.SIGALRM, TOO_MUCH),
        (-signal.SIGKILL, TOO_MUCH),
        (-signal.SIGSEGV, UNREADABLE),
        (-signal.SIGABRT, UNREADABLE),
        (1, UNREADABLE),
    ],
)
def test_end_of_the_process_is_told_in_a_sentence(code: int, sentence: str, caplog) -> None:
    with translation.override("fr"), pytest.raises(Denied) as refused:
        process._understood(code, b"")
    assert (refused.value.reason, caplog.messages) == (
        sentence,
        [f"The look at a sent file ended with code {code}."],
    )


def test_process_that_does_not_start_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.001)
    with translation.override("fr"), pytest.raises(Denied) as refused:
        process.ask(a_photo(), "look")
    assert refused.value.reason == TOO_MUCH


def test_portal_keeps_its_secrets_from_the_process(monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    assert set(process.ENVIRONMENT) == {"LANG"}


def test_only_a_few_look_at_once(monkeypatch) -> None:
    monkeypatch.setattr(process, "_few_at_once", threading.BoundedSemaphore(1))
    monkeypatch.setattr(process, "PATIENCE", 0.01)
    process._few_at_once.acquire()
    with translation.override("fr"), pytest.raises(Denied) as refused:
        process.ask(a_photo(), "look")
    assert refused.value.reason == BUSY
    process._few_at_once.release()
    assert process.ask(a_photo(), "look").kind == "image/jpeg"
