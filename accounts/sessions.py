"""A session ends after a time without activity, and after a time in all; a warning lets the person stay.

The limits are kept in the session itself, so that a request that comes too late is still known for whose it was.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from accounts.models import User
    from imuse.middleware import Answer

log = logging.getLogger("imuse.sessions")

STARTED = "session_started"
SEEN = "session_seen"
PREVIOUS = "previous_sign_in"
# A session row is written at most this often: a write for each page cost a quarter of the pages served.
SEEN_EVERY = timedelta(minutes=1)


class Limit(NamedTuple):
    idle: timedelta
    absolute: timedelta


STAFF = Limit(idle=timedelta(minutes=15), absolute=timedelta(hours=8))


def limit_for(user: "User") -> Limit:
    if user.is_staff:
        return STAFF
    return Limit(idle=timedelta(minutes=user.site.idle_minutes), absolute=timedelta(hours=12))


def begin(session: "SessionBase", *, previous: datetime | None) -> None:
    """`previous` is when the person came in before: what was recorded since is new to them."""
    session[STARTED] = session[SEEN] = _now()
    session[PREVIOUS] = previous.isoformat() if previous else ""


def previous_sign_in(request: "HttpRequest") -> datetime | None:
    """Of whom the page is about: to staff who see it as a family, what is new since the family was last there."""
    if hasattr(request, "seen_as"):
        return request.user.last_login
    told = request.session.get(PREVIOUS)
    return datetime.fromisoformat(told) if told else None


def has_ended(session: "SessionBase", limit: Limit) -> bool:
    return has_been_idle(session, limit) or _now() - session.get(STARTED, 0) >= limit.absolute.total_seconds()


def has_been_idle(session: "SessionBase", limit: Limit) -> bool:
    """The last sign of life may be older in the row than on the page: the person has that minute too."""
    return _now() - session.get(SEEN, 0) >= (limit.idle + SEEN_EVERY).total_seconds()


def stay(session: "SessionBase") -> None:
    if _now() - session.get(SEEN, 0) >= SEEN_EVERY.total_seconds():
        session[SEEN] = _now()


def seconds_left(session: "SessionBase", limit: Limit) -> int:
    """Until whichever limit comes first, as the page counts them."""
    by_idle = session[SEEN] + limit.idle.total_seconds()
    by_age = session[STARTED] + limit.absolute.total_seconds()
    return int(min(by_idle, by_age) - _now())


class Limits:
    """Middleware: ends what has lasted too long, keeps alive what is used."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        if request.user.is_authenticated:
            limit = limit_for(request.user)
            if has_ended(request.session, limit):
                end(request, limit)
            else:
                stay(request.session)
        return self.get_response(request)


def end(request: "HttpRequest", limit: Limit) -> None:
    log.info("session of account %s ended by its limit", request.user.pk)
    reason = _reason(request.session, limit)
    logout(request)
    messages.info(request, reason)


def _reason(session: "SessionBase", limit: Limit) -> str:
    if has_been_idle(session, limit):
        minutes = int(limit.idle.total_seconds() // 60)
        told = _("Votre session a pris fin après %(minutes)s minutes sans activité.") % {"minutes": minutes}
    else:
        hours = int(limit.absolute.total_seconds() // 3600)
        told = _("Votre session a pris fin : elle dure %(hours)s heures au plus.") % {"hours": hours}
    return f"{told} {_('Connectez-vous de nouveau pour continuer.')}"


def _now() -> int:
    return int(time.time())
