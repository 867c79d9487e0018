"""What is forgotten once the year that a campaign prepared has begun; and whose file is kept for a year to come."""

from django.db.models import QuerySet

from accounts.models import Site
from reenrolment.models import Campaign, Draft, Notice, Reenrolment


def forgotten() -> tuple[QuerySet[Draft], QuerySet[Notice]]:
    """What was typed and not sent; who was written to."""
    past = _begun(0)
    return Draft.objects.filter(campaign__in=past), Notice.objects.filter(campaign__in=past)


def forget_past() -> int:
    return sum(rows.delete()[0] for rows in forgotten())


def refused() -> QuerySet[Reenrolment]:
    """A season later nobody asks any more."""
    return Reenrolment.objects.filter(status=Reenrolment.Status.REFUSED, campaign__in=_begun(1))


def forget_refused() -> int:
    rows = refused().count()
    refused().delete()
    return rows


def still_to_come(site: Site) -> QuerySet:
    """The students who asked for a year that is not long over."""
    since = site.school_year() - 2
    return Reenrolment.objects.filter(campaign__site=site, campaign__year__gte=since).values("student")


def _begun(years_ago: int) -> list[int]:
    """The campaigns whose year has begun, or did so many years ago."""
    every = Campaign.objects.select_related("site").order_by("pk")
    return [each.pk for each in every if each.year + years_ago <= each.site.school_year()]
