"""What the office does with a campaign by hand: opens it, closes it, gives a family more time."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from families.models import Family
from imuse.policies import Denied
from imuse.school_year import named
from reenrolment import telling
from reenrolment.models import Campaign, Extension


@transaction.atomic
def announce_now(campaign: Campaign) -> Campaign:
    """From now on families read the dates; the clock writes the mails."""
    now = _locked(campaign)
    check_can_announce(now)
    now.announced_at = timezone.now()
    now.save(update_fields=["announced_at"])
    return now


@transaction.atomic
def open_now(campaign: Campaign) -> Campaign:
    now = _locked(campaign)
    check_can_open(now)
    now.opens_at = timezone.now()
    now.save(update_fields=["opens_at"])
    return now


@transaction.atomic
def close_now(campaign: Campaign) -> Campaign:
    """What is being typed at this moment is kept as drafts."""
    now = _locked(campaign)
    check_can_close(now)
    now.closes_at = timezone.now()
    now.save(update_fields=["closes_at"])
    return now


@transaction.atomic
def extend(*, campaign: Campaign, family: Family, until: datetime, by: User) -> Extension:
    """«Prolonger pour cette famille»; given again, with another date."""
    now = _locked(campaign)
    check_can_extend(now, until)
    facts = {"until": until, "given_by": by, "given_at": timezone.now()}
    given, _created = Extension.objects.update_or_create(campaign=now, family=family, defaults=facts)
    telling.extended(given)
    return given


def check_can_announce(campaign: Campaign) -> None:
    if campaign.phase() != Campaign.Phase.PREPARED:
        raise Denied(_("La campagne est déjà annoncée."))
    check_is_to_come(campaign)


def check_can_open(campaign: Campaign) -> None:
    phase = campaign.phase()
    if phase == Campaign.Phase.OPEN:
        raise Denied(_("La campagne est déjà ouverte."))
    if phase == Campaign.Phase.CLOSED:
        raise Denied(_("La campagne est close : donnez-lui une autre date de clôture."))
    check_is_to_come(campaign)


def check_can_close(campaign: Campaign) -> None:
    if campaign.phase() != Campaign.Phase.OPEN:
        raise Denied(_("La campagne n’est pas ouverte."))


def check_can_extend(campaign: Campaign, until: datetime) -> None:
    check_is_to_come(campaign)
    if until <= timezone.now():
        raise Denied(_("Ce moment est passé : une prolongation va plus loin."))
    if until <= campaign.closes_at:
        raise Denied(_("La campagne elle-même dure jusque-là : une prolongation va plus loin."))
    check_is_before_the_year(campaign, timezone.localdate(until))


def check_is_to_come(campaign: Campaign) -> None:
    if campaign.year <= campaign.site.school_year():
        raise Denied(_("Cette année scolaire a commencé : sa campagne est passée."))


def check_is_before_the_year(campaign: Campaign, day: date) -> None:
    """What families are promised, they can still do."""
    if day > campaign.last_day:
        words = _("L’année %(year)s aura commencé : donnez un jour avant elle.")
        raise Denied(words % {"year": named(campaign.year)})


def _locked(campaign: Campaign) -> Campaign:
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("site")
    return locked.get(pk=campaign.pk)
