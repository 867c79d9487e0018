"""What the gallery of components shows: a family of a school, on a Tuesday of June.

People, places and music keep their names in every language; sentences are translated.
"""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext as _

from imuse.components import Day, Lesson, Pager, PagerWords, Step, Sum, Tab, Waiting
from imuse.gallery.forms import CorrectedForm, FileForm, LessonForm, PasswordForm, RecordForm, RefusedForm
from imuse.nav import Line


def examples() -> dict[str, Any]:
    return {
        "school": SCHOOL,
        "students": STUDENTS,
        "menu_lines": _menu(),
        "tabs_of_record": _tabs(),
        "pagers": _pagers(),
        "journey": [
            Step(label, "#stepper") for label in (_("Cours"), _("Documents"), _("Demandes"), _("Envoi"))
        ],
        "record": _record(),
        "corrected": _corrected(),
        "lesson": LessonForm(prefix="lesson"),
        "refused": RefusedForm({"refused-identifier": "leroy1", "refused-word": "?"}, prefix="refused"),
        "files": _files(),
        "password": PasswordForm(initial={"new_password1": "Sonatine"}),
        "rule": _rule(),
        "said": _said(),
        "states": _states(),
        "waiting": _waiting(),
        "lesson_facts": _facts(),
        "days": _days(),
        "past_courses": PAST_COURSES,
        "papers": _papers(),
        "movements": _movements(),
        "sums": _sums(),
    }


SCHOOL = {
    "name": "Conservatoire Xénakis",
    "telephone": "01 99 00 14 20",
    "email": "accueil.xenakis@example.org",
    "address": "4, allée des Cinq-Lignes\n91999 Bois-l’Abbesse",
    "opening_hours": "13 h 30 - 19 h",
}
STUDENTS = ["Éléonore Leroy", "Sacha Leroy-Benhaddou", "Marie-Apolline Leroy-Vandenbroucke"]


def _menu() -> list[Line]:
    students = tuple(Line(name, "#navigation", current=name.startswith("Sacha")) for name in STUDENTS)
    return [
        Line(_("Accueil"), "#content", "house"),
        Line(_("Famille"), "#fields", "users-round"),
        Line(_("Élèves"), "#navigation", "graduation-cap", current=True, children=students),
        Line(_("Facturation"), "#ledger", "receipt-euro"),
        Line(_("Accessibilité"), "#states"),
        Line(_("Mot de passe"), "#password"),
    ]


def _tabs() -> list[Tab]:
    labels = [
        _("Identité"),
        _("Cours"),
        _("Historique"),
        _("Répertoire"),
        _("Documents fournis"),
        _("Réinscription"),
    ]
    return [Tab(label, "#navigation", current=label == _("Cours")) for label in labels]


def _pagers() -> list[Pager]:
    there = "#navigation"
    ways = [
        (_("Au premier"), {"next": there, "last": there}),
        (_("Entre deux"), {"first": there, "previous": there, "next": there, "last": there}),
        (_("Au dernier"), {"first": there, "previous": there}),
    ]
    words = [_("Premier élève"), _("Élève précédent"), _("Élève suivant"), _("Dernier élève")]
    return [
        Pager(PagerWords(title, *words), position, 3, **known)
        for position, (title, known) in enumerate(ways, start=1)
    ]


def _record() -> RecordForm:
    return RecordForm(
        prefix="record",
        initial={
            "last_name": "Leroy-Vandenbroucke",
            "mobile": "06 39 98 77 05",
            "born": date(2014, 5, 28),
            "situation": "apart",
            "year": "2026/2027",
            "regime": "resident",
            "outing": "no",
            "tell": ["email"],
            "same": True,
        },
    )


def _corrected() -> CorrectedForm:
    sent = {"city": "Bois-l’Abbé", "mobile": "06 39 98 4", "born": "2041-05-28", "remarks": "www.example.org"}
    return CorrectedForm({f"corrected-{name}": value for name, value in sent.items()}, prefix="corrected")


def _files() -> dict[str, FileForm]:
    """In each state that its field has; what stands below it, the page says."""
    states = {"empty": None, "chosen": None, "sent": None, "refused": {}}
    return {state: FileForm(data, prefix=f"file-{state}") for state, data in states.items()}


def _rule() -> dict[str, Any]:
    requirements = {
        "length": _("%(min)s caractères au moins") % {"min": 10},
        "upper": _("une lettre majuscule"),
        "lower": _("une lettre minuscule"),
        "digit": _("un chiffre"),
    }
    return {
        "min_length": 10,
        "max_length": None,
        "requirements": [{"name": name, "text": text} for name, text in requirements.items()],
    }


def _said() -> dict[str, list[Message]]:
    """After an action: what went well, and what went otherwise."""
    sent = Message(
        messages.SUCCESS,
        _(
            "Votre fiche est envoyée. Elle est en attente de validation. Un accusé de réception vous a été envoyé."
        ),
    )
    provisional = Message(
        messages.INFO, _("Votre mot de passe est provisoire : choisissez le vôtre pour continuer.")
    )
    unread = Message(
        messages.WARNING, _("Le certificat de Sacha n’est pas encore lisible : réessayez ce soir.")
    )
    return {"one": [sent], "several": [provisional, sent, unread]}


def _states() -> list[tuple[str, str, str]]:
    return [
        ("todo", _("À fournir"), _("rien n’est encore donné")),
        ("waiting", _("En attente de validation"), _("l’école doit se prononcer")),
        (
            "check",
            _("Éléments modifiés - Fiche en attente de validation"),
            _("à côté du bouton qui a envoyé"),
        ),
        ("done", _("Validé"), _("plus rien à faire")),
        ("refused", _("Refusé"), _("avec le motif, et le moyen d’y remédier")),
        ("circle-alert", _("Changée le 8 juin"), _("le dossier n’est plus celui de la demande")),
        ("expired", _("Expiré"), _("a été valable, ne l’est plus")),
        ("in-person", _("À remettre sur place"), _("ne se donne pas en ligne")),
        ("unread", _("Nouveau"), _("pas encore lu")),
    ]


def _waiting() -> list[Waiting]:
    there = "#programme"
    return [
        Waiting(
            "todo",
            _("Réinscription 2026/2027"),
            there,
            _("Il reste à faire celles de Sacha et de Marie-Apolline. Celle d’Éléonore est validée."),
            _("avant le 28 juin, 23 h 59"),
        ),
        Waiting(
            "refused",
            _("Justificatif de domicile refusé"),
            there,
            _("« La date n’est pas lisible : merci d’envoyer la page entière. »"),
            _("à remplacer"),
        ),
        Waiting("unread", _("Une évaluation à lire"), there, "Éléonore, violoncelle", _("nouvelle")),
        Waiting("waiting", _("Fiche de Sacha"), there, due=_("envoyée le 6 juin")),
    ]


def _facts() -> list[tuple[str, str]]:
    return [
        (_("Enseignant"), "Mme Hélène Szymańska"),
        (_("Cycle"), "2C1"),
        (_("Salle"), "Salle Pablo-Casals"),
        (_("Horaire"), _("Lundi, 17 h 30, 45 min")),
    ]


def _days() -> list[Day]:
    dance = Lesson(time(18, 15), 90, "Danse contemporaine", "#week", "Sacha", "Studio Loïe-Fuller")
    lessons = [
        [Lesson(time(17, 30), 45, "Violoncelle", "#week", "Éléonore", "Salle Pablo-Casals")],
        [dance],
        [
            Lesson(time(10, 0), 60, "Éveil musique et danse", "#week", "Marie-Apolline", "Salle Messiaen"),
            Lesson(time(14, 0), 75, "Formation musicale", "#week", "Éléonore", "Salle Nadia-Boulanger"),
        ],
        [],
        [dance],
        [Lesson(time(11, 0), 150, "Orchestre des cordes", "#week", "Éléonore", "Auditorium")],
    ]
    return [Day(date(2026, 6, place), held, today=place == 2) for place, held in enumerate(lessons, start=1)]


PAST_COURSES = [
    ("2024/2025", "Cordes", "Violoncelle", "1C4", "Mme Hélène Szymańska"),
    ("2024/2025", "Formation musicale", "FM 1C4", "1C4", "M. Jean-Baptiste Kerdraon-Lefèvre"),
    ("2023/2024", "Cordes", "Violoncelle", "", "Mme Hélène Szymańska"),
]


def _papers() -> list[dict[str, str]]:
    waits, valid = ("waiting", _("En attente de validation")), ("done", _("Validé"))
    todo, refused = ("todo", _("À fournir")), ("refused", _("Refusé"))
    rows = [
        (_("Certificat médical d’aptitude à la danse"), "", "", "", "-", todo),
        (
            _("Justificatif de domicile de moins de trois mois"),
            "facture-electricite-mai.pdf",
            "02/06/2026",
            "20 h 14",
            "0,48",
            refused,
        ),
        (
            _("Attestation d’assurance en responsabilité civile"),
            "IMG_20260606_191204.jpg",
            "06/06/2026",
            "19 h 13",
            "1,92",
            waits,
        ),
        (
            _("Avis d’impôt 2025 sur les revenus 2024"),
            "avis-impot-2025.pdf",
            "30/05/2026",
            "08 h 02",
            "1,36",
            valid,
        ),
        (_("Frais de dossier : 20,00 €"), "", "", "", "-", ("in-person", _("À remettre sur place"))),
    ]
    return [
        {"name": name, "file": file, "day": day, "hour": hour, "size": size, "shape": shape, "state": state}
        for name, file, day, hour, size, (shape, state) in rows
    ]


def _movements() -> list[tuple[str, ...]]:
    first, third = (
        _("Cotisations du 1er trimestre, trois élèves"),
        _("Cotisations du 3e trimestre, trois élèves"),
    )
    return [
        ("26/09/2025", "", "FACT2025-001187", first, "1 234,56 €", "", "123,46 €"),
        ("14/10/2025", _("Carte bancaire"), "REC2025-000932", _("Règlement"), "", "1 234,56 €", ""),
        ("16/03/2026", "", "AV2026-000009", _("Trois séances de danse annulées"), "", "54,00 €", ""),
        ("13/04/2026", "", "FACT2026-000417", third, "466,50 €", "", ""),
    ]


def _sums() -> list[Sum]:
    return [
        Sum(_("Montant total facturé"), "1 701,06 €"),
        Sum(_("Montant total réglé"), "1 288,56 €"),
        Sum(_("Solde"), "−412,50 €"),
        Sum(_("Montant à payer"), "412,50 €"),
    ]
