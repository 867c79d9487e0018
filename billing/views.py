"""«Facturation»: two tabs, also among those of «Famille», and the documents behind their rows."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.papers import pdf_answer
from billing import attestations, documents
from billing.ledger import account_of
from billing.statements import Page
from families.models import Family
from families.views import family_of
from imuse.screens import BILLING, FAMILY
from students.files import students_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def billing(request: "HttpRequest", *, category: str) -> "HttpResponse":
    """As the menu opens it."""
    family = Family.objects.for_user(request.user).select_related("site").first()
    if family is None:
        return render(request, "families/no_family.html")
    tabs = BILLING.tabs(request, family)
    return _page(request, "billing/billing.html", family, category, tabs=tabs, tabs_label=_("Facturation"))


@require_safe
def family_billing(request: "HttpRequest", *, category: str) -> "HttpResponse":
    """The same, as a tab of «Famille»."""
    family = family_of(request)
    tabs = FAMILY.tabs(request, family)
    return _page(request, "billing/of_family.html", family, category, tabs=tabs, tabs_label=_("Famille"))


def _page(
    request: "HttpRequest", template: str, family: Family, category: str, **context: Any
) -> "HttpResponse":
    today = timezone.localdate()
    page = Page(family, category, account_of(family, on=today), family.site.school_year())
    offered = attestations.offered(family, request.user, students_for(request))
    facts = {"family": family, "page": page, "attestations": offered}
    return render(request, template, {"way_back": reverse("home"), **facts, **context})


@require_safe
def document(request: "HttpRequest", number: str) -> "HttpResponse":
    """The duplicate of an invoice or a credit note, the receipt of a payment."""
    return pdf_answer(documents.content_of(number, request.user), number)


@require_safe
def attestation(request: "HttpRequest", year: int, student_id: int | None = None) -> "HttpResponse":
    """What was paid in a calendar year, for the family or for one of its students."""
    asked = attestations.find(family_of(request), request.user, year=year, student_id=student_id)
    return pdf_answer(attestations.render(asked), f"attestation-{year}")
