"""«Voir comme cette famille»: staff look at the portal as a family's account does, and change nothing in it.

The session stays that of the staff. For the length of a request to the portal its user is the family's account, and
`request.seen_as` says who stands behind; to the office's own pages nobody but the staff ever comes.
"""

import logging
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_out
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.doors import leads_to_office
from accounts.models import SeenAs, User
from imuse.addresses import address_of
from imuse.errors import Sentence, error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from imuse.middleware import Answer

log = logging.getLogger("imuse.seeing_as")

KEY = "seen_as"
PERMISSION = "accounts.see_as_family"
READS = {"GET", "HEAD", "OPTIONS"}

READ_ONLY = Sentence(
    gettext_lazy("Vous regardez le portail comme une famille"),
    gettext_lazy(
        "Rien ne peut y être enregistré, envoyé ni payé à sa place : revenez à la page précédente. Pour changer une "
        "fiche, quittez cette vue et ouvrez-la dans « Gestion »."
    ),
)


def closed_to_staff(view: "Callable") -> "Callable":
    """A page that a family opens by itself alone, though it changes nothing there: the way to pay."""
    view.is_closed_to_staff = True
    return view


def behind(request: "HttpRequest") -> User:
    """Who really sits there."""
    visit = getattr(request, "seen_as", None)
    return visit.user if visit else request.user


def may_see_as(user: User, site_id: int | None) -> bool:
    return site_id is not None and (user.is_superuser or site_id in user.site_ids_granting(PERMISSION))


def begin(request: "HttpRequest", account: User, *, reason: str, way_back: str) -> SeenAs:
    """One at a time. `way_back` is the page that one comes from."""
    end(request)
    visit = SeenAs.objects.create(
        user=request.user, account=account, reason=reason, address=address_of(request) or None
    )
    request.session[KEY] = [visit.pk, way_back]
    log.info("account %s sees the portal as account %s", request.user.pk, account.pk)
    return visit


def end(request: "HttpRequest") -> str:
    """Where one came from. A visit whose time is over ended by itself."""
    number, way_back = request.session.pop(KEY, (None, ""))
    if number is not None:
        now = timezone.now()
        still_open = SeenAs.objects.filter(pk=number, ended_at=None, began_at__gt=now - SeenAs.LASTS)
        still_open.update(ended_at=now)
    return way_back


def end_with_the_session(request: "HttpRequest | None", **_facts: Any) -> None:
    if request is not None:
        end(request)


user_logged_out.connect(end_with_the_session, dispatch_uid="seeing_as")


class AsFamily:
    """Middleware, before the doors: they then open as to the family."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        if leads_to_office(request.path) or request.session.get(KEY) is None:
            return self.get_response(request)
        visit = _visit_of(request)
        if visit is None:
            request.session.pop(KEY)
            messages.info(
                request, _("Vous ne voyez plus le portail comme une famille : 30 minutes ont passé.")
            )
            return self.get_response(request)
        if request.method not in READS and request.path != reverse("sign_out"):
            return error_page(request, 403, sentence=READ_ONLY)
        _take_the_place(request, visit)
        return self.get_response(request)

    def process_view(
        self, request: "HttpRequest", view: "Callable", _args: tuple, _kwargs: dict
    ) -> "HttpResponse | None":
        is_closed = hasattr(request, "seen_as") and getattr(view, "is_closed_to_staff", False)
        return error_page(request, 403, sentence=READ_ONLY) if is_closed else None


def _visit_of(request: "HttpRequest") -> SeenAs | None:
    """As long as it lasts, and as long as both may still come in."""
    rows = SeenAs.objects.select_related("account__site").filter(
        user=request.user.pk, account__is_active=True
    )
    visit = rows.filter(pk=request.session[KEY][0]).first()
    if visit is None or visit.is_over or not may_see_as(request.user, visit.account.site_id):
        return None
    return visit


def _take_the_place(request: "HttpRequest", visit: SeenAs) -> None:
    """A provisional password does not hold up who did not type it. No form of these pages is ever sent, so none has a
    stamp: what is typed there is kept for nobody."""
    visit.user, request.seen_as = request.user, visit
    visit.account.password_expires_at = None
    request.form_stamp = ""
    request.user = visit.account
