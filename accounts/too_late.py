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
from imuse.keys import key

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
ONCE = {"code"}  # of the second factor


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
        if request.user.is_authenticated:
            return _of_another_account(request, stamp)
        return sent_once.answer_again(request, stamp) or _after_the_session(request, stamp)


def give_back(request: "HttpRequest", form: AnyForm) -> AnyForm:
    """Fill a form that is shown anew with what its reader had typed before it came too late.

    Another form of the same page, a button say, was sent without any of its fields: it is shown as it is.
    """
    typed = None if form.is_bound else typed_before(request)
    names = {form.add_prefix(name): field for name, field in form.fields.items()}
    if typed is not None and not names.keys().isdisjoint(typed):
        form.initial |= {
            name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
            for name, field in form.fields.items()
            if _may_be_kept(field)
        }
    return form


def forget(user: User, page: str) -> None:
    """The one that was given back: the latest."""
    latest = KeptForm.objects.filter(user=user, page=page).first()
    if latest:
        latest.delete()


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
            return _already_in(request)
        return _kept_and_shown(request)
    if _is_for_anyone(request, request.resolver_match.func) and "Sec-Fetch-Site" in request.headers:
        return _shown_at_once(request)
    return error_page(request, 403, sentence=EXPIRED)


def _already_in(request: "HttpRequest") -> "HttpResponse":
    """Who types another identifier in a window that stayed open is told whose session it is."""
    if key(request.POST.get("identifier", "")) != key(request.user.identifier):
        told = _("Une session est ouverte au nom de %(name)s. Déconnectez-vous pour en ouvrir une autre.")
        messages.warning(request, told % {"name": request.user.get_full_name()})
    return redirect(request.path)


def _kept_and_shown(request: "HttpRequest") -> "HttpResponse":
    """Asked for again, so that all that guards a page has its say."""
    stamp = form_stamps.read(request.POST)
    if stamp is None:
        return error_page(request, 403, sentence=EXPIRED)
    _keep(request, request.user, stamp)
    return redirect(_page_of(request))


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


def _of_another_account(request: "HttpRequest", stamp: form_stamps.Stamp) -> "HttpResponse":
    _keep_for_owner(request, stamp)
    return error_page(request, 409, sentence=OTHER_ACCOUNT)


def _after_the_session(request: "HttpRequest", stamp: form_stamps.Stamp) -> "HttpResponse":
    if _keep_for_owner(request, stamp):
        messages.info(
            request, _("Ce que vous aviez saisi est gardé une heure : connectez-vous pour le retrouver.")
        )
    route = "staff_sign_in" if leads_to_office(request.path) else "sign_in"
    return redirect(f"{reverse(route)}?{urlencode({'next': _page_of(request)})}")


def _keep_for_owner(request: "HttpRequest", stamp: form_stamps.Stamp) -> bool:
    owner = User.objects.filter(pk=stamp.user_id, is_active=True).first()
    return owner is not None and _keep(request, owner, stamp)


def _page_of(request: "HttpRequest") -> str:
    """Where the form can be sent again: it is sent to the page that it stands on, a button elsewhere."""
    came_from = safe_way(request, urlsplit(request.headers.get("Referer", "")).path)
    return came_from or request.path


def _keep(request: "HttpRequest", owner: User, stamp: form_stamps.Stamp) -> bool:
    """Whether there was anything to keep. Two windows on one page are two forms."""
    typed = dict(_without_secrets(request.POST).lists())
    if not typed or _page_of(request) != request.path:
        return False
    request.kept_form, _made = KeptForm.objects.update_or_create(
        user=owner,
        page=request.path[:500],
        showing=stamp.showing,
        defaults={"typed": typed, "kept_at": timezone.now()},
    )
    log.info("a form of account %s is kept", owner.pk)
    return True


def typed_before(request: "HttpRequest") -> QueryDict | None:
    """What a page that is shown anew gives back to its reader."""
    if not hasattr(request, "typed_before"):
        request.typed_before = None
        if request.user.is_authenticated and not hasattr(request, "seen_as"):
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
        if name in OURS | ONCE or "password" in name:
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
