"""Each form of a signed-in person carries a stamp: whose page it stood on, and which showing of that page.

A form that comes after the session ended, or under another account, is so known for whose it is; one that is sent
twice is known for the same.
"""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

FIELD = "stamp"
LASTS = timedelta(days=7)  # a page left open over a weekend


class Stamp(NamedTuple):
    user_id: int
    showing: str


def stamp_of(request: "HttpRequest") -> str:
    """The same for every form of one page; nothing where nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    if not hasattr(request, "form_stamp"):
        request.form_stamp = signing.dumps([user.pk, secrets.token_urlsafe(9)], salt=__name__)
    return request.form_stamp


def read(sent: "QueryDict") -> Stamp | None:
    try:
        return Stamp(*signing.loads(sent.get(FIELD, ""), salt=__name__, max_age=LASTS))
    except signing.BadSignature:
        return None
