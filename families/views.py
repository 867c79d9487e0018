"""«Famille»: who answers for it. Its other screens are those of other parts."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.views import form_page
from families.field_rules import Kind
from families.models import Family, Guardian
from families.record_form import GuardianRecordForm
from families.record_page import RecordPage, open_record
from families.sheet import Sheet
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


def record_of(request: "HttpRequest", guardian: Guardian) -> RecordPage:
    rows = {"person": guardian.person, "guardian": guardian}
    sheet = Sheet(Kind.GUARDIAN, guardian.family, guardian.person, rows, request.user)
    return open_record(request, sheet, GuardianRecordForm)


@sensitive_post_parameters()
@form_page
def identity(request: "HttpRequest") -> "HttpResponse":
    answering = Guardian.objects.for_user(request.user).filter(user=request.user.pk)
    guardian = answering.select_related("person", "family__site").first()
    if guardian is None:
        return render(request, "families/no_family.html")
    page = record_of(request, guardian)
    context = {"guardian": guardian, "page": page}
    return page.answer or family_page(request, "families/identity.html", guardian.family, **context)


@require_safe
def guardians(request: "HttpRequest") -> "HttpResponse":
    family = family_of(request)
    everyone = Guardian.objects.for_user(request.user).select_related("person").order_by("order")
    rows = [(guardian, guardian.is_open_to(request.user)) for guardian in everyone]
    return family_page(request, "families/guardians.html", family, rows=rows)


@sensitive_post_parameters()
@form_page
def guardian(request: "HttpRequest", guardian_id: int) -> "HttpResponse":
    """The record of who cannot sign in to keep it; of the others one sees the name alone."""
    shown = get_object_or_404(
        Guardian.objects.for_user(request.user).select_related("person", "family__site"), pk=guardian_id
    )
    if not shown.is_open_to(request.user):
        raise Http404
    page = record_of(request, shown)
    context = {"guardian": shown, "page": page, "way_back": reverse("guardians")}
    return page.answer or family_page(request, "families/guardian.html", shown.family, **context)
