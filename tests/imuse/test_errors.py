"""The portal's own error pages: a title, what to do, the way back."""

from io import BytesIO

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from imuse import urls
from imuse.stored_files import StoreDown

TITLES = {
    400: "Cette demande n’est pas comprise",
    403: "Cette page a expiré",
    404: "Cette page n’existe pas",
    405: "Cette page ne s’ouvre pas ainsi",
    413: "Cet envoi est trop lourd",
    500: "Le portail a rencontré une erreur",
    503: "Le portail est indisponible un moment",
}


class Routes:
    """The portal's own, and some that fail."""

    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500

    @staticmethod
    def fail(_request):
        raise RuntimeError("a fault")

    @staticmethod
    def lose_database(_request):
        raise OperationalError("the database is down")

    @staticmethod
    def lose_store(_request):
        raise StoreDown


Routes.fail.login_required = Routes.lose_database.login_required = Routes.lose_store.login_required = False
urlpatterns = [
    path("fail", Routes.fail),
    path("down", Routes.lose_database),
    path("store-down", Routes.lose_store),
    path("post-only", require_POST(Routes.fail)),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    Routes.handler400,
    Routes.handler403,
    Routes.handler404,
    Routes.handler500,
)


@pytest.fixture
def visitor() -> Client:
    """Gets the page instead of the exception, and must not need the database."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def check(response, status: int) -> None:
    assert response.status_code == status
    assert f"<h1>{TITLES[status]}</h1>" in response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/fail", 500), ("/down", 503), ("/store-down", 503), ("/nowhere", 404), ("/post-only", 405)],
)
def test_error_page_without_database(visitor, address: str, status: int) -> None:
    check(visitor.get(address), status)


@pytest.mark.urls(__name__)
def test_unavailable_says_when_to_come_again(visitor) -> None:
    assert visitor.get("/down")["Retry-After"] == "120"


def test_method_not_allowed_says_which_is(visitor) -> None:
    assert visitor.get("/deconnexion")["Allow"] == "POST"


def test_unknown_host(visitor) -> None:
    check(visitor.get("/", headers={"host": "evil.example.org"}), 400)


@pytest.mark.django_db
def test_form_without_token(visitor) -> None:
    check(visitor.post("/extranet/famille", {"identifier": "moreau1"}), 403)


@pytest.mark.django_db
def test_body_too_heavy_for_a_form(visitor) -> None:
    visitor.get("/extranet/famille")  # for the cookie
    check(visitor.post("/extranet/famille", {"identifier": "x" * 1_100_000}), 413)


@pytest.mark.parametrize(("sent", "left"), [(2001, 0), (9_999, 0), (200_000, 134_464)])
def test_body_too_heavy_for_the_portal_is_let_arrive_and_thrown_away(
    visitor, settings, sent: int, left: int
) -> None:
    """A browser that is not listened to until its end shows a broken connection in place of the page."""
    settings.REQUEST_MAX_BYTES = 2000
    body = BytesIO(bytes(sent))
    heavy = {"CONTENT_LENGTH": str(sent), "wsgi.input": body}
    check(visitor.generic("POST", "/extranet/famille", **heavy), 413)
    assert sent - body.tell() == left


def test_length_that_is_no_number(visitor, db) -> None:
    check(visitor.generic("POST", "/extranet/famille", CONTENT_LENGTH="many"), 403)


@pytest.mark.parametrize("address", ["/extranet/", "/extranet/famille/"])
def test_slash_too_many_is_forgiven(visitor, address: str) -> None:
    response = visitor.get(address)
    assert (response.status_code, response["Location"]) == (301, address.rstrip("/"))


def test_error_page_in_english(visitor) -> None:
    visitor.cookies["language"] = "en"
    assert "<h1>This page does not exist</h1>" in visitor.get("/nowhere").content.decode()
