"""The announcement on paper: a page for each family, its address where an envelope has its window. Never a password."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.papers import paper
from billing.payers import payer_of
from reenrolment.households import Household, households, to_be_written_to
from reenrolment.models import Campaign
from students.models import Student


class Letter(NamedTuple):
    to: str
    students: list[Student]
    accounts: list[User]


def render(campaign: Campaign, families: Iterable[int]) -> bytes:
    return paper(
        "papers/announcement.html",
        site=campaign.site,
        campaign=campaign,
        letters=[_letter_to(each) for each in to_be_written_to(households(campaign, families))],
        written_on=timezone.localdate(),
        portal=settings.PUBLIC_URL,
    )


def file_name(campaign: Campaign, part: int) -> str:
    return f"lettres-reinscription-{campaign.year}-{part}"


def _letter_to(household: Household) -> Letter:
    guardians = sorted(household.family.guardians.all(), key=lambda guardian: guardian.order)
    accounts = [guardian.user for guardian in guardians if guardian.user and guardian.user.is_active]
    return Letter(payer_of(household.family), list(household.students), accounts)
