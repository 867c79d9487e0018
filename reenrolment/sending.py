"""What a household does: keeps a draft, sends, withdraws. So does the office in its stead, at the desk.

Whoever acts on a student's re-enrolment waits at the student's row: of two who act at once, the second one sees what
the first one did.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from families.models import Family
from imuse.policies import Denied
from imuse.templatetags.times import full_moment
from reenrolment import telling
from reenrolment.asked import missing_before_sending
from reenrolment.life import LIFE, step, what_was_decided
from reenrolment.models import Campaign, Choice, Draft, Reenrolment, Remark
from reenrolment.options import Option, choices_of, options_of
from reenrolment.standing import Standing, Status, standing_of
from reenrolment.wishes import Wish, check_says_something, latest, sensible, sent_by_household
from students.models import Student


class ChangedMeanwhileError(Denied):
    """Somebody else acted since the page was shown: it is shown again, with what was typed."""


class ClosedError(Denied):
    """Too late, or too early."""


@transaction.atomic
def save_draft(
    *, campaign: Campaign, student: Student, family: Family, wish: Wish, seen: str | None = None, by: User
) -> Draft | None:
    """What is typed is kept even when it is too late to be sent. Nothing is kept of what is sent as it is."""
    standing, options = locked(campaign, family, student)
    wish = sensible(wish, standing, options)
    if wish == latest(standing, options):
        return standing.draft
    check_nobody_was_faster(standing, seen, by=by)
    if standing.reenrolment and wish == sent_by_household(standing, options):
        _drop_draft(standing)
        return None
    draft = standing.draft or Draft(campaign=campaign, student=student, family=family, version=0)
    draft.is_administrative, draft.wanted = wish.is_administrative, list(wish.wanted)
    draft.is_leaving, draft.leaving_reason, draft.comment = wish.is_leaving, wish.leaving_reason, wish.comment
    draft.version += 1
    draft.saved_at, draft.saved_by = timezone.now(), by
    draft.save()
    return draft


@transaction.atomic
def send(
    *, campaign: Campaign, student: Student, family: Family, wish: Wish, seen: str | None = None, by: User
) -> Reenrolment:
    """«Valider»: once, however often it is clicked."""
    standing, options = locked(campaign, family, student)
    wish = sensible(wish, standing, options)
    if is_sent_already(standing, wish, options):
        _drop_draft(standing)
        return standing.reenrolment
    check_can_send(standing, by=by)
    check_nobody_was_faster(standing, seen, by=by)
    check_says_something(wish, standing.campaign, options)
    _check_documents(standing, wish, by)
    sent = _write(standing, wish, by)
    _write_choices(sent, wish, options)
    _write_remark(sent, family, wish.comment)
    _drop_draft(standing)
    telling.received(sent, by=by)
    return sent


@transaction.atomic
def withdraw(*, reenrolment: Reenrolment, family: Family, by: User) -> Reenrolment:
    """The choices stay readable; sent anew, it is as if nothing had been."""
    standing, _options = locked(reenrolment.campaign, family, reenrolment.student)
    check_can_withdraw(standing, by=by)
    sent = standing.reenrolment
    step(sent, "withdraw")
    sent.version += 1
    sent.decided_at = sent.decided_by = None
    sent.save()
    telling.withdrawn(sent, by=by)
    return sent


def locked(campaign: Campaign, family: Family, student: Student) -> tuple[Standing, list[Option]]:
    """As it stands now, for the transaction of who acts."""
    Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    now = Campaign.objects.select_related("site").get(pk=campaign.pk)
    return standing_of(now, family, student), options_of(now, student)


def check_can_send(standing: Standing, *, by: User) -> None:
    campaign, sent = standing.campaign, standing.reenrolment
    if campaign.year <= campaign.site.school_year():
        raise ClosedError(_("Cette année scolaire a commencé : la réinscription n’est plus possible."))
    if sent and not LIFE.allows("send", sent.status):
        raise Denied(what_was_decided(sent))
    if not by.is_staff:  # at the desk, the office takes down who comes late
        check_is_open(standing)


def check_can_withdraw(standing: Standing, *, by: User) -> None:
    sent = standing.reenrolment
    if sent is None or sent.status == Status.WITHDRAWN:
        raise Denied(_("Rien n’est envoyé : il n’y a rien à retirer."))
    if not LIFE.allows("withdraw", sent.status):
        raise Denied(what_was_decided(sent))
    if not by.is_staff:
        check_is_open(standing)


def check_is_open(standing: Standing) -> None:
    if timezone.now() < standing.campaign.opens_at:
        opening = full_moment(standing.campaign.opens_at)
        raise ClosedError(_("La réinscription ouvre le %(moment)s.") % {"moment": opening})
    if not standing.is_open:
        closing = full_moment(standing.until)
        raise ClosedError(
            _("La réinscription est close depuis le %(moment)s. Appelez l’établissement.")
            % {"moment": closing}
        )


def check_nobody_was_faster(standing: Standing, seen: str | None, *, by: User) -> None:
    """Something newer is overwritten only by who has seen it."""
    if seen is None or seen == standing.token:
        return
    raise ChangedMeanwhileError(_who_was_faster(standing, seen, by))


def is_sent_already(standing: Standing, wish: Wish, options: list[Option]) -> bool:
    """A second click, a page sent again after a lost connection."""
    sent = standing.reenrolment
    is_waiting = sent is not None and sent.status == Status.SENT and sent.family_id == standing.family.pk
    return is_waiting and wish == sent_by_household(standing, options)


def _who_was_faster(standing: Standing, seen: str, by: User) -> str:
    of_sent, _dot, _of_draft = seen.partition(".")
    sent, draft = standing.reenrolment, standing.draft
    again = _("Rien n’est perdu : vérifiez, puis validez de nouveau.")
    if sent and not standing.token.startswith(f"{of_sent}."):
        if sent.decided_at:
            told = _("L’établissement a répondu pendant que vous remplissiez cette page.")
        elif sent.family_id != standing.family.pk:
            told = _("L’autre foyer a envoyé cette réinscription pendant que vous remplissiez cette page.")
        else:
            told = _("Cette réinscription a été envoyée pendant que vous remplissiez cette page.")
    elif draft and draft.saved_by == by:
        told = _("Vous avez gardé un brouillon dans un autre onglet, ou sur un autre appareil.")
    elif draft and draft.saved_by:
        told = _("%(name)s a gardé un brouillon pendant que vous remplissiez cette page.") % {
            "name": draft.saved_by.get_full_name()
        }
    else:
        told = _("Cette réinscription a changé pendant que vous remplissiez cette page.")
    return f"{told} {again}"


def _check_documents(standing: Standing, wish: Wish, by: User) -> None:
    if not standing.campaign.documents_first or wish.is_leaving or by.is_staff:
        return
    names = [line.kind.name for line in missing_before_sending(standing)]
    if names:
        raise Denied(
            _("Importez d’abord les documents obligatoires : %(names)s.") % {"names": ", ".join(names)}
        )


def _write(standing: Standing, wish: Wish, by: User) -> Reenrolment:
    sent = standing.reenrolment
    if sent is None:
        sent = Reenrolment(campaign=standing.campaign, student=standing.student, version=0)
    else:
        step(sent, "send")
    sent.version += 1
    sent.is_administrative, sent.is_leaving = wish.is_administrative, wish.is_leaving
    sent.leaving_reason = wish.leaving_reason
    sent.family, sent.sent_by, sent.sent_at = standing.family, by, timezone.now()
    sent.decided_at = sent.decided_by = None
    sent.save()
    return sent


def _write_choices(sent: Reenrolment, wish: Wish, options: list[Option]) -> None:
    """In administrative mode, what is followed when the office validates counts."""
    sent.choices.all().delete()
    if not wish.is_administrative:
        rows = choices_of(options, wish.wanted)
        for row in rows:
            row.reenrolment = sent
        Choice.objects.bulk_create(rows)


def _write_remark(sent: Reenrolment, family: Family, text: str) -> None:
    if text:
        facts = {"text": text, "written_at": timezone.now()}
        Remark.objects.update_or_create(reenrolment=sent, family=family, defaults=facts)
    else:
        Remark.objects.filter(reenrolment=sent, family=family).delete()


def _drop_draft(standing: Standing) -> None:
    if standing.draft:
        standing.draft.delete()
