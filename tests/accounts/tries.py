"""Tries of a password, as the throttle counts them."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.test import RequestFactory

from accounts import known_browsers
from accounts.models import Throttle, User
from accounts.throttle import TooManyTries, reserve_try

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
HERE = "203.0.113.7"


def request_from(address: str = HERE, browser_of: User | None = None, **headers: str):
    request = RequestFactory().post("/", REMOTE_ADDR=address, **headers)
    if browser_of:
        response = HttpResponse()
        known_browsers.remember(request, response, browser_of)
        request.COOKIES[known_browsers.COOKIE] = response.cookies[known_browsers.COOKIE].value
    return request


def attempt(account: User, request=None, **changes) -> list[Throttle]:
    facts = {"purpose": Throttle.Purpose.SIGN_IN, "site": account.site, "identifier": account.identifier}
    return reserve_try(request or request_from(), **facts | changes)


def wait(account: User, *args, **changes) -> int:
    """Seconds until the next try is taken; nought where this one was."""
    try:
        attempt(account, *args, **changes)
    except TooManyTries as denied:
        return denied.seconds
    return 0
