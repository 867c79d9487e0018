"""The demonstration's five sites, one per printed guide, and who signs in there (SPEC 10)."""

from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.files import File

from accounts.models import Installation, Post, Site, User
from accounts.passwords import FAMILY_PASSWORD, STAFF_PASSWORD
from accounts.roles import Role
from accounts.site_look import store_logo

LOGOS = Path(__file__).parent / "demonstration_logos"

MADAME, MONSIEUR = User.Civility.MADAME, User.Civility.MONSIEUR
QUITTER = Site.SignOutLabel.QUITTER
PASSWORD, LINK = Site.LostPassword.PASSWORD, Site.LostPassword.LINK

NOTICE = (
    "Les informations recueillies servent à la scolarité et à la facturation. Vous disposez d’un droit d’accès "
    "et de rectification : adressez-vous au secrétariat."
)

SITES = [
    {
        "name": "Arts visuels",
        "accent": "#c2410c",
        "logo": "arts-visuels.webp",
        "lost_password": PASSWORD,
        "telephone": "01 99 00 10 10",
        "email": "arts-visuels@example.org",
        "address": "12, rue de l’Atelier\n91999 Val-d’Orge",
        "opening_hours": "Du lundi au vendredi, de 14 h à 18 h",
        "welcome": "Bienvenue dans votre espace personnel !\n\n"
        "Le service Arts visuels se tient à votre écoute pour tout renseignement.",
        "personal_data_notice": NOTICE,
        "password_max_length": 20,
    },
    {
        "name": "Conservatoire Gounod",
        "accent": "#0f766e",
        "logo": "gounod.webp",
        "telephone": "01 99 00 12 10",
        "email": "gounod@example.org",
        "address": "3, place de la République\n91999 Bondoufle-le-Bois",
        "opening_hours": "Du mardi au vendredi, de 13 h 30 à 19 h",
        "welcome": "Bienvenue dans l’espace extranet du réseau des conservatoires.",
        "personal_data_notice": "Les informations recueillies font l’objet d’un traitement informatique destiné aux "
        "usagers. Conformément à la loi « Informatique et libertés » et au RGPD, vous disposez d’un droit d’accès et "
        "de rectification aux informations qui vous concernent. Pour l’exercer, adressez-vous à l’administration du "
        "conservatoire.",
        "password_max_length": 20,
    },
    {
        "name": "Conservatoire Xénakis",
        "accent": "#8a1c4a",
        "logo": "xenakis.webp",
        "lost_password": LINK,
        "telephone": "01 99 00 14 20",
        "email": "accueil.xenakis@example.org",
        "address": "4, allée des Cinq-Lignes\n91999 Bois-l’Abbesse",
        "opening_hours": "Du mardi au vendredi, de 13 h 30 à 19 h",
        "welcome": "Bienvenue dans votre espace. Les auditions de fin d’année ont lieu du 15 au 27 juin à "
        "l’auditorium : l’entrée est libre, venez nombreux !",
        "personal_data_notice": NOTICE,
    },
    {
        "name": "École nationale de musique",
        "accent": "#f2b134",
        "logo": "enm.webp",
        "lost_password": PASSWORD,
        "telephone": "01 99 00 16 30",
        "email": "enm@example.org",
        "address": "1, quai des Orgues\n78999 Mantes-sur-Lys",
        "opening_hours": "Du lundi au samedi, de 9 h à 12 h et de 14 h à 18 h",
        "welcome": "Bienvenue sur le portail des usagers de l’École nationale de musique.",
        "personal_data_notice": NOTICE,
        "sign_out_label": QUITTER,
    },
    {
        "name": "Conservatoire",
        "accent": "#0369a1",
        "logo": "conservatoire.webp",
        "lost_password": PASSWORD,
        "telephone": "01 99 00 18 40",
        "email": "conservatoire@example.org",
        "address": "8, rue du Port\n29999 Penn-ar-Roc’h",
        "opening_hours": "Du mardi au samedi, de 10 h à 18 h",
        "welcome": "Bienvenue ! Les réinscriptions se font ici, dans le dossier de chaque élève.",
        "personal_data_notice": NOTICE,
        "password_max_length": 16,
        "sign_out_label": QUITTER,
    },
]

FAMILIES = [
    ("Arts visuels", "bernard1", MADAME, "Claire", "Bernard"),
    ("Conservatoire Gounod", "moreau1", MONSIEUR, "Luc", "Moreau"),
    ("Conservatoire Xénakis", "leroy1", MADAME, "Inès", "Leroy"),
    ("Conservatoire Xénakis", "leroy2", MONSIEUR, "Karim", "Benhaddou"),
    ("Conservatoire Xénakis", "petit1", MADAME, "Maud", "Petit"),
    ("École nationale de musique", "abolant1", MADAME, "Clara", "Abolant"),
    ("Conservatoire", "dupont1", MONSIEUR, "Gérard", "Dupont"),
]

STAFF = [
    ("gestion", MADAME, "Anne", "Vasseur", None, None),
    ("secretariat.enm", MADAME, "Odile", "Marchand", "École nationale de musique", Role.SECRETARIAT),
    ("regie.enm", MONSIEUR, "Paul", "Guérin", "École nationale de musique", Role.REGIE),
    ("pedagogie.enm", MADAME, "Hélène", "Szymańska", "École nationale de musique", Role.PEDAGOGIE),
    ("secretariat.conservatoire", MADAME, "Soizic", "Le Goff", "Conservatoire", Role.SECRETARIAT),
]


def fill() -> None:
    sites = {site["name"]: _site(**site) for site in SITES}
    password = make_password(FAMILY_PASSWORD)
    for site, identifier, civility, first_name, last_name in FAMILIES:
        _account(identifier, civility, first_name, last_name, password, site=sites[site])
    password = make_password(STAFF_PASSWORD)
    for identifier, civility, first_name, last_name, site, role in STAFF:
        person = _account(identifier, civility, first_name, last_name, password, is_superuser=site is None)
        if site:
            Post.objects.create(user=person, site=sites[site], role=role)
    fill_installation()


def fill_installation() -> None:
    """An audit that is an example, and says so."""
    Installation.objects.update_or_create(
        pk=1,
        defaults={
            "publisher": "Réseau des conservatoires d’Harmonie",
            "publisher_status": "Établissement public de démonstration, sans SIRET",
            "publisher_address": "1, place de l’Accord-Parfait\n91999 Harmonie",
            "publisher_telephone": "01 99 00 10 00",
            "publisher_email": "reseau@example.org",
            "publication_director": "Anne Vasseur, directrice du réseau",
            "host": "Cet ordinateur : la démonstration ne sort pas de la machine qui la montre",
            "host_address": "1, place de l’Accord-Parfait\n91999 Harmonie",
            "host_telephone": "01 99 00 10 00",
            "data_contact": "Délégué à la protection des données du réseau",
            "data_contact_email": "dpo@example.org",
            "data_contact_address": "1, place de l’Accord-Parfait\n91999 Harmonie",
            "conformity": Installation.Conformity.PARTIAL,
            "rate": 92,
            "audited_on": date(2026, 5, 12),
            "auditor": "un cabinet imaginaire (exemple de démonstration)",
            "non_conformities": "Exemple de démonstration : aucun audit n’a réellement eu lieu.",
            "declared_on": date(2026, 5, 18),
            "test_environment": "NVDA et Firefox\nVoiceOver et Safari\nTalkBack et Chrome",
            "test_tools": "axe-core\nNu Html Checker",
            "tested_pages": "Connexion\nAccueil\nAccessibilité\nPlan du site\nMentions légales",
            "accessibility_email": "accessibilite@example.org",
            "accessibility_telephone": "01 99 00 10 01",
        },
    )


def sign_ins() -> list[str]:
    """What `bin/serve` prints once it is ready."""
    families = [f"  {site:28} {identifier}" for site, identifier, *_names in FAMILIES]
    staff = [f"  {'Gestion':28} {identifier}" for identifier, *_rest in STAFF]
    return [
        f"Families (password {FAMILY_PASSWORD}):",
        *families,
        f"Staff (password {STAFF_PASSWORD}):",
        *staff,
    ]


def _site(logo: str, **facts: str | int) -> Site:
    with (LOGOS / logo).open("rb") as file:
        return Site.objects.create(**facts, logo=store_logo(File(file)))


def _account(
    identifier: str, civility: str, first_name: str, last_name: str, password: str, **place: Site | bool
) -> User:
    return User.objects.create(
        identifier=identifier,
        civility=civility,
        first_name=first_name,
        last_name=last_name,
        email=f"{identifier}@example.org",
        password=password,
        **place,
    )
