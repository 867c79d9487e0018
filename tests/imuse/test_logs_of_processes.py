"""What each process writes to the log: web server, commands, supervisor."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from imuse import env, logs
from imuse.logs import Json, Plain

HERE = Path(__file__)
ROOT = HERE.parent.parent.parent


LOGGED = """
import logging, django
django.setup()
logging.getLogger("gunicorn.error").warning("Invalid request from ip=203.0.113.7: x")
logging.getLogger("imuse.test").warning("été")
"""


def run(tmp_path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "DATABASE_URL") if name in os.environ}
    ours = {"IMUSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "imuse.settings"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | ours | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def logged(tmp_path, **environment: str) -> subprocess.CompletedProcess:
    return run(tmp_path, "-c", LOGGED, **environment)


def manage(tmp_path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return run(tmp_path, "manage.py", *arguments, **environment)


def test_a_school_gets_json_gunicorn_included(tmp_path) -> None:
    process = logged(tmp_path, PUBLIC_URL="https://extranet.example.org/", SECRET_KEY="x" * 50)
    entries = [json.loads(line) for line in process.stderr.splitlines()]
    assert [(entry["logger"], entry["message"]) for entry in entries] == [
        ("gunicorn.error", "Invalid request from ip=…: x"),
        ("imuse.test", "été"),
    ]


def test_the_demonstration_is_plain(tmp_path) -> None:
    _gunicorn, line = logged(tmp_path).stderr.splitlines()
    assert line.endswith(" WARNING imuse.test: été")


def test_a_level_of_its_own(tmp_path) -> None:
    assert logged(tmp_path, LOG_LEVEL="error").stderr == ""


@pytest.fixture
def facts(monkeypatch):
    """Set these variables of a deployment, and no others of those that decide here."""

    def set_facts(**given: str) -> None:
        for name in ("DEMONSTRATION", "PUBLIC_URL", "LOG_FORMAT"):
            monkeypatch.delenv(name, raising=False)
        for name, text in given.items():
            monkeypatch.setenv(name, text)

    return set_facts


@pytest.mark.parametrize("word", [None, "", "yes", "TRUE", "1", "No", "false", "0"])
@pytest.mark.parametrize(
    "url", [None, "http://localhost:8123", "https://127.0.0.1/", "http://[::1]:8000/", "https://example.org"]
)
def test_the_demonstration_is_on_for_the_log_when_it_is_for_the_settings(facts, word, url) -> None:
    given = {"DEMONSTRATION": word, "PUBLIC_URL": url}
    facts(**{name: text for name, text in given.items() if text is not None})
    assert logs.demonstration_is_on() is env.is_demonstration(default=env.public_url().local)


@pytest.mark.parametrize(
    "wrong", [{"DEMONSTRATION": "maybe"}, {"PUBLIC_URL": ""}, {"PUBLIC_URL": "https://["}]
)
def test_what_the_settings_refuse_is_no_demonstration(facts, wrong) -> None:
    facts(**wrong)
    assert logs.demonstration_is_on() is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"DEMONSTRATION": "yes"}, Plain),
        ({"DEMONSTRATION": "no"}, Json),
        ({"DEMONSTRATION": "no", "LOG_FORMAT": ""}, Json),
        ({"DEMONSTRATION": "no", "LOG_FORMAT": "plain"}, Plain),
        ({"DEMONSTRATION": "yes", "LOG_FORMAT": "json"}, Json),
        ({"DEMONSTRATION": "yes", "LOG_FORMAT": "xml"}, Json),
    ],
)
def test_what_runs_without_django_writes_the_same_format(facts, given, expected) -> None:
    facts(**given)
    assert type(logs.formatter()) is expected


def test_the_supervisor_and_its_log_need_only_the_standard_library(tmp_path) -> None:
    assert run(tmp_path, "-S", "-c", "import imuse.supervisor").stderr == ""


FAILING = ["shell", "--verbosity=0", "--command", "raise ValueError('luc.moreau@example.org')"]


def test_a_command_that_fails_tells_class_and_places_in_json(tmp_path) -> None:
    process = manage(tmp_path, *FAILING, DEMONSTRATION="0")
    entry = json.loads(process.stderr)
    assert (entry["level"], entry["logger"]) == ("CRITICAL", "imuse")
    assert (entry["message"], entry["exception"]) == ("stopped by an error", "ValueError")
    assert entry["traceback"][-2:] == ["<string>:1 <module>", "ValueError"]
    assert (process.returncode, "moreau" in process.stderr) == (1, False)


def test_a_command_that_fails_in_the_demonstration_is_plain(tmp_path) -> None:
    first, *frames = manage(tmp_path, *FAILING).stderr.splitlines()
    assert first.endswith(" CRITICAL imuse: stopped by an error")
    assert frames[-2:] == ["  <string>:1 <module>", "  ValueError"]


def test_a_database_address_that_breaks_the_settings_keeps_its_password(tmp_path) -> None:
    process = manage(
        tmp_path, "check", DEMONSTRATION="0", DATABASE_URL="postgres://imuse:se/cret@db:5432/imuse"
    )
    assert (process.returncode, json.loads(process.stderr)["exception"]) == (1, "ValueError")
    assert "cret" not in process.stderr


def test_ctrl_c_is_quiet(tmp_path) -> None:
    process = manage(tmp_path, "shell", "--verbosity=0", "--command", "raise KeyboardInterrupt")
    assert (process.returncode, process.stderr) == (-signal.SIGINT, "")


NO_DEMONSTRATION = "CommandError: This is not a demonstration: DEMONSTRATION is off.\n"


def test_a_refusal_of_a_command_is_told_as_django_does(tmp_path) -> None:
    process = manage(tmp_path, "demo", DEMONSTRATION="0")
    assert (process.returncode, process.stderr) == (1, NO_DEMONSTRATION)


def test_who_asks_for_the_traceback_of_a_refusal_gets_it(tmp_path) -> None:
    process = manage(tmp_path, "demo", "--traceback", DEMONSTRATION="0")
    assert process.returncode == 1
    assert process.stderr.startswith("Traceback (most recent call last):\n")
    assert process.stderr.endswith(NO_DEMONSTRATION)


def test_settings_that_are_wrong_are_told_in_a_sentence(tmp_path) -> None:
    process = manage(tmp_path, "check", LOG_FORMAT="xml")
    assert (process.returncode, process.stderr) == (
        1,
        "imuse: LOG_FORMAT is 'xml': it must be json or plain.\n",
    )


def test_words_of_a_database_that_cannot_be_reached_are_told() -> None:
    assert logs.named(OperationalError("connection refused")) == (
        "django.db.utils.OperationalError: connection refused"
    )
    assert logs.named(IntegrityError("Key (login)=(1:moreau1)")) == "django.db.utils.IntegrityError"
