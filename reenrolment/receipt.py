"""«Accusé de réception» as a PDF: what was sent, and when. The same bytes until something else is sent."""

from django.utils import timezone

from accounts.papers import paper
from billing.payers import payer_of
from families.models import Family
from reenrolment.codes import code_of
from reenrolment.models import Reenrolment, Remark


def render(sent: Reenrolment, family: Family) -> bytes:
    """For one household: with its own words."""
    return paper(
        "papers/reenrolment.html",
        site=sent.campaign.site,
        sent=sent,
        year=sent.campaign.year,
        sent_at=timezone.localtime(sent.sent_at),
        code=code_of(sent.campaign_id, sent.student_id),
        remark=Remark.objects.filter(reenrolment=sent, family=family).first(),
        reason=sent.reason_told_to(family),
        payer=payer_of(family),
    )
