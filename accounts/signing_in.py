"""Coming in and going out."""

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import display, known_browsers, sessions
from accounts.doors import home_of, leads_to_office
from accounts.seeing_as import behind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Site, User

log = logging.getLogger("imuse.sign_in")


def enter(request: "HttpRequest", user: "User") -> "HttpResponseRedirect":
    """Open the session, and answer with the page that the person was on the way to."""
    previous = user.last_login
    auth.login(request, user)
    sessions.begin(request.session, previous=previous)
    log.info("account %s signed in", user.pk)
    response = HttpResponseRedirect(_way_on(request, user))
    known_browsers.remember(request, response, user)
    if user.site_id:
        remember_site(response, user.site)
    if user.language:
        remember_language(response, user.language)
    display.bring_along(response, user)
    return response


def ask_again(request: "HttpRequest", template: str, context: dict[str, Any]) -> "HttpResponse":
    """The page with its form; where that was tried too often (`form.denied`), the answer says so and when to return."""
    response = render(request, template, context)
    denied = context["form"].denied
    if denied:
        response.status_code = 429
        response["Retry-After"] = str(denied.seconds)
    return response


def leave(request: "HttpRequest", *, towards: str) -> "HttpResponseRedirect":
    if request.user.is_authenticated:
        log.info("account %s signed out", behind(request).pk)
    auth.logout(request)
    response = redirect(towards)
    # "cookies" would take the chosen site, the language and the display along.
    response["Clear-Site-Data"] = '"storage"'
    return response


def remember_site(response: "HttpResponse", site: "Site") -> None:
    response.set_cookie(
        settings.SITE_COOKIE_NAME,
        site.pk,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_language(response: "HttpResponse", language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def choose_language(user: "User | AnonymousUser", language: str) -> None:
    """Kept with the account too, for its mails and its other browsers."""
    if user.is_authenticated:
        user.language = language
        user.save(update_fields=["language"])


def safe_way(request: "HttpRequest", address: str) -> str:
    """The address if it is a path of the portal, else nothing."""
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    return address if allowed and address.startswith("/") else ""


def _way_on(request: "HttpRequest", user: "User") -> str:
    wanted = safe_way(request, request.GET.get("next", ""))
    return wanted if wanted and leads_to_office(wanted) == user.is_staff else home_of(user)
