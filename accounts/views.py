"""The front door, and what a signed-in family finds of its account."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import seeing_as, sessions, signing_in
from accounts.doors import for_both, home_of
from accounts.forms import SignInForm
from accounts.too_late import forget, give_back
from imuse import waiting
from imuse.home import parts_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

form_page = require_http_methods(["GET", "HEAD", "POST"])


def carried_over(request: "HttpRequest") -> dict[str, str]:
    """Between 1.2 and 1.3 the site and the identifier travel in the form that leads there, never in the address."""
    return (
        {name: request.POST.get(name, "") for name in ("site", "identifier")}
        if "carry" in request.POST
        else {}
    )


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
    carried = carried_over(request)
    form = give_back(
        request, SignInForm(request, data=None if carried else request.POST or None, initial=carried)
    )
    if form.is_valid():
        return signing_in.enter(request, form.user)
    context = {"form": form, "chosen_site": form.chosen_site(), "contact": form.contact()}
    return signing_in.ask_again(request, "accounts/sign_in.html", context)


@login_not_required
@require_POST
def sign_out(request: "HttpRequest") -> "HttpResponse":
    return signing_in.leave(request, towards="sign_in")


@require_safe
def home(request: "HttpRequest") -> "HttpResponse":
    context = {"waiting": waiting.lines_for(request), "parts": parts_for(request)}
    return render(request, "accounts/home.html", context)


@for_both
@require_safe
def stay(request: "HttpRequest") -> "HttpResponse":
    """«Rester connecté»: being asked for is enough, the session middleware has taken note.

    A script asks for the seconds; without one the link opens this page beside the form being filled.
    """
    left = sessions.seconds_left(request.session, sessions.limit_for(seeing_as.behind(request)))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"seconds_left": left})
    return render(request, "accounts/stay.html", {"minutes_left": left // 60})


@for_both
@require_POST
def forget_typed(request: "HttpRequest") -> "HttpResponse":
    """«Oublier cette saisie»: the page shows again what the record holds."""
    page = signing_in.safe_way(request, request.POST.get("page", ""))
    forget(request.user, page)
    return redirect(page or home_of(request.user))


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
def demonstration_door(request: "HttpRequest", door: str) -> "HttpResponse":
    """Where the entrance's other two doors lead in the demonstration; a school gives addresses of its own."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, f"accounts/demonstration_{door}.html")
