"""The headers of every response, errors and static files included."""

import importlib

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from imuse import env, middleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
    "object-src 'none'"
)
TRUSTED_TYPES = "; require-trusted-types-for 'script'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": middleware.PERMISSIONS_POLICY,
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/extranet/famille", 200),
        ("/accueil", 302),
        ("/nowhere", 404),
        ("/deconnexion", 405),
        ("/healthz", 200),
        ("STATIC", 200),
    ],
)
def test_headers(client, path: str, status: int) -> None:
    response = client.get(staticfiles_storage.url("portal.css") if path == "STATIC" else path)
    response.close()
    assert response.status_code == status
    assert response["Content-Security-Policy"] == POLICY + TRUSTED_TYPES
    assert {name: response[name] for name in ALWAYS} == ALWAYS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "encoding"),
    [("/extranet/famille", "gzip"), ("portal.css", "gzip"), ("fonts/atkinson.woff2", None)],
)
def test_texts_alone_are_compressed(path: str, encoding: str | None) -> None:
    """What is compressed already is sent as it lies there, and its length is told."""
    address = path if path.startswith("/") else staticfiles_storage.url(path)
    response = Client().get(address, headers={"accept-encoding": "gzip"})  # the strict one reads pages
    response.close()
    assert response.get("Content-Encoding") == encoding
    assert "Content-Length" in response


@pytest.mark.django_db
def test_the_office_goes_without_trusted_types(client) -> None:
    assert client.get("/gestion/connexion")["Content-Security-Policy"] == POLICY


def test_a_host_of_somebody_else_is_refused_with_all_headers(client) -> None:
    response = client.get("/", headers={"host": "evil.example.org"})
    assert response.status_code == 400
    assert response["Content-Security-Policy"] == POLICY + TRUSTED_TYPES
    assert {name: response[name] for name in ALWAYS} == ALWAYS


def test_pages_of_a_session_are_not_kept(client, moreau) -> None:
    assert client.get("/extranet/famille")["Cache-Control"] == "no-cache"
    assert client.enter(moreau).get("/accueil")["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_static_files_are_kept_for_ever(client) -> None:
    response = client.get(staticfiles_storage.url("portal.css"))
    response.close()
    assert "immutable" in response["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response


@pytest.fixture
def https(monkeypatch):
    """The settings as a school's address makes them."""
    import imuse.settings as facts

    monkeypatch.setenv("PUBLIC_URL", "https://extranet.example.org/")
    yield importlib.reload(facts)
    monkeypatch.undo()
    importlib.reload(facts)


def test_https_binds_cookies_to_the_host(https) -> None:
    names = (
        https.SESSION_COOKIE_NAME,
        https.CSRF_COOKIE_NAME,
        https.LANGUAGE_COOKIE_NAME,
        https.SITE_COOKIE_NAME,
        https.DISPLAY_COOKIE_NAME,
    )
    assert names == (
        "__Host-session",
        "__Host-csrf",
        "__Host-language",
        "__Host-site",
        "__Host-display",
    )
    assert https.SESSION_COOKIE_SECURE
    assert https.CSRF_COOKIE_SECURE
    assert https.SECURE_HSTS_SECONDS == 63_072_000
    assert https.SECURE_SSL_REDIRECT
    assert not https.DEMONSTRATION
    assert (https.TEACHERS_URL, https.PREREGISTRATION_URL) == ("", "")


def test_https_upgrades_requests(settings, rf) -> None:
    settings.SITE_ADDRESS = env.PublicUrl("https://x.example.org/", True, ["x.example.org"], False)
    answer = middleware.Headers(lambda _request: middleware.HttpResponse())(rf.get("/"))
    assert answer["Content-Security-Policy"] == POLICY + "; upgrade-insecure-requests" + TRUSTED_TYPES
