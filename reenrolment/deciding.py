"""What the office answers: validates, asks for more, refuses, or thinks a refusal over. Once, on the version it saw."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imuse.policies import Denied
from reenrolment import places, telling
from reenrolment.campaign import check_is_before_the_year, check_is_to_come
from reenrolment.life import step
from reenrolment.models import Campaign, Reenrolment
from students.models import Student


class WordsMissingError(Denied):
    """It is told at the field where they are written."""


class DayError(Denied):
    """It is told at the field where the day is given."""


@transaction.atomic
def validate(*, reenrolment: Reenrolment, version: int, by: User) -> Reenrolment:
    """The places of the year to come are made, «à placer» until a course is given."""
    now = as_it_was_seen(reenrolment, version)
    step(now, "validate")
    places.make(now)
    return _settle(now, by)


@transaction.atomic
def ask_more(*, reenrolment: Reenrolment, version: int, question: str, until: date, by: User) -> Reenrolment:
    """The family may answer until that day, even after the closing."""
    now = as_it_was_seen(reenrolment, version)
    _check_words(question)
    _check_day(now.campaign, until)
    step(now, "ask_more")
    now.question, now.answer_until = question.strip(), until
    return _settle(now, by)


@transaction.atomic
def refuse(*, reenrolment: Reenrolment, version: int, reason: str, by: User) -> Reenrolment:
    now = as_it_was_seen(reenrolment, version)
    _check_words(reason)
    step(now, "refuse")
    now.reason = reason.strip()
    return _settle(now, by)


@transaction.atomic
def reconsider(*, reenrolment: Reenrolment) -> Reenrolment:
    """A refusal is taken back: it waits again, and the family reads so."""
    now = _locked(reenrolment)
    step(now, "reconsider")
    now.decided_at = now.decided_by = None
    now.save()
    telling.answered(now)
    return now


def as_it_was_seen(reenrolment: Reenrolment, version: int) -> Reenrolment:
    """Locked; for the transaction of who decides on it."""
    now = _locked(reenrolment)
    if now.version != version:
        raise Denied(
            _("La famille a changé sa réinscription pendant que vous lisiez : relisez-la, puis décidez.")
        )
    return now


def _locked(reenrolment: Reenrolment) -> Reenrolment:
    Student.objects.select_for_update(of=("self",)).get(pk=reenrolment.student_id)
    related = Reenrolment.objects.select_related("campaign__site", "student__person", "decided_by")
    return related.get(pk=reenrolment.pk)


def _check_words(words: str) -> None:
    if not words.strip():
        raise WordsMissingError(_("Dites à la famille pourquoi, ou ce qui manque : quelques mots suffisent."))


def _check_day(campaign: Campaign, until: date) -> None:
    try:
        check_is_to_come(campaign)
        check_is_before_the_year(campaign, until)
    except Denied as denied:
        raise DayError(denied.reason) from denied
    if until < timezone.localdate():
        raise DayError(_("Le dernier jour pour répondre est à venir."))


def _settle(reenrolment: Reenrolment, by: User) -> Reenrolment:
    reenrolment.decided_at, reenrolment.decided_by = timezone.now(), by
    reenrolment.save()
    telling.answered(reenrolment)
    return reenrolment
