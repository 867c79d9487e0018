"""The staff's own door: password, then second factor."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import second_factor, seeing_as, signing_in
from accounts.doors import before_second_factor, home_of
from accounts.forms import CodeForm, StaffSignInForm
from accounts.too_late import give_back
from accounts.views import form_page
from imuse.finding import Question, Search

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@sensitive_post_parameters("password")
@form_page
def staff_sign_in(request: "HttpRequest") -> "HttpResponse":
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    form = give_back(request, StaffSignInForm(request, data=request.POST or None))
    if form.is_valid():
        return signing_in.enter(request, form.user)
    return signing_in.ask_again(request, "accounts/staff_sign_in.html", {"form": form})


@before_second_factor
@require_POST
def staff_sign_out(request: "HttpRequest") -> "HttpResponse":
    return signing_in.leave(request, towards="staff_sign_in")


@require_POST
def stop_seeing_as(request: "HttpRequest") -> "HttpResponse":
    """«Quitter» on the portal: back to where one came from, or to what waits."""
    return redirect(seeing_as.end(request) or "admin:index")


@before_second_factor
@form_page
def ask_second_factor(request: "HttpRequest") -> "HttpResponse":
    if not second_factor.is_needed(request):
        return redirect("admin:index")
    if not second_factor.has_device(request.user):
        return redirect("set_up_second_factor")
    form = CodeForm(data=request.POST or None)
    if form.is_valid():
        if second_factor.verify(request, form.cleaned_data["code"]):
            return redirect("admin:index")
        form.refuse()
    return render(request, "accounts/second_factor.html", {"form": form})


@before_second_factor
@form_page
def set_up_second_factor(request: "HttpRequest") -> "HttpResponse":
    """The first time, or again by who has passed the present one: never instead of it."""
    if second_factor.has_device(request.user) and not request.user.is_verified():
        return redirect("second_factor")
    form = CodeForm(data=request.POST or None)
    if form.is_valid():
        codes = second_factor.confirm(request, form.cleaned_data["code"])
        if codes:
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        form.refuse()
    return render(
        request, "accounts/set_up_second_factor.html", {"form": form, **second_factor.shown(request)}
    )


@require_safe
def find(request: "HttpRequest") -> "HttpResponse":
    """People, by whatever one has of them; straight to their page where it is their very identifier or number."""
    search = Search(Question(request.GET.get("q", "")), request.user)
    if search.leads_to:
        return redirect(search.leads_to)
    context = {"search": search, "question": search.question, "title": _("Recherche")}
    return render(request, "admin/find.html", admin.site.each_context(request) | context)
