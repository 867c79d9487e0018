"""What the clock forgets once the year that a campaign prepared has begun."""

from reenrolment.models import Campaign, Draft, Notice


def forget_past() -> int:
    """What was typed and not sent; who was written to."""
    past = [each.pk for each in Campaign.objects.select_related("site").order_by("pk") if _has_begun(each)]
    drafts, _of_each = Draft.objects.filter(campaign__in=past).delete()
    notices, _of_each = Notice.objects.filter(campaign__in=past).delete()
    return drafts + notices


def _has_begun(campaign: Campaign) -> bool:
    return campaign.year <= campaign.site.school_year()
