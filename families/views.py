"""«Famille»: who answers for it. Its other screens are those of other parts."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from families.identity import guardian_facts
from families.models import Family, Guardian
from imuse.screens import FAMILY

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def family_page(request: "HttpRequest", template: str, family: Family, **context: Any) -> "HttpResponse":
    """A screen of «Famille»: its tabs, its way back."""
    tabs = FAMILY.tabs(request, family)
    facts = {"family": family, "tabs": tabs, "tabs_label": _("Famille"), "way_back": reverse("home")}
    return render(request, template, facts | context)


def family_of(request: "HttpRequest") -> Family:
    """The family that the person answers for; who answers for none is told how to get in touch."""
    family = Family.objects.for_user(request.user).select_related("site").first()
    if family is None:
        raise Http404
    return family


@require_safe
def identity(request: "HttpRequest") -> "HttpResponse":
    answering = Guardian.objects.for_user(request.user).filter(user=request.user.pk)
    guardian = answering.select_related("person", "family__site").first()
    if guardian is None:
        return render(request, "families/no_family.html")
    groups = guardian_facts(guardian, request.user)
    return family_page(request, "families/identity.html", guardian.family, guardian=guardian, groups=groups)


@require_safe
def guardians(request: "HttpRequest") -> "HttpResponse":
    family = family_of(request)
    everyone = Guardian.objects.for_user(request.user).select_related("person").order_by("order")
    rows = [(guardian, guardian.is_open_to(request.user)) for guardian in everyone]
    return family_page(request, "families/guardians.html", family, rows=rows)


@require_safe
def guardian(request: "HttpRequest", guardian_id: int) -> "HttpResponse":
    """The record of who cannot sign in to keep it; of the others one sees the name alone."""
    shown = get_object_or_404(
        Guardian.objects.for_user(request.user).select_related("person", "family__site"), pk=guardian_id
    )
    if not shown.is_open_to(request.user):
        raise Http404
    groups = guardian_facts(shown, request.user)
    context = {"guardian": shown, "groups": groups, "way_back": reverse("guardians")}
    return family_page(request, "families/guardian.html", shown.family, **context)
