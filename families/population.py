"""A large population: a family for each account, and at times a second guardian, who has none."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from django.db import transaction

from accounts.models import FamilyAccount, Site, User
from families.models import Family, Guardian, Person
from imuse import bulk
from imuse.invented import LAST_NAMES, MEN, WOMEN, dice_for, drawn
from imuse.progress import bar

BATCH = 1000

WITH_SECOND_GUARDIAN = 0.5
STREETS = ["rue des Lilas", "rue du Port", "avenue de la Gare", "place de l’Église", "allée des Tilleuls"]
TOWNS = [("91999", "Bois-l’Abbesse"), ("78999", "Mantes-sur-Lys"), ("29999", "Penn-ar-Roc’h")]
PROFESSIONS = ["", "Infirmière", "Boulanger", "Comptable", "Libraire", "Chauffeur", "Institutrice"]


def populate(families: int) -> Counter[str]:
    written: Counter[str] = Counter()
    with bar("Families", total=families, unit="families") as progress:
        for site in Site.objects.order_by("pk"):
            dice = dice_for(f"families of {site.name}")
            for accounts in bulk.in_batches(FamilyAccount.objects.filter(site=site), BATCH):
                written += _write(site, accounts, dice)
                progress.update(len(accounts))
    return written


def coordinates(dice: Random) -> dict[str, str]:
    postal_code, city = drawn(dice, TOWNS)
    return {
        "address_1": f"{drawn(dice, range(1, 100))}, {drawn(dice, STREETS)}",
        "postal_code": postal_code,
        "city": city,
        "home_telephone": f"+3319900{drawn(dice, range(10_000)):04}",
        "mobile": mobile(dice),
    }


def mobile(dice: Random) -> str:
    return f"+3363998{drawn(dice, range(10_000)):04}"


@transaction.atomic
def _write(site: Site, accounts: Iterable[User], dice: Random) -> Counter[str]:
    rows = (row for account in accounts for row in _rows(site, account, dice))
    return bulk.create_in_order(rows, [Family, Person, Guardian])


def _rows(site: Site, account: User, dice: Random) -> Iterator[Family | Person | Guardian]:
    family = Family(site=site, reference=account.identifier.upper(), name=account.last_name)
    yield family
    for guardian in _guardians(family, account, dice):
        yield guardian.person
        yield guardian


def _guardians(family: Family, account: User, dice: Random) -> Iterator[Guardian]:
    home = coordinates(dice)
    first = Person(
        site=family.site,
        civility=account.civility,
        first_name=account.first_name,
        last_name=account.last_name,
        birth_date=date(drawn(dice, range(1960, 1995)), drawn(dice, range(1, 13)), drawn(dice, range(1, 29))),
        profession=drawn(dice, PROFESSIONS),
    )
    yield Guardian(family=family, person=first, user=account, email=account.email, **home)
    if dice.random() < WITH_SECOND_GUARDIAN:
        yield Guardian(
            family=family, person=_partner(family, dice), order=2, **home | {"mobile": mobile(dice)}
        )


def _partner(family: Family, dice: Random) -> Person:
    is_woman = dice.random() < 0.5
    return Person(
        site=family.site,
        civility=Person.Civility.MADAME if is_woman else Person.Civility.MONSIEUR,
        first_name=drawn(dice, WOMEN if is_woman else MEN),
        last_name=drawn(dice, [family.name, drawn(dice, LAST_NAMES)]),
        profession=drawn(dice, PROFESSIONS),
    )
