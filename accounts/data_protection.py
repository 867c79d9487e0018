"""What «Données personnelles» tells: why data are kept and until when, and what is left on the browser.

`accounts/personal_data.py` says the same of each column, for who writes the code.
"""

from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import known_browsers

MISSION = _("Mission d’intérêt public ou, pour une école associative, contrat d’inscription")


class Treatment(NamedTuple):
    purpose: str | Promise
    basis: str | Promise
    kept: str | Promise


TREATMENTS = [
    Treatment(
        _("Votre compte : vous connecter, vous écrire, garder vos réglages"),
        MISSION,
        _("Le temps de l’inscription, et deux ans après"),
    ),
    Treatment(
        _("Ce que vous avez saisi dans un formulaire arrivé après la fin de votre session"),
        MISSION,
        _("Une heure, pour vous le rendre"),
    ),
    Treatment(
        _("Le dossier des élèves et de leur famille : inscription, cours, évaluations, absences, concerts"),
        MISSION,
        _(
            "Le temps de la scolarité, et deux ans après ; une école publique les verse ou les élimine ensuite avec "
            "le visa des Archives départementales"
        ),
    ),
    Treatment(
        _("La réinscription et les documents fournis"),
        MISSION,
        _(
            "Un certificat médical ou un justificatif de revenus, jusqu’à sa vérification ; un fichier qui attend, "
            "90 jours au plus ; une demande refusée, une saison ; le reste, avec le dossier"
        ),
    ),
    Treatment(
        _("La facturation et les paiements"),
        _("Obligation légale : la comptabilité de l’école"),
        _("Dix ans pour les factures, les avoirs et les reçus"),
    ),
    Treatment(
        _("Le droit à l’image"),
        _("Votre consentement, que vous pouvez retirer à tout moment"),
        _("Le temps de la scolarité"),
    ),
    Treatment(
        _("Les mails et les textos que le portail vous envoie"),
        MISSION,
        _("90 jours ; il n’en reste ensuite que les dates"),
    ),
    Treatment(
        _(
            "Le journal des modifications : qui a changé une fiche, quand, de quelle valeur à quelle autre, et qui du "
            "personnel a regardé un document, ou le portail comme une famille"
        ),
        _("Obligation légale : la sécurité des données"),
        _("Un an"),
    ),
    Treatment(
        _("La sécurité : essais de connexion, journaux techniques"),
        _("Intérêt légitime : protéger les comptes"),
        _("Un jour pour les essais, 6 à 12 mois pour les journaux"),
    ),
]


class Trace(NamedTuple):
    """A cookie, or what the browser keeps by another means."""

    name: str
    purpose: str | Promise
    lasts: str | Promise


ONE_YEAR = _("Un an")

COOKIES = [
    Trace(
        settings.SESSION_COOKIE_NAME,
        _("Vous reconnaître d’une page à l’autre une fois connecté"),
        _("12 heures au plus"),
    ),
    Trace(
        settings.CSRF_COOKIE_NAME,
        _("Refuser un formulaire qu’un autre site enverrait à votre place"),
        ONE_YEAR,
    ),
    Trace(
        CookieStorage.cookie_name,
        _("Montrer une fois le message qui suit une action"),
        _("Jusqu’à la page suivante"),
    ),
    Trace(settings.SITE_COOKIE_NAME, _("Proposer votre site à la connexion suivante"), ONE_YEAR),
    Trace(
        known_browsers.COOKIE,
        _("Reconnaître ce navigateur, pour que les essais d’un inconnu ne bloquent pas votre compte"),
        ONE_YEAR,
    ),
    Trace(settings.LANGUAGE_COOKIE_NAME, _("Garder la langue que vous avez choisie"), ONE_YEAR),
    Trace(settings.DISPLAY_COOKIE_NAME, _("Garder vos réglages d’accessibilité"), ONE_YEAR),
]
COOKIES_OF_SCRIPTS = [
    Trace(
        "letters", _("Laisser sans effet les lettres tapées seules dans les files de « Gestion »"), ONE_YEAR
    )
]
LOCAL_STORAGE = [
    Trace(
        "session-ends",
        _("Prévenir dans chaque onglet avant la fin de la session"),
        _("Jusqu’à la déconnexion ou la connexion suivante"),
    )
]
