"""On whose behalf this thread works at the moment: the audit trail asks. A leaf: it knows no account, only the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from django.http import HttpRequest


class Acting(NamedTuple):
    """A request, whose account is only asked for when something is written; or a means, «clock:forget_trail»."""

    request: "HttpRequest | None" = None
    means: str = ""
    user: Any = None  # named by a verb, whoever asked for the page


NOBODY = Acting()
_now: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


def current() -> Acting:
    return _now.get()


@contextmanager
def acting(*, request: "HttpRequest | None" = None, means: str = "") -> Iterator[None]:
    token = _now.set(Acting(request, means))
    try:
        yield
    finally:
        _now.reset(token)


@contextmanager
def on_behalf_of(user: Any) -> Iterator[None]:
    token = _now.set(current()._replace(user=user))
    try:
        yield
    finally:
        _now.reset(token)
