"""How long the trail is kept: a year, the upper bound that the CNIL gives for logs (délibération 2021-122)."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import SeenAs, Trace

KEPT = timedelta(days=365)
AT_ONCE = 5_000


def past() -> tuple[QuerySet[Trace], QuerySet[SeenAs]]:
    old = timezone.now() - KEPT
    return Trace.objects.filter(at__lt=old), SeenAs.objects.filter(began_at__lt=old)


def forget_old() -> int:
    """In short statements, that a web page need not wait for."""
    (traces, seen_as), count = past(), 0
    while keys := list(traces.order_by("at").values_list("pk", flat=True)[:AT_ONCE]):
        count += Trace.objects.filter(pk__in=keys).delete()[0]
    return count + seen_as.delete()[0]
