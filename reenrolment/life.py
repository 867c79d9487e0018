"""What may become of a re-enrolment, as a table; docs/reenrolment.md shows it drawn."""

from django.utils import timezone
from django.utils.translation import gettext as _

from imuse.policies import Denied
from imuse.templatetags.times import full_day
from imuse.transitions import NOTHING, LifeCycle, Transition
from reenrolment.models import Reenrolment

Status = Reenrolment.Status
FAMILY, OFFICE = "family", "office"

LIFE = LifeCycle(
    Transition("send", (NOTHING, Status.SENT, Status.MORE_ASKED, Status.WITHDRAWN), Status.SENT, FAMILY),
    Transition("withdraw", (Status.SENT, Status.MORE_ASKED), Status.WITHDRAWN, FAMILY),
    Transition("ask_more", (Status.SENT, Status.MORE_ASKED), Status.MORE_ASKED, OFFICE),
    Transition("validate", (Status.SENT, Status.MORE_ASKED), Status.VALIDATED, OFFICE),
    Transition("refuse", (Status.SENT, Status.MORE_ASKED), Status.REFUSED, OFFICE),
    Transition("reconsider", (Status.REFUSED,), Status.SENT, OFFICE),
)


def step(reenrolment: Reenrolment, verb: str) -> None:
    """The next state, or a sentence that says why there is none."""
    if not LIFE.allows(verb, reenrolment.status):
        raise Denied(what_became_of(reenrolment))
    reenrolment.status = LIFE.after(verb, reenrolment.status)


def what_became_of(reenrolment: Reenrolment) -> str:
    """For the office."""
    if reenrolment.decided_by:
        return _("Cette réinscription est déjà décidée (%(verdict)s), par %(name)s.") % {
            "verdict": reenrolment.get_status_display(),
            "name": reenrolment.decided_by.get_full_name(),
        }
    return _("Cette réinscription est %(state)s.") % {"state": reenrolment.get_status_display()}


def what_was_decided(reenrolment: Reenrolment) -> str:
    """For the family, which can change it no more."""
    day = full_day(timezone.localdate(reenrolment.decided_at))
    if reenrolment.status == Status.VALIDATED:
        return _("Réinscription validée le %(day)s. Pour la changer, appelez l’établissement.") % {"day": day}
    return _("Réinscription refusée le %(day)s. Pour en parler, appelez l’établissement.") % {"day": day}
