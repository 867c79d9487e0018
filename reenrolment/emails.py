"""What this app writes to families; the words are in templates/mails/."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail
from families.models import Family
from reenrolment.asked import lines_of
from reenrolment.concerned import students_concerned, students_not_done
from reenrolment.models import Campaign, Extension, Reenrolment, Remark
from reenrolment.standing import last_moment, standing_of
from students.files import students_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from students.models import Student


@email("campaign_announced", label=_("Annonce de la réinscription"))
def campaign_announced(mail: Mail) -> Letter:
    campaign = _campaign(mail)
    students = students_of(mail.user).filter(pk__in=students_concerned(campaign).values("pk"))
    return _to_do(campaign, mail, students, until=campaign.closes_at)


@email("campaign_reminder", label=_("Rappel de réinscription"))
def campaign_reminder(mail: Mail) -> Letter:
    """Who has done all meanwhile is not reminded."""
    campaign = _campaign(mail)
    students = students_of(mail.user).filter(pk__in=students_not_done(campaign).values("pk"))
    return _to_do(campaign, mail, students, until=last_moment(campaign, _family(mail)))


@email("campaign_extended", label=_("Délai de réinscription accordé"))
def campaign_extended(mail: Mail) -> Letter:
    """Of one that was given another date meanwhile, the newer mail tells."""
    given = Extension.objects.filter(pk=mail.references["extension"]).select_related("campaign").first()
    if given is None or given.until.isoformat() != mail.references["until"]:
        raise NothingToSend
    return Letter({"campaign": given.campaign, "until": given.until})


@email("reenrolment_received", label=_("Accusé de réinscription"))
def reenrolment_received(mail: Mail) -> Letter:
    """Of what was sent anew, or withdrawn, before this left, the newer mail tells."""
    sent = _reenrolment(mail)
    if sent.version != mail.references["version"]:
        raise NothingToSend
    family = _family(mail)
    missing = [line for line in lines_of(standing_of(sent.campaign, family, sent.student)) if line.is_missing]
    remark = Remark.objects.filter(reenrolment=sent, family=family).first()
    return Letter({"sent": sent, "remark": remark, "missing": missing, "until": _still_until(sent, family)})


@email("reenrolment_withdrawn", label=_("Réinscription retirée"))
def reenrolment_withdrawn(mail: Mail) -> Letter:
    sent = _reenrolment(mail)
    if sent.version != mail.references["version"]:
        raise NothingToSend
    return Letter({"sent": sent, "until": _still_until(sent, _family(mail))})


@email("reenrolment_answered", label=_("Réponse à une réinscription"))
def reenrolment_answered(mail: Mail) -> Letter:
    sent = _reenrolment(mail)
    if sent.status != mail.references["status"]:
        raise NothingToSend
    return Letter({"sent": sent})


def _still_until(sent: Reenrolment, family: Family) -> datetime | None:
    """Nothing for who answered, or was taken down at the desk, after the closing."""
    until = last_moment(sent.campaign, family)
    return until if timezone.now() < until else None


def _to_do(campaign: Campaign, mail: Mail, students: "QuerySet[Student]", until: datetime) -> Letter:
    several = list(students.select_related("person"))
    if not several or timezone.now() >= until:
        raise NothingToSend
    facts = {"campaign": campaign, "students": several, "identifier": mail.user.identifier}
    return Letter(facts | {"until": until})


def _campaign(mail: Mail) -> Campaign:
    found = Campaign.objects.filter(pk=mail.references["campaign"]).select_related("site").first()
    if found is None or mail.user is None:
        raise NothingToSend
    return found


def _reenrolment(mail: Mail) -> Reenrolment:
    """Of a student that the reader still sees."""
    seen = Reenrolment.objects.for_user(mail.user) if mail.user else Reenrolment.objects.none()
    related = seen.select_related("campaign__site", "student__person").prefetch_related("choices")
    found = related.filter(pk=mail.references["reenrolment"]).first()
    if found is None:
        raise NothingToSend
    return found


def _family(mail: Mail) -> Family:
    family = Family.objects.for_user(mail.user).select_related("site").first()
    if family is None:
        raise NothingToSend
    return family
