"""What the log tells, and what it must not."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve

from imuse import logs, urls
from imuse.logs import Json, Plain, SafeError

HERE = Path(__file__)


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
