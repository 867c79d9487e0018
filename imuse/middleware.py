"""What every answer carries, and the answers that need no page of the portal."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from imuse import health
from imuse.acting import acting
from imuse.errors import error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; object-src 'none'"
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in [
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    ]
)


class Headers:
    """The security headers of every response, errors and static files included.

    Django's SecurityMiddleware adds its own; the policy is one constant string, so no library writes it.
    """

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response
        self.office = f"/{settings.OFFICE_PATH}"
        self.policy = CONTENT_SECURITY_POLICY
        if settings.SITE_ADDRESS.https:
            self.policy += "; upgrade-insecure-requests"

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        response = self.get_response(request)
        if getattr(response, "is_the_same_for_all", False):  # imuse.public_files
            response.cookies.clear()
            del response["Vary"]
        # Trusted Types break the selects of Django's admin.
        trusted_types = "" if request.path.startswith(self.office) else "; require-trusted-types-for 'script'"
        response.headers.setdefault("Content-Security-Policy", self.policy + trusted_types)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Cache-Control", "no-store" if _is_personal(request) else "no-cache")
        return response


def _is_personal(request: "HttpRequest") -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class OnBehalf:
    """Whatever is written while a request is answered is written on its behalf: the audit trail then asks whose."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        with acting(request=request):
            return self.get_response(request)


class Health:
    """`/healthz` (alive) and `/readyz` (able to work), whatever the host and the scheme: a machine asks."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        if request.path_info == "/healthz":
            return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")
        if request.path_info == "/readyz":
            return _readiness()
        return self.get_response(request)


def _readiness() -> JsonResponse:
    words = health.report()
    is_ready = set(words.values()) == {health.OK}
    return JsonResponse(words, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


TEXTS = ("text/", "application/json", "image/svg+xml")


class Gzip(GZipMiddleware):
    """Of texts alone. A PDF, a picture, a typeface is compressed already; as it is, the system sends its file by itself.

    Of no use to who guesses at a secret by the length of answers: Django pads each by chance, and masks its tokens.
    """

    def process_response(self, request: "HttpRequest", response: "HttpResponseBase") -> "HttpResponseBase":
        is_text = response.get("Content-Type", "").startswith(TEXTS)
        return super().process_response(request, response) if is_text else response


class Language:
    """French, or what was chosen with the footer's switch on this browser.

    Not what the browser asks for: the printed guides and the secretary on the telephone name French labels.
    """

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


A_READ = 64 * 1024
LET_ARRIVE = 5  # times what is taken: the film of a concert, chosen by mistake
A_SESSION = re.compile(r"[a-z0-9]{32}")


class Refusals:
    """What Django or a database would stumble over, and own pages for what Django answers with nothing (405)."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        if _declared_length(request) > settings.REQUEST_MAX_BYTES:
            _let_arrive(request)
            return error_page(request, 413)
        if "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL takes no NUL
            return error_page(request, 400)
        if not A_SESSION.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        response = self.get_response(request)
        if response.status_code == 404 and self._is_slash_too_many(request):
            return HttpResponsePermanentRedirect(request.get_full_path().replace("/?", "?", 1).rstrip("/"))
        if response.status_code == 405 and not response.content:
            page = error_page(request, 405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def _is_slash_too_many(self, request: "HttpRequest") -> bool:
        path = request.path_info
        return path.endswith("/") and not is_valid_path(path) and is_valid_path(path.rstrip("/"))


def _declared_length(request: "HttpRequest") -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _let_arrive(request: "HttpRequest") -> None:
    """Read and thrown away: a browser listens to the answer only once it has sent everything. To whoever sends more
    the connection breaks off."""
    left = LET_ARRIVE * settings.REQUEST_MAX_BYTES
    with suppress(OSError):  # it went away by itself
        while left > 0 and (read := request.read(A_READ)):
            left -= len(read)
