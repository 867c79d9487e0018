"""What the office prints and exports of a campaign: letters, forms on paper, tables."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.papers import pdf_answer
from families.by_post import Part
from imuse import spreadsheets
from reenrolment import by_post, export, letters, paper_form
from reenrolment.models import Campaign
from reenrolment.office_views import CHANGE, campaign_of, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def papers(request: "HttpRequest", campaign_id: int) -> "HttpResponse":
    campaign = campaign_of(request, campaign_id, CHANGE)
    typed = request.GET.get("famille", "")
    context = {
        "campaign": campaign,
        "parts": by_post.parts(campaign),
        "typed": typed,
        "found": by_post.families_named(campaign, typed),
        "title": _("Lettres, formulaires et export"),
    }
    return page(request, "papers.html", **context)


@require_safe
def announcement_letters(request: "HttpRequest", campaign_id: int, number: int) -> "HttpResponse":
    campaign = campaign_of(request, campaign_id, CHANGE)
    part = _part_of(campaign, number)
    return pdf_answer(letters.render(campaign, part.rows), letters.file_name(campaign, number))


@require_safe
def paper_forms(request: "HttpRequest", campaign_id: int, number: int) -> "HttpResponse":
    campaign = campaign_of(request, campaign_id, CHANGE)
    part = _part_of(campaign, number)
    return pdf_answer(paper_form.render(campaign, part.rows), paper_form.file_name(campaign, number))


@require_safe
def family_paper_form(request: "HttpRequest", campaign_id: int, family_id: int) -> "HttpResponse":
    """Of a family with somebody to re-enrol."""
    campaign = campaign_of(request, campaign_id, CHANGE)
    if not by_post.is_concerned(campaign, family_id):
        raise Http404
    name = f"formulaire-reinscription-{campaign.year}-famille-{family_id}"
    return pdf_answer(paper_form.render(campaign, [family_id]), name)


@require_safe
def export_csv(request: "HttpRequest", campaign_id: int) -> StreamingHttpResponse:
    campaign = campaign_of(request, campaign_id, CHANGE)
    lines = spreadsheets.csv_lines(export.HEAD, export.rows(campaign))
    return _download(lines, "text/csv; charset=utf-8", f"reinscriptions-{campaign.year}.csv")


@require_safe
def export_xlsx(request: "HttpRequest", campaign_id: int) -> StreamingHttpResponse:
    campaign = campaign_of(request, campaign_id, CHANGE)
    pieces = spreadsheets.xlsx_pieces(export.HEAD, export.rows(campaign))
    return _download(pieces, XLSX, f"reinscriptions-{campaign.year}.xlsx")


def _download(pieces: Iterable[str | bytes], content_type: str, name: str) -> StreamingHttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=disposition)


def _part_of(campaign: Campaign, number: int) -> Part:
    part = next((part for part in by_post.parts(campaign) if part.number == number), None)
    if part is None:
        raise Http404
    return part
