"""What everybody may read, signed in or not: accessibility and its help, and what the law asks a portal to say."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import data_protection, display
from accounts.doors import home_of
from accounts.forms import DisplayForm
from accounts.models import Site
from accounts.views import form_page
from imuse import nav
from imuse.display import chosen_by

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def page(request: "HttpRequest", name: str, **context: Any) -> "HttpResponse":
    """«Retour» leads to where the visitor is at home."""
    way_back = home_of(request.user) if request.user.is_authenticated else reverse("sign_in")
    return render(request, f"accounts/{name}.html", {"way_back": way_back, **context})


def schools_of(request: "HttpRequest") -> list[Site]:
    """The family's own, or the one chosen last time on this browser; for who is unknown, all of them."""
    if request.user.is_authenticated and not request.user.is_staff:
        return [request.user.site]
    schools = list(Site.objects.open_to_families())
    chosen = request.COOKIES.get(settings.SITE_COOKIE_NAME)
    return [school for school in schools if str(school.pk) == chosen] or schools


@login_not_required
@form_page
def accessibility(request: "HttpRequest") -> "HttpResponse":
    """The page that sets the display leaves the attributes of <html> to the ticked boxes, so that each is seen at once."""
    form = DisplayForm(request.POST or None, initial=chosen_by(request))
    if form.is_valid():
        return _keep_display(request, {} if "reset" in request.POST else form.cleaned_data)
    return page(request, "accessibility", form=form, display_attributes="", schools=schools_of(request))


def _keep_display(request: "HttpRequest", chosen: dict[str, str]) -> "HttpResponseRedirect":
    response = redirect("accessibility")
    display.save(response, request.user, chosen)
    if not any(chosen.values()):
        done = _("Le portail suit de nouveau les réglages de votre appareil.")
    elif request.user.is_authenticated:
        done = _("Vos réglages sont enregistrés sur cet appareil et avec votre compte.")
    else:
        done = _("Vos réglages sont enregistrés sur cet appareil.")
    messages.success(request, done)
    return response


@login_not_required
@require_safe
def declaration(request: "HttpRequest") -> "HttpResponse":
    return page(
        request,
        "declaration",
        way_back=reverse("accessibility"),
        portal=settings.PUBLIC_URL,
        schools=schools_of(request),
    )


@login_not_required
@require_safe
def site_map(request: "HttpRequest") -> "HttpResponse":
    is_family = request.user.is_authenticated and not request.user.is_staff
    own = list(nav.menu_for(request)) if is_family else []
    others = [line for line in nav.public_pages_for(request) if line.url not in {line.url for line in own}]
    office = admin.site.get_app_list(request) if admin.site.has_permission(request) else []
    return page(request, "site_map", own=own, others=others, office=office)


@login_not_required
@require_safe
def legal_notice(request: "HttpRequest") -> "HttpResponse":
    return page(request, "legal_notice", schools=schools_of(request))


@login_not_required
@require_safe
def personal_data(request: "HttpRequest") -> "HttpResponse":
    tables = {
        "treatments": data_protection.TREATMENTS,
        "cookies": data_protection.COOKIES + data_protection.COOKIES_OF_SCRIPTS,
        "local_storage": data_protection.LOCAL_STORAGE,
    }
    return page(request, "personal_data", schools=schools_of(request), **tables)
