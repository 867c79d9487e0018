"""Browsers that signed in before: a signed cookie names the last accounts that each signed in to."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

COOKIE = "__Host-browser" if settings.SITE_ADDRESS.https else "browser"
LASTS = timedelta(days=365)
ACCOUNTS = 10


class Browser(NamedTuple):
    name: str
    accounts: list[int]


def browser_of(request: "HttpRequest") -> Browser:
    try:
        return Browser(*signing.loads(request.COOKIES.get(COOKIE, ""), salt=__name__, max_age=LASTS))
    except signing.BadSignature:
        return Browser(secrets.token_urlsafe(12), [])


def remember(request: "HttpRequest", response: "HttpResponse", user: "User") -> None:
    name, accounts = browser_of(request)
    accounts = [user.pk, *(account for account in accounts if account != user.pk)][:ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([name, accounts], salt=__name__),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
