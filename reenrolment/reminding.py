"""«Relancer»: the office writes to those who are not done, chosen families or all; to each account once a day at most."""

from collections.abc import Collection
from datetime import datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from imuse.policies import Denied
from reenrolment.concerned import readers_of, students_not_done
from reenrolment.models import Campaign, Notice
from reenrolment.notices import write_to_all


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
    readers = still_to_remind(campaign).filter(guardian__family__in=families)
    return write_to_all(campaign, _occasion(), "campaign_reminder", readers)


def remind_now(campaign: Campaign) -> int:
    """All of them, for who waits at a terminal; how many accounts were written to."""
    check_can_remind(campaign)
    return write_to_all(campaign, _occasion(), "campaign_reminder", still_to_remind(campaign))


def remind_everybody(campaign: Campaign) -> int:
    """How many will be written to, by the worker: they may be thousands. Asked for again, it goes on."""
    check_can_remind(campaign)
    number = still_to_remind(campaign).count()
    if number:
        write_to_everybody.enqueue(campaign.pk)
    return number


@task
def write_to_everybody(campaign_id: int) -> None:
    campaign = Campaign.objects.select_related("site").get(pk=campaign_id)
    write_to_all(campaign, _occasion(), "campaign_reminder", still_to_remind(campaign))


def _occasion() -> str:
    return f"by-hand-{timezone.localdate():%Y-%m-%d}"
