"""A large population: its schools, and an account for the first guardian of each family."""

from collections import Counter
from itertools import accumulate, pairwise, product
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import Site, User
from accounts.passwords import FAMILY_PASSWORD, STAFF_PASSWORD
from imuse import bulk
from imuse.invented import LAST_NAMES, MEN, WOMEN, dice_for, drawn
from imuse.keys import key
from imuse.progress import bar

FAMILIES_A_SCHOOL = 600
MOST_SCHOOLS = 400
BATCH = 1000

KINDS = [
    "Académie",
    "Atelier musical",
    "Conservatoire",
    "Conservatoire de quartier",
    "École de danse",
    "École de musique",
    "École des arts",
    "Institut musical",
    "Maison de la musique",
    "Maison des arts",
]
PATRONS = [
    *("Alkan", "Auber", "Berlioz", "Bizet", "Boieldieu", "Boulanger", "Campra", "Chabrier", "Chaminade"),
    *("Charpentier", "Chausson", "Couperin", "Debussy", "Delibes", "Dukas", "Dutilleux", "Fauré", "Franck"),
    *("Gossec", "Gounod", "Grétry", "Hérold", "Holmès", "Lalo", "Leclair", "Lully", "Marais", "Massenet"),
    *("Méhul", "Messiaen", "Milhaud", "Mondonville", "Offenbach", "Poulenc", "Rameau", "Ravel", "Roussel"),
    *("Saint-Saëns", "Satie", "Tailleferre"),
]


def populate(families: int) -> Counter[str]:
    password = make_password(STAFF_PASSWORD)
    User.objects.create(identifier="gestion", last_name="Vasseur", is_superuser=True, password=password)
    written = Counter(User=1)
    password = make_password(FAMILY_PASSWORD)
    with bar("Accounts", total=families, unit="families") as progress:
        for name, size in zip(_names_of_schools(), _sizes_of_schools(families), strict=False):
            dice = dice_for(name)
            site = _school(name, dice)
            for first in range(1, size + 1, BATCH):
                numbers = range(first, min(first + BATCH, size + 1))
                bulk.create([_account(site, number, password, dice) for number in numbers])
                progress.update(len(numbers))
            written += Counter(Site=1, User=size)
    return written


def sign_ins() -> list[str]:
    """What `bin/serve` prints once it is ready: the first account of some schools, for there are too many."""
    firsts = [site.users.earliest("pk") for site in Site.objects.order_by("pk")[:5]]
    return [
        f"Families (password {FAMILY_PASSWORD}), one of each of some schools:",
        *[f"  {account.site.name:28} {account.identifier}" for account in firsts],
        f"Staff (password {STAFF_PASSWORD}):",
        f"  {'Gestion':28} gestion",
    ]


def _names_of_schools() -> list[str]:
    names = [f"{kind} {patron}" for kind, patron in product(KINDS, PATRONS)]
    dice_for("names of schools").shuffle(names)
    return names


def _sizes_of_schools(families: int) -> list[int]:
    """How many families each has: from half the mean to half as much again."""
    schools = min(MOST_SCHOOLS, max(1, round(families / FAMILIES_A_SCHOOL)))
    dice = dice_for("sizes of schools")
    sums = list(accumulate((0.5 + dice.random() for _school in range(schools)), initial=0.0))
    bounds = [round(families * part / sums[-1]) for part in sums]
    return [upper - lower for lower, upper in pairwise(bounds)]


def _school(name: str, dice: Random) -> Site:
    return Site.objects.create(
        name=name,
        telephone=f"01 99 00 {drawn(dice, range(10, 100))} {drawn(dice, range(10, 100))}",
        email="accueil@example.org",
        address=f"{drawn(dice, range(1, 99))}, place de la Mairie\n{drawn(dice, range(10, 96))}999 Sol-sur-Clef",
        opening_hours="Du mardi au samedi, de 10 h à 18 h",
        welcome="Bienvenue dans votre espace.",
    )


def _account(site: Site, number: int, password: str, dice: Random) -> User:
    is_woman = dice.random() < 0.6
    last_name = drawn(dice, LAST_NAMES)
    identifier = f"{key(last_name)}{number}"
    return User(
        site=site,
        identifier=identifier,
        civility=User.Civility.MADAME if is_woman else User.Civility.MONSIEUR,
        first_name=drawn(dice, WOMEN if is_woman else MEN),
        last_name=last_name,
        email=f"{identifier}@example.org",
        password=password,
    )
