"""Nothing typed is lost: a form that comes after its session ended is kept an hour for who typed it, and given back.

The stamp in the form (imuse/form_stamps.py) tells whose it is, so it is kept for them alone, whoever is signed in
on the browser by then. Passwords and files are not kept.
"""

import logging
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode, urlsplit

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import sent_once
from accounts.doors import leads_to_office
from accounts.models import KeptForm, User
from accounts.signing_in import safe_way
from imuse import form_stamps
from imuse.errors import EXPIRED, Sentence, error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from imuse.middleware import Answer

log = logging.getLogger("imuse.forms")

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)

OTHER_ACCOUNT = Sentence(
    gettext_lazy("Cette page était celle d’un autre compte"),
    gettext_lazy(
        "Depuis qu’elle a été ouverte, quelqu’un d’autre s’est connecté sur ce navigateur. Rien n’est enregistré ; "
        "ce qui était saisi attend une heure la personne qui l’a saisi."
    ),
)
OURS = {"csrfmiddlewaretoken", form_stamps.FIELD}


class KeptForms:
    """Middleware, before the CSRF check: that one would refuse what a new session did not write."""

    def __init__(self, get_response: "Answer") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        response = self.get_response(request)
        is_sent = request.method == "POST" and response.status_code == 302
        if is_sent and request.user.is_authenticated and not hasattr(request, "kept_form"):
            forget(request.user, request.path)
        return response

    def process_view(
        self, request: "HttpRequest", view: "Callable", _args: tuple, _kwargs: dict
    ) -> "HttpResponse | None":
        if request.method != "POST" or not _is_from_our_page(request) or _is_for_anyone(request, view):
            return None
        stamp = form_stamps.read(request.POST)
        if stamp is None or stamp.user_id == request.user.pk:
            return None
        return sent_once.answer_again(request, stamp) or _too_late(request, stamp.user_id)


def give_back(request: "HttpRequest", form: AnyForm) -> AnyForm:
    """Fill a form that is shown anew with what its reader had typed before it came too late."""
    typed = None if form.is_bound else _typed_before(request)
    if typed is not None:
        form.initial |= {
            name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
            for name, field in form.fields.items()
            if _may_be_kept(field)
        }
    return form


def forget(user: User, page: str) -> None:
    KeptForm.objects.filter(user=user, page=page).delete()


def purge() -> int:
    """For the clock."""
    return KeptForm.objects.past().delete()[0]


def csrf_failure(request: "HttpRequest", **_reason: str) -> "HttpResponse":
    """An old form: the page that it stood on, with what was typed. Anything from elsewhere: no.

    To sign in again when one is signed in, by a double click or the way back, is no fault.
    """
    if not _is_from_our_page(request):
        return error_page(request, 403, sentence=EXPIRED)
    if request.user.is_authenticated:
        if request.path in {reverse("sign_in"), reverse("staff_sign_in")}:
            return redirect(request.path)
        return _kept_and_shown(request)
    if _is_for_anyone(request, request.resolver_match.func) and "Sec-Fetch-Site" in request.headers:
        return _shown_at_once(request)
    return error_page(request, 403, sentence=EXPIRED)


def _kept_and_shown(request: "HttpRequest") -> "HttpResponse":
    """Asked for again, so that all that guards a page has its say."""
    if form_stamps.read(request.POST) is None:
        return error_page(request, 403, sentence=EXPIRED)
    return redirect(_keep(request, request.user))


def _shown_at_once(request: "HttpRequest") -> "HttpResponse":
    """A page of the front door, where nobody is known."""
    request.typed_before = _without_secrets(request.POST)
    request.method, request.POST = "GET", QueryDict()
    messages.info(
        request, _("Cette page avait expiré : rien n’est envoyé. Vérifiez, puis envoyez de nouveau.")
    )
    match = request.resolver_match
    response = match.func(request, *match.args, **match.kwargs)
    response.status_code = 403
    return response


def _too_late(request: "HttpRequest", owner_id: int) -> "HttpResponse":
    owner = User.objects.filter(pk=owner_id, is_active=True).first()
    page = _keep(request, owner) if owner else ""
    if request.user.is_authenticated:
        return error_page(request, 409, sentence=OTHER_ACCOUNT)
    if owner and page == request.path:
        messages.info(
            request, _("Ce que vous aviez saisi est gardé une heure : connectez-vous pour le retrouver.")
        )
    route = "staff_sign_in" if leads_to_office(request.path) else "sign_in"
    return redirect(f"{reverse(route)}?{urlencode({'next': page})}" if page else reverse(route))


def _keep(request: "HttpRequest", owner: User) -> str:
    """Keep what was typed, and say on which page it can be sent again.

    A form is sent to the page that it stands on; a button elsewhere: there is nothing to keep of it.
    """
    came_from = safe_way(request, urlsplit(request.headers.get("Referer", "")).path)
    if came_from and came_from != request.path:
        return came_from
    typed = dict(_without_secrets(request.POST).lists())
    request.kept_form, _made = KeptForm.objects.update_or_create(
        user=owner, page=request.path[:500], defaults={"typed": typed, "kept_at": timezone.now()}
    )
    log.info("a form of account %s is kept", owner.pk)
    return request.path


def _typed_before(request: "HttpRequest") -> QueryDict | None:
    if not hasattr(request, "typed_before"):
        request.typed_before = None
        if request.user.is_authenticated:
            _find_kept(request)
    return request.typed_before


def _find_kept(request: "HttpRequest") -> None:
    request.kept_form = KeptForm.objects.for_user(request.user).filter(page=request.path).first()
    if request.kept_form:
        request.typed_before = QueryDict(mutable=True)
        for name, values in request.kept_form.typed.items():
            request.typed_before.setlist(name, values)


def _without_secrets(sent: QueryDict) -> QueryDict:
    kept = sent.copy()
    for name in sent:
        if name in OURS or "password" in name or "code" in name:
            del kept[name]
    return kept


def _may_be_kept(field: forms.Field) -> bool:
    return not field.disabled and not isinstance(field.widget, forms.PasswordInput | forms.FileInput)


def _is_from_our_page(request: "HttpRequest") -> bool:
    """A browser says so itself. What says nothing, being old, is taken for the stamp's sake alone."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _is_for_anyone(request: "HttpRequest", view: "Callable") -> bool:
    """The language, the way out: what needs no account is done for who has left theirs."""
    return not request.user.is_authenticated and not getattr(view, "login_required", True)
