"""Two doors: families on one side, staff behind `/gestion/`. Closed by default, to a view that says nothing."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.second_factor import is_needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseRedirect

    from accounts.models import User


def home_of(user: "User") -> str:
    return reverse("admin:index") if user.is_staff else reverse("home")


def leads_to_office(path: str) -> bool:
    return path.startswith(f"/{settings.OFFICE_PATH}")


def for_both(view: "Callable") -> "Callable":
    """A page that families and staff share once signed in: staying so."""
    view.is_for_both = True
    return view


def before_second_factor(view: "Callable") -> "Callable":
    """A page of the office that a password alone opens: the second factor's own, and the way out."""
    view.is_before_second_factor = True
    return view


def with_provisional_password(view: "Callable") -> "Callable":
    """A page that stays open until a provisional password is replaced."""
    view.is_open_with_provisional_password = True
    return view


class TwoDoors(LoginRequiredMiddleware):
    def process_view(
        self, request: "HttpRequest", view_func: "Callable", _args: tuple, _kwargs: dict
    ) -> "HttpResponseRedirect | None":
        if not getattr(view_func, "login_required", True):
            return None
        office = leads_to_office(request.path)
        if not request.user.is_authenticated:
            return _to_sign_in(request, "staff_sign_in" if office else "sign_in")
        if getattr(view_func, "is_for_both", False):
            return None
        if office and not request.user.is_staff:
            raise Http404
        return (
            _office_way(request, view_func, office)
            if request.user.is_staff
            else _family_way(request, view_func)
        )


def _office_way(request: "HttpRequest", view: "Callable", office: bool) -> "HttpResponseRedirect | None":
    if not office:
        return redirect("admin:index")
    waits = is_needed(request) and not getattr(view, "is_before_second_factor", False)
    return redirect("second_factor") if waits else None


def _family_way(request: "HttpRequest", view: "Callable") -> "HttpResponseRedirect | None":
    """A provisional password opens one page: the one where it is replaced."""
    if not request.user.password_expires_at or getattr(view, "is_open_with_provisional_password", False):
        return None
    messages.info(request, _("Votre mot de passe est provisoire : choisissez le vôtre pour continuer."))
    return redirect("change_password")


def _to_sign_in(request: "HttpRequest", route: str) -> "HttpResponseRedirect":
    """The way back is kept for a page that can be asked for again, and its query with it."""
    onwards = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(reverse(route) + onwards)
