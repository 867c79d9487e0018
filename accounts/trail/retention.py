"""How long the trail is kept: a year, the upper bound that the CNIL gives for logs (délibération 2021-122)."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import SeenAs, Trace

KEPT = timedelta(days=365)
AT_ONCE = 5_000


def forget_old() -> int:
    """For the clock: in short statements, that a web page need not wait for."""
    old, count = timezone.now() - KEPT, 0
    while keys := list(
        Trace.objects.filter(at__lt=old).order_by("at").values_list("pk", flat=True)[:AT_ONCE]
    ):
        count += Trace.objects.filter(pk__in=keys).delete()[0]
    return count + SeenAs.objects.filter(began_at__lt=old).delete()[0]
