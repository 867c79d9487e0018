"""What the log tells, and what it must not."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve

from imuse import env, logs, urls
from imuse.logs import Json, Plain, SafeError

HERE = Path(__file__)
ROOT = HERE.parent.parent.parent


@pytest.fixture(params=[Plain, Json])
def written(request) -> Iterator[io.StringIO]:
    """What the loggers of Django and of ours write, in each format."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    logger = logging.getLogger()
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def record(message: str, *arguments, error: Exception | None = None, **extra) -> logging.LogRecord:
    made = logging.LogRecord(
        "imuse.test", logging.WARNING, "", 0, message, arguments, (type(error), error, None)
    )
    made.created = 1_767_225_600.25
    vars(made).update(extra)
    return made


def told(message: str, *arguments, **extra) -> str:
    return logs.message_of(record(message, *arguments, **extra))


def caught(function) -> Exception:
    try:
        function()
    except Exception as error:  # noqa: BLE001 it is what the log is given
        return error
    raise AssertionError("nothing was raised")


def quote_a_row() -> None:
    raise ValueError("Key (login)=(1:moreau1) already exists.")


# A page that fails and one with a secret link, among the portal's own.
urlpatterns = [
    path("fail", login_not_required(lambda _request: quote_a_row())),
    path("link/<str:token>", login_not_required(lambda _request, token: HttpResponse(token, status=410))),
    *urls.urlpatterns,
]
handler500 = urls.handler500


def wrap() -> None:
    try:
        quote_a_row()
    except ValueError as error:
        raise LookupError("luc.moreau@example.org") from error


def test_json_is_one_object_a_line() -> None:
    line = Json().format(record("mail %s was\nnot sent", 7))
    assert json.loads(line) == {
        "time": "2026-01-01T00:00:00.250+00:00",
        "level": "WARNING",
        "logger": "imuse.test",
        "message": r"mail 7 was\nnot sent",
    }
    assert "\n" not in line


def test_plain_is_a_line() -> None:
    line = Plain().format(record("mail %s was\nnot sent", 7))
    assert line == r"2026-01-01T00:00:00.250+00:00 WARNING imuse.test: mail 7 was\nnot sent"


def test_an_exception_tells_classes_and_places_and_no_words() -> None:
    entry = json.loads(Json().format(record("failed", error=caught(wrap))))
    assert entry["exception"] == "LookupError"
    lines = [frame.rpartition(" ")[::2] for frame in entry["traceback"]]
    start = wrap.__code__.co_firstlineno
    assert lines == [
        (f"{HERE}:{start + 2}", "wrap"),
        (f"{HERE}:{quote_a_row.__code__.co_firstlineno + 1}", "quote_a_row"),
        ("", "ValueError"),
        (f"{HERE}:{caught.__code__.co_firstlineno + 2}", "caught"),
        (f"{HERE}:{start + 4}", "wrap"),
        ("", "LookupError"),
    ]


def test_plain_tells_an_exception_below_its_line() -> None:
    first, *frames = Plain().format(record("failed", error=caught(quote_a_row))).split("\n")
    assert first.endswith("imuse.test: failed")
    assert [frame.split()[-1] for frame in frames] == ["caught", "quote_a_row", "ValueError"]
    assert all(frame.startswith("  ") for frame in frames)


@pytest.mark.parametrize("formatter", [Plain(), Json()])
def test_no_words_of_an_exception_are_left(formatter) -> None:
    line = formatter.format(record("failed", error=caught(wrap)))
    assert "moreau" not in line
    assert formatter.format(record("failed", error=caught(wrap))) == line


def test_a_long_traceback_is_told_from_its_end() -> None:
    def fall() -> None:
        fall()

    entry = json.loads(Json().format(record("failed", error=caught(fall))))
    assert entry["exception"] == "RecursionError"
    assert len(entry["traceback"]) == logs.DEEPEST + 1


def test_a_chain_that_bites_its_tail_ends() -> None:
    error = ValueError()
    error.__cause__ = LookupError()
    error.__cause__.__cause__ = error
    assert json.loads(Json().format(record("failed", error=error)))["traceback"] == [
        "LookupError",
        "ValueError",
    ]


def test_what_came_before_is_left_out_when_the_code_says_so() -> None:
    error = ValueError()
    error.__context__, error.__suppress_context__ = LookupError(), True
    assert logs.named(error) == "ValueError"
    assert json.loads(Json().format(record("failed", error=error)))["traceback"] == ["ValueError"]


class RefusedError(SafeError):
    pass


def test_our_own_safe_words_are_told() -> None:
    assert logs.named(RefusedError("the mail server wants\na password")) == (
        r"tests.imuse.test_logs.RefusedError: the mail server wants\na password"
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("café\r\nINFO imuse: all is well", r"café\r\nINFO imuse: all is well"),
        ("\x1b[2J\x00\x7f\x9b", r"\x1b[2J\x00\x7f\x9b"),
        ("gestion\u202egpj.exe\u2028\ud800", r"gestion\u202egpj.exe\u2028\ud800"),
        ("Not Found: /x?email=luc@example.org&a=b", "Not Found: /x"),
        (
            "Referer checking failed - https://x.org/a?q=Moreau does",
            "Referer checking failed - https://x.org/a does",
        ),
        ("Error handling request /a?q=1", "Error handling request /a"),
        ("Error handling request GET /a/luc@example.org", "Error handling request GET /a/…"),
        ("Error handling request (no URI read)", "Error handling request (no URI read)"),
        ("Invalid request from ip=203.0.113.7: Invalid Header", "Invalid request from ip=…: Invalid Header"),
        ("Invalid request from ip=2001:db8::1: Invalid Header", "Invalid request from ip=…: Invalid Header"),
        (
            "Invalid request from ip=203.0.113.7: Invalid HTTP request line: 'GET /luc@example.org'",
            "Invalid request from ip=…: Invalid HTTP request line",
        ),
        ("Really?", "Really?"),
    ],
)
def test_a_message_keeps_to_its_line_and_tells_no_query(message: str, expected: str) -> None:
    assert told(message) == expected
    assert told("%s", message) == expected


def test_a_page_is_told_by_its_route(rf) -> None:
    request = rf.get("/gestion/accounts/familyaccount/7/change/?q=Moreau")
    request.resolver_match = resolve(request.path)
    expected = "Not Found: /gestion/accounts/familyaccount/<path:object_id>/change/"
    assert told("Not Found: %s", request.path, request=request) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/nowhere", "/nowhere"),
        ("/nowhere/", "/nowhere/"),
        ("/", "/"),
        ("/mot-de-passe/7/d2x8mv-0123456789abcdef0123", "/mot-de-passe/…"),
        ("/contact/luc.moreau@example.org", "/contact/…"),
        ("/contact/moreau1/", "/contact/…"),
        ("/luc.moreau@example.org", "/…"),
        ("/luc.moreau%40example.org/", "/…"),
        ("/moreau1", "/…"),
        ("/Moreau", "/…"),
        ("/où", "/…"),
        ("//moreau", "/…"),
        ("/contact\n", "/…"),
        ("/abcdefghijklmnopqrstuvwxyz", "/…"),
    ],
)
def test_an_address_without_route_is_told_by_its_first_word(rf, address: str, expected: str) -> None:
    request = rf.get("/")
    request.path = address
    assert told("Not Found: %s", address, request=request) == f"Not Found: {expected}"
    escaped = address.encode("unicode_escape").decode()
    assert told("Not Found: %s", escaped, request=request) == f"Not Found: {expected}"


def test_a_message_about_something_else_than_the_path_stays(rf) -> None:
    assert told("Invalid host", request=rf.get("/nowhere")) == "Invalid host"


def test_django_logs_no_address_that_a_person_typed(client, db, written) -> None:
    client.get("/contact/luc.moreau@example.org?name=moreau")
    assert "Not Found: /contact/" in written.getvalue()
    assert "moreau" not in written.getvalue()


@pytest.mark.urls(__name__)
def test_a_page_that_fails_is_logged_without_its_words(written) -> None:
    Client(raise_request_exception=False).get("/fail?q=Moreau")
    assert "Internal Server Error: /fail" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "moreau" not in written.getvalue().lower()


@pytest.mark.urls(__name__)
def test_a_secret_link_is_told_by_its_route(written) -> None:
    Client().get("/link/opens-the-door")
    assert "Gone: /link/<str:token>" in written.getvalue()
    assert "opens-the-door" not in written.getvalue()


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
