"""Reminders: to those who are not done, once a day at most, whoever writes: the clock some days before the closing, the
office for chosen families or for all («Relancer»), who runs the command."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from imuse.policies import Denied
from reenrolment.concerned import readers_of, students_not_done
from reenrolment.models import Campaign, Extension, Notice
from reenrolment.notices import to_come, write_to_all

A_DAY = timedelta(days=1)


def check_can_remind(campaign: Campaign) -> None:
    if campaign.phase() != Campaign.Phase.OPEN:
        raise Denied(_("La campagne n’est pas ouverte : il n’y a rien à rappeler."))


def still_to_remind(campaign: Campaign) -> QuerySet[User]:
    """Who can be written to, is not done, and was not written to today, by hand or by the clock."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    told = Notice.objects.filter(campaign=campaign, user=OuterRef("pk"), written_at__gte=midnight)
    return readers_of(students_not_done(campaign)).exclude(email="").filter(~Exists(told))


def remind_families(campaign: Campaign, families: Collection[int]) -> int:
    """How many accounts were written to."""
    check_can_remind(campaign)
    return _write(campaign, _by_hand(), still_to_remind(campaign).filter(guardian__family__in=families))


def remind_now(campaign: Campaign) -> int:
    """All of them, for who waits at a terminal; how many accounts were written to."""
    check_can_remind(campaign)
    return _write(campaign, _by_hand(), still_to_remind(campaign))


def remind_everybody(campaign: Campaign) -> int:
    """How many will be written to, by the worker: they may be thousands. Asked for again, it goes on."""
    check_can_remind(campaign)
    number = still_to_remind(campaign).count()
    if number:
        write_to_everybody.enqueue(campaign.pk)
    return number


@task
def write_to_everybody(campaign_id: int) -> None:
    """Where the worker comes to it after the closing, nobody."""
    campaign = Campaign.objects.select_related("site").get(pk=campaign_id)
    if campaign.phase() == Campaign.Phase.OPEN:
        remind_now(campaign)


def remind_due() -> int:
    """For the clock. One that fell due while no clock ran goes out within the day, or not at all. Of a closing that was
    moved, the new day is told; a family that has more time is reminded before its own last moment too."""
    of_closing = sum(
        _remind_before(campaign, campaign.closes_at, still_to_remind(campaign))
        for campaign in to_come()
        if campaign.phase() == Campaign.Phase.OPEN
    )
    return of_closing + sum(map(_remind_of_extension, _extensions_to_come()))


def _remind_of_extension(given: Extension) -> int:
    readers = still_to_remind(given.campaign).filter(guardian__family=given.family_id)
    return _remind_before(given.campaign, given.until, readers)


def _extensions_to_come() -> QuerySet[Extension]:
    """Those that reach beyond the closing."""
    later = Extension.objects.filter(until__gt=F("campaign__closes_at"))
    return later.filter(until__gt=timezone.now()).select_related("campaign__site").order_by("pk")


def _remind_before(campaign: Campaign, end: datetime, readers: QuerySet[User]) -> int:
    return sum(
        _write(campaign, f"reminder-{timezone.localdate(at)}", readers)
        for at in campaign.reminders(end)
        if campaign.opens_at <= at <= timezone.now() < at + A_DAY
    )


def _by_hand() -> str:
    return f"by-hand-{timezone.localdate():%Y-%m-%d}"


def _write(campaign: Campaign, occasion: str, readers: QuerySet[User]) -> int:
    return write_to_all(campaign, occasion, "campaign_reminder", readers)
