"""The display preferences (imuse/display.py) on a browser, and with the account for the other browsers."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from imuse import display

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse

    from accounts.models import User

LASTS = timedelta(days=365)


def save(response: "HttpResponse", user: "User | AnonymousUser", chosen: "Mapping[str, str]") -> None:
    """Nothing chosen: this browser and the account follow the device again."""
    _keep_on_browser(response, display.write(chosen))
    if user.is_authenticated:
        user.display = display.write(chosen)
        user.save(update_fields=["display"])


def bring_along(response: "HttpResponse", user: "User") -> None:
    """At sign-in: an account's own preferences come to this browser; without any, the browser's stay."""
    if user.display:
        _keep_on_browser(response, user.display)


def _keep_on_browser(response: "HttpResponse", preferences: str) -> None:
    if not preferences:
        response.delete_cookie(settings.DISPLAY_COOKIE_NAME, samesite="Lax")
        return
    response.set_cookie(
        settings.DISPLAY_COOKIE_NAME,
        preferences,
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
