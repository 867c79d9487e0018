"""The portal as gunicorn calls it."""

import pytest
from django.test.client import FakePayload
from django.test.utils import override_settings

from imuse.wsgi import application


def ask(path: str = "/", **environ: object) -> tuple[str, dict[str, str]]:
    """The status line and the headers of the answer."""
    answered = []
    defaults = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": FakePayload(b""),
        "wsgi.errors": None,
    }
    response = application(
        defaults | environ, lambda status, headers: answered.append((status, dict(headers)))
    )
    response.close()
    return answered[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", ["hex", "utf-16", "latin-1", "nonsense", ""])
@pytest.mark.parametrize(
    "kind", ["text/html", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_charset_of_the_request_is_not_followed(kind: str, charset: str) -> None:
    status, headers = ask(CONTENT_TYPE=f"{kind}; charset={charset}", QUERY_STRING="next=%C3%A9")
    assert status == "200 OK"
    assert "Content-Security-Policy" in headers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", ["next=%00", "a=%00&b"])
def test_nul_in_the_address_is_no_address(query: str) -> None:
    assert ask(QUERY_STRING=query)[0] == "400 Bad Request"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "cookie", [r'session="\000aaaaaaaaaaaaa"', "session=x", f"session={'a' * 5000}", "session=é"]
)
def test_session_that_is_none_is_left_out(cookie: str) -> None:
    with override_settings(SESSION_COOKIE_NAME="session"):
        assert ask("/extranet/famille", HTTP_COOKIE=cookie)[0] == "200 OK"


def test_no_header_of_a_proxy_moves_the_portal() -> None:
    from gunicorn.config import Config

    from imuse import gunicorn_config

    config = Config()
    config.set("forwarder_headers", gunicorn_config.forwarder_headers)
    assert [name for name in config.forwarder_headers if name] == []
