"""A file goes past ClamAV where there is one: a real clamd, which knows one signature, and others that do not answer."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from imuse import env, uploads
from imuse.policies import Denied
from imuse.uploads import antivirus
from tests.factories.files import a_pdf_by_hand, a_photo, a_stream, sent

INFECTED = b"imuse's own test signature, and no virus"
SILENT = "Le contrôle antivirus ne répond pas\u00a0: votre fichier n’a pas été gardé. Réessayez dans quelques minutes."
FOUND = "L’antivirus a reconnu un danger dans ce fichier\u00a0: il n’a pas été gardé."


@pytest.fixture(scope="module")
def clamd(tmp_path_factory) -> Iterator[str]:
    """Debian's, with a folder and a list of signatures of its own; nothing is fetched."""
    folder = tmp_path_factory.mktemp("clamd", numbered=True)
    (folder / "local.ndb").write_text(f"Imuse.Test:0:*:{INFECTED.hex()}\n")
    door = folder / "door"
    settings = {
        "LocalSocket": door,
        "DatabaseDirectory": folder,
        "Foreground": "yes",
        "TemporaryDirectory": folder,
    }
    (folder / "conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin") or pytest.fail(
        "bin/bootstrap --test"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, f"--config-file={folder}/conf"], stdout=log, stderr=log)
        try:
            wait_for(door, process, folder / "log")
            yield f"unix:{door}"
        finally:
            process.kill()
            process.wait()


def wait_for(door: Path, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while not is_open(door):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def is_open(door: Path) -> bool:
    """There it is a moment before it can be knocked at."""
    with socket.socket(socket.AF_UNIX) as visitor, suppress(OSError):
        visitor.connect(str(door))
        return True
    return False


def refusal(content: bytes) -> str:
    with translation.override("fr"), pytest.raises(Denied) as refused:
        uploads.accept_file(sent(content))
    return refused.value.reason


def test_real_clamd_lets_a_clean_file_pass(clamd: str, settings) -> None:
    settings.CLAMAV_URL = clamd
    assert uploads.accept_file(sent(a_photo())).content_type == "image/jpeg"


def test_real_clamd_keeps_what_it_knows_out(clamd: str, settings, caplog) -> None:
    settings.CLAMAV_URL = clamd
    assert refusal(a_pdf_by_hand(a_stream(INFECTED))).startswith(FOUND)
    (line,) = caplog.messages
    assert line == "The antivirus found Imuse.Test.UNOFFICIAL in a sent file, which was refused."


def test_real_clamd_reads_files_in_several_parts(clamd: str) -> None:
    content = bytes(3 * antivirus.CHUNK) + INFECTED + bytes(antivirus.CHUNK)
    assert antivirus.name_of_virus(content, clamd) == "Imuse.Test.UNOFFICIAL"
    assert antivirus.name_of_virus(bytes(3 * antivirus.CHUNK), clamd) == ""


@pytest.fixture
def stand_in() -> Iterator[Callable[[bytes, bool], str]]:
    """Reads what it is sent, answers as it is told, and hangs up or not."""
    with ExitStack() as to_close:

        def start(answer: bytes, hangs_up: bool) -> str:
            listener = to_close.enter_context(socket.create_server(("127.0.0.1", 0)))

            def serve() -> None:
                visitor, _address = listener.accept()
                to_close.enter_context(visitor)
                with suppress(OSError):
                    while not visitor.recv(2**20).endswith(bytes(4)):
                        pass
                    visitor.sendall(answer)
                    if hangs_up:
                        visitor.shutdown(socket.SHUT_RDWR)

            threading.Thread(target=serve, daemon=True).start()
            return f"tcp://127.0.0.1:{listener.getsockname()[1]}"

        yield start


@pytest.mark.parametrize(
    ("answer", "hangs_up"),
    [
        (b"", True),
        (b"", False),
        (b"stream: ", False),
        (b"INSTREAM size limit exceeded. ERROR\0", True),
        (b"UNKNOWN COMMAND\0", True),
        (b"HTTP/1.1 200 OK\r\n\r\nstream: OK", True),
        (b"x" * 10_000, False),
    ],
    ids=["hung up", "silent", "half a word", "too long", "unknown command", "another server", "endless"],
)
def test_file_that_was_not_looked_at_is_not_kept(
    answer: bytes, hangs_up: bool, stand_in, settings, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(antivirus, "ANSWERING", 0.3)
    settings.CLAMAV_URL = stand_in(answer, hangs_up)
    assert refusal(a_photo()) == SILENT
    assert caplog.messages == ["The antivirus did not answer: a sent file was refused."]


@pytest.mark.parametrize("url", ["unix:/nowhere/clamd.ctl", "tcp://127.0.0.1:9"])
def test_antivirus_that_is_not_there_keeps_files_waiting(url: str, settings) -> None:
    settings.CLAMAV_URL = url
    assert refusal(a_photo()) == SILENT


def test_stand_in_that_finds_nothing_lets_files_pass(stand_in) -> None:
    assert antivirus.name_of_virus(b"x", stand_in(b"stream: OK\0", False)) == ""


@pytest.mark.parametrize("url", ["", "unix:/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://clamav"])
def test_address_of_the_antivirus_is_understood(url: str, monkeypatch) -> None:
    monkeypatch.setenv("CLAMAV_URL", url)
    assert env.antivirus_url() == url


@pytest.mark.parametrize("url", ["/run/clamav/clamd.ctl", "unix:", "tcp://", "tcp://a:b", "http://a:3310"])
def test_wrong_address_of_the_antivirus_stops_the_start(url: str, monkeypatch) -> None:
    monkeypatch.setenv("CLAMAV_URL", url)
    with pytest.raises(ImproperlyConfigured, match="it must read like unix:"):
        env.antivirus_url()
