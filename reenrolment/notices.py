"""The announcement, and how all are written to: each account once for each occasion, batch by batch.

Begun again after a crash, a run goes on: who was written to has a Notice. New families of an announced campaign are
announced it too, the next time that the clock passes.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import mails
from accounts.models import Mail, User
from imuse.progress import bar
from reenrolment.concerned import readers_of, students_concerned
from reenrolment.models import Campaign, Notice

BATCH = 50  # of one transaction, under a second


def announce(campaign: Campaign) -> int:
    """How many accounts were written to just now; who has no address gets a letter."""
    Campaign.objects.filter(pk=campaign.pk, announced_at=None).update(announced_at=timezone.now())
    readers = readers_of(students_concerned(campaign))
    return write_to_all(campaign, Notice.ANNOUNCEMENT, "campaign_announced", readers)


def not_announced_to(campaign: Campaign) -> int:
    readers = readers_of(students_concerned(campaign))
    return _not_told(campaign, Notice.ANNOUNCEMENT, readers).count()


def announce_due() -> int:
    """For the clock."""
    return sum(announce(campaign) for campaign in to_come() if campaign.announces_at <= timezone.now())


def to_come() -> Iterator[Campaign]:
    """Not closed yet, of a year that has not begun."""
    live = Campaign.objects.filter(closes_at__gt=timezone.now()).select_related("site").order_by("pk")
    return (campaign for campaign in live if campaign.year > campaign.site.school_year())


def _not_told(campaign: Campaign, occasion: str, readers: QuerySet[User]) -> QuerySet[User]:
    told = Notice.objects.filter(campaign=campaign, occasion=occasion, user=OuterRef("pk"))
    return readers.exclude(email="").filter(~Exists(told))


def write_to_all(campaign: Campaign, occasion: str, template: str, readers: QuerySet[User]) -> int:
    """Each of them once for this occasion, whoever else writes at the same moment."""
    left = _not_told(campaign, occasion, readers)
    numbers = list(left.order_by("pk").values_list("pk", flat=True))
    written = 0
    with bar("Mails", total=len(numbers), unit="mails") as progress:
        for first in range(0, len(numbers), BATCH):
            batch = numbers[first : first + BATCH]
            written += _write_batch(campaign, occasion, template, batch)
            progress.update(len(batch))
    return written


@transaction.atomic
def _write_batch(campaign: Campaign, occasion: str, template: str, numbers: list[int]) -> int:
    """Of two who write at once, the second waits, and finds nobody left."""
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    told = Notice.objects.filter(campaign=campaign, occasion=occasion, user__in=numbers)
    left = User.objects.filter(pk__in=numbers).exclude(pk__in=told.values("user")).order_by("pk")
    accounts = list(left.select_related("site"))
    Notice.objects.bulk_create(
        Notice(campaign=campaign, user=account, occasion=occasion) for account in accounts
    )
    for account in accounts:
        mails.write(
            template, to=account, references={"campaign": campaign.pk}, priority=Mail.Priority.CAMPAIGN
        )
    return len(accounts)
