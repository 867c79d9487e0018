"""What of re-enrolment waits for a family on «Accueil»: until when, for whom, and what the school asks besides."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from families.models import Family
from imuse.components import Waiting
from imuse.school_year import named
from imuse.templatetags.times import full_day, full_moment
from reenrolment.concerned import campaign_for, concerned_for
from reenrolment.models import Campaign
from reenrolment.standing import Standing, Status, standings_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def lines(request: "HttpRequest") -> Iterator[Waiting]:
    campaign, students = campaign_for(request), concerned_for(request)
    family = Family.objects.for_user(request.user).first() if students else None
    if family is None:
        return
    if campaign.phase() == Campaign.Phase.ANNOUNCED:
        yield _announced(campaign, students[0].pk)
        return
    standings = standings_of(campaign, family, students)
    yield from (_answer(each) for each in standings if each.reenrolment and each.reenrolment.question_stands)
    yield from (
        _refused(each) for each in standings if each.reenrolment and each.reenrolment.status == Status.REFUSED
    )
    to_do = [each for each in standings if each.is_open and _is_to_be_sent(each)]
    if to_do:
        yield _to_do(to_do)


def _is_to_be_sent(standing: Standing) -> bool:
    return not standing.is_done and not (standing.reenrolment and standing.reenrolment.question_stands)


def _announced(campaign: Campaign, student_id: int) -> Waiting:
    return Waiting(
        shape="waiting",
        title=_("La réinscription pour %(year)s ouvre bientôt") % {"year": named(campaign.year)},
        url=_url(student_id),
        due=_("le %(moment)s") % {"moment": full_moment(campaign.opens_at)},
        day=timezone.localdate(campaign.opens_at),
    )


def _to_do(standings: list[Standing]) -> Waiting:
    first = standings[0]
    return Waiting(
        shape="todo",
        title=_("Réinscription pour %(year)s à faire") % {"year": named(first.campaign.year)},
        url=_url(first.student.pk),
        text=", ".join(each.student.person.first_name or str(each.student) for each in standings),
        due=_("jusqu’au %(moment)s") % {"moment": full_moment(first.until)},
        day=timezone.localdate(first.until),
    )


def _answer(standing: Standing) -> Waiting:
    sent = standing.reenrolment
    return Waiting(
        shape="refused",
        title=_("Réinscription de %(name)s : un complément est demandé") % {"name": standing.student},
        url=_url(standing.student.pk),
        text=_("« %(words)s »") % {"words": sent.question},
        due=_answer_due(standing),
        day=sent.answer_until,
    )


def _answer_due(standing: Standing) -> str:
    """The day that the office gave; once it is over, what is still possible."""
    if standing.may_still_answer:
        return _("avant le %(day)s inclus") % {"day": full_day(standing.reenrolment.answer_until)}
    if standing.is_open:
        return _("jusqu’au %(moment)s") % {"moment": standing.ends_in_words}
    return _("date passée : appelez l’établissement")


def _refused(standing: Standing) -> Waiting:
    return Waiting(
        shape="refused",
        title=_("Réinscription de %(name)s refusée") % {"name": standing.student},
        url=_url(standing.student.pk),
        text=_("« %(words)s »") % {"words": standing.reenrolment.reason},
        due=_("à lire"),
    )


def _url(student_id: int) -> str:
    return reverse("reenrolment", args=[student_id]) + "?de=accueil"
