"""What is done to a campaign by hand, asked once more before it is done: a table that its page and the question read."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imuse.policies import reason_against
from reenrolment import campaign as verbs
from reenrolment.models import Campaign


class Act(NamedTuple):
    slug: str
    label: Promise
    what_follows: Promise
    told: Promise
    check: Callable[[Campaign], None]
    do: Callable[[Campaign], object]


ACTS = {
    act.slug: act
    for act in [
        Act(
            "annoncer",
            _("Annoncer maintenant"),
            _(
                "Les familles voient dès maintenant les dates ; les mails partent dans les minutes qui suivent."
            ),
            _("La campagne est annoncée : les mails partent."),
            verbs.check_can_announce,
            verbs.announce_now,
        ),
        Act(
            "ouvrir",
            _("Ouvrir maintenant"),
            _("Les familles peuvent réinscrire dès maintenant, sans attendre la date d’ouverture."),
            _("La campagne est ouverte."),
            verbs.check_can_open,
            verbs.open_now,
        ),
        Act(
            "clore",
            _("Clore maintenant"),
            _("Plus rien ne s’envoie, sauf des familles qui ont une prolongation. Les brouillons restent."),
            _("La campagne est close."),
            verbs.check_can_close,
            verbs.close_now,
        ),
    ]
}


def possible_now(campaign: Campaign) -> list[Act]:
    return [act for act in ACTS.values() if not reason_against(act.check, campaign=campaign)]
