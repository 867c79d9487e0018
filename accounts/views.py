"""The front door, and what a signed-in family finds of its account."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sessions, signing_in
from accounts.doors import for_both, home_of
from accounts.forms import ChangePasswordForm, SignInForm
from accounts.passwords import rule_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def entrance(request: "HttpRequest") -> "HttpResponse":
    """«Extranet»: three doors; where the installation has only the families', straight to it."""
    doors = {"teachers_url": settings.TEACHERS_URL, "preregistration_url": settings.PREREGISTRATION_URL}
    return render(request, "accounts/entrance.html", doors) if any(doors.values()) else redirect("sign_in")


@login_not_required
@sensitive_post_parameters("password")
@form_page
def sign_in(request: "HttpRequest") -> "HttpResponse":
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    form = SignInForm(request, data=request.POST or None)
    if form.is_valid():
        return signing_in.enter(request, form.user)
    context = {"form": form, "chosen_site": form.chosen_site(), "contact": form.contact()}
    return render(request, "accounts/sign_in.html", context)


@login_not_required
@require_POST
def sign_out(request: "HttpRequest") -> "HttpResponse":
    return signing_in.leave(request, towards="sign_in")


@require_safe
def home(request: "HttpRequest") -> "HttpResponse":
    return render(request, "accounts/home.html")


@sensitive_post_parameters()
@form_page
def change_password(request: "HttpRequest") -> "HttpResponse":
    form = ChangePasswordForm(request.user, data=request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())  # every other session of this person ends
        messages.success(request, _("Votre mot de passe vient d'être modifié."))
        return redirect("change_password")
    rule = rule_for(request.user)
    return render(request, "accounts/change_password.html", {"form": form, "rule": rule})


@for_both
@require_safe
def stay(request: "HttpRequest") -> "HttpResponse":
    """«Rester connecté»: being asked for is enough, the session middleware has taken note.

    A script asks for the seconds; without one the link opens this page beside the form being filled.
    """
    left = sessions.seconds_left(request.session, sessions.limit_for(request.user))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"seconds_left": left})
    return render(request, "accounts/stay.html", {"minutes_left": left // 60})


@login_not_required
@require_POST
def language(request: "HttpRequest") -> "HttpResponse":
    chosen = request.POST.get("language")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    signing_in.choose_language(request.user, chosen)
    way_back = signing_in.safe_way(request, request.POST.get("next", "")) or reverse("entrance")
    response = HttpResponseRedirect(way_back)
    signing_in.remember_language(response, chosen)
    return response


@login_not_required
@require_safe
def accessibility(request: "HttpRequest") -> "HttpResponse":
    return render(request, "accounts/accessibility.html")


@login_not_required
@require_safe
def demonstration_door(request: "HttpRequest", door: str) -> "HttpResponse":
    """Where the entrance's other two doors lead in the demonstration; a school gives addresses of its own."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, f"accounts/demonstration_{door}.html")
