"""What the office prints and exports of a campaign: letters, forms on paper, tables."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.views import pdf_answer
from imuse import spreadsheets
from reenrolment import by_post, export, letters, paper_form
from reenrolment.by_post import Part
from reenrolment.models import Campaign

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def papers(request: "HttpRequest", campaign_id: int) -> "HttpResponse":
    campaign = _campaign_of(request, campaign_id)
    typed = request.GET.get("famille", "")
    context = {
        "campaign": campaign,
        "parts": by_post.parts(campaign),
        "typed": typed,
        "found": by_post.families_named(campaign, typed),
        "title": _("Lettres, formulaires et export"),
    }
    return render(request, "reenrolment/office_papers.html", admin.site.each_context(request) | context)


@require_safe
def announcement_letters(request: "HttpRequest", campaign_id: int, number: int) -> "HttpResponse":
    campaign = _campaign_of(request, campaign_id)
    part = _part_of(campaign, number)
    return pdf_answer(letters.render(campaign, part.families), letters.file_name(campaign, number))


@require_safe
def paper_forms(request: "HttpRequest", campaign_id: int, number: int) -> "HttpResponse":
    campaign = _campaign_of(request, campaign_id)
    part = _part_of(campaign, number)
    return pdf_answer(paper_form.render(campaign, part.families), paper_form.file_name(campaign, number))


@require_safe
def family_paper_form(request: "HttpRequest", campaign_id: int, family_id: int) -> "HttpResponse":
    """Of a family with somebody to re-enrol."""
    campaign = _campaign_of(request, campaign_id)
    if not by_post.is_concerned(campaign, family_id):
        raise Http404
    name = f"formulaire-reinscription-{campaign.year}-famille-{family_id}"
    return pdf_answer(paper_form.render(campaign, [family_id]), name)


@require_safe
def export_csv(request: "HttpRequest", campaign_id: int) -> StreamingHttpResponse:
    campaign = _campaign_of(request, campaign_id)
    lines = spreadsheets.csv_lines(export.HEAD, export.rows(campaign))
    return _download(lines, "text/csv; charset=utf-8", f"reinscriptions-{campaign.year}.csv")


@require_safe
def export_xlsx(request: "HttpRequest", campaign_id: int) -> StreamingHttpResponse:
    campaign = _campaign_of(request, campaign_id)
    pieces = spreadsheets.xlsx_pieces(export.HEAD, export.rows(campaign))
    return _download(pieces, XLSX, f"reinscriptions-{campaign.year}.xlsx")


def _download(pieces: Iterable[str | bytes], content_type: str, name: str) -> StreamingHttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=disposition)


def _campaign_of(request: "HttpRequest", campaign_id: int) -> Campaign:
    """Of who keeps campaigns: to teachers there is no such page."""
    seen = Campaign.objects.for_user(request.user, "reenrolment.change_campaign")
    return get_object_or_404(seen.select_related("site"), pk=campaign_id)


def _part_of(campaign: Campaign, number: int) -> Part:
    part = next((part for part in by_post.parts(campaign) if part.number == number), None)
    if part is None:
        raise Http404
    return part
