"""Changing one's password, and making one anew."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import activation, lost_password, passwords, signing_in
from accounts.doors import home_of, with_provisional_password
from accounts.forms import ActivationForm, ChangePasswordForm, ChoosePasswordForm, LostPasswordForm
from accounts.too_late import give_back
from accounts.views import carried_over, form_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@with_provisional_password
@sensitive_post_parameters()
@form_page
def change_password(request: "HttpRequest") -> "HttpResponse":
    form = ChangePasswordForm(request.user, data=request.POST or None)
    if form.is_valid():
        passwords.change(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)  # every other session of this person ends
        messages.success(request, _("Votre mot de passe vient d'être modifié."))
        return redirect("change_password")
    rule = passwords.rule_for(request.user)
    return render(request, "accounts/change_password.html", {"form": form, "rule": rule})


@login_not_required
@form_page
def ask_for_password(request: "HttpRequest") -> "HttpResponse":
    """The answer is the same whether or not an account matches, and so is the work."""
    carried = carried_over(request)
    form = give_back(
        request, LostPasswordForm(request, data=None if carried else request.POST or None, initial=carried)
    )
    context = {"form": form, "chosen_site": form.chosen_site()}
    if not form.is_valid():
        return signing_in.ask_again(request, "accounts/lost_password.html", context)
    lost_password.ask(**form.cleaned_data)
    site, identifier = form.cleaned_data["site"], form.cleaned_data["identifier"]
    context["carried"] = {"site": site.pk if site else "", "identifier": identifier}
    context["sends_link"] = lost_password.sends_link(site)
    return render(request, "accounts/lost_password_sent.html", context)


@login_not_required
@sensitive_post_parameters("code")
@form_page
def activate(request: "HttpRequest") -> "HttpResponse":
    """The code of a letter, for who has no e-mail."""
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    form = ActivationForm(request, data=request.POST or None)
    if form.is_valid():
        return redirect("choose_password", form.user.pk, activation.begin(form.user))
    context = {"form": form, "chosen_site": form.chosen_site()}
    return signing_in.ask_again(request, "accounts/activate.html", context)


@login_not_required
@sensitive_post_parameters()
@form_page
def choose_password(request: "HttpRequest", account_id: int, token: str) -> "HttpResponse":
    """The link of the mail, or where a letter's code leads. Looking at the page does not use it up."""
    account = lost_password.account_of_link(account_id, token)
    if account is None:
        return render(request, "accounts/link_lapsed.html", status=404)
    form = ChoosePasswordForm(account, data=request.POST or None)
    if form.is_valid():
        if not passwords.change(account, form.cleaned_data["new_password1"]):
            return render(request, "accounts/link_lapsed.html", status=404)
        messages.success(request, _("Votre mot de passe vient d'être modifié."))
        return redirect("sign_in")
    rule = passwords.rule_for(account)
    return render(
        request, "accounts/choose_password.html", {"form": form, "rule": rule, "chosen_site": account.site}
    )
