"""The demonstration's families, and who answers for them (SPEC 10)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import FamilyAccount, Site, User
from families import records
from families.models import ChangeRequest, Family, Guardian, Person
from imuse import bulk

MADAME, MONSIEUR = Person.Civility.MADAME, Person.Civility.MONSIEUR
Situation = Person.FamilySituation


@dataclass(frozen=True)
class Adult:
    """A guardian. Who signs in is named by the account; the others are named here."""

    account: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    coordinates: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Household:
    site: str
    reference: str
    name: str
    adults: list[Adult]


HOUSEHOLDS = [
    Household(
        "Arts visuels",
        "AV-0117",
        "Bernard",
        [
            Adult(
                "bernard1",
                {"family_situation": Situation.SINGLE, "profession": "Infirmière"},
                {
                    "address_1": "14, rue des Tanneurs",
                    "postal_code": "91999",
                    "city": "Val-d’Orge",
                    "home_telephone": "+33199001021",
                    "mobile": "+33639981017",
                },
            )
        ],
    ),
    Household(
        "Conservatoire Gounod",
        "G-2031",
        "Moreau",
        [
            Adult(
                "moreau1",
                {"family_situation": Situation.MARRIED, "profession": "Menuisier", "occupation_code": "21"},
                {
                    "address_1": "27, avenue des Tilleuls",
                    "address_2": "Escalier B",
                    "postal_code": "91999",
                    "city": "Bondoufle-le-Bois",
                    "home_telephone": "+33199001235",
                    "work_telephone": "+33199001288",
                    "mobile": "+33639981231",
                },
            ),
            Adult(  # without an account: Luc keeps her record
                person={
                    "civility": MADAME,
                    "first_name": "Nadège",
                    "last_name": "Moreau",
                    "family_situation": Situation.MARRIED,
                    "profession": "Comptable",
                },
                coordinates={
                    "address_1": "27, avenue des Tilleuls",
                    "address_2": "Escalier B",
                    "postal_code": "91999",
                    "city": "Bondoufle-le-Bois",
                    "mobile": "+33639981232",
                    "email": "nadege.moreau@example.org",
                },
            ),
        ],
    ),
    Household(
        "Conservatoire Xénakis",
        "X-0412",
        "Leroy",
        [
            Adult(
                "leroy1",
                {"family_situation": Situation.PARTNERS, "profession": "Architecte", "occupation_code": "31"},
                {
                    "address_1": "12, rue des Lilas",
                    "address_2": "Bâtiment C",
                    "postal_code": "91999",
                    "city": "Bois-l’Abbesse",
                    "home_telephone": "+33199001412",
                    "mobile": "+33639981240",
                },
            ),
            Adult(
                "leroy2",
                {"family_situation": Situation.PARTNERS, "profession": "Professeur des écoles"},
                {
                    "address_1": "12, rue des Lilas",
                    "address_2": "Bâtiment C",
                    "postal_code": "91999",
                    "city": "Bois-l’Abbesse",
                    "work_telephone": "+33199001477",
                    "mobile": "+33639981241",
                },
            ),
        ],
    ),
    Household(
        "Conservatoire Xénakis",
        "X-0587",
        "Petit",
        [
            Adult(
                "petit1",
                {"family_situation": Situation.DIVORCED, "profession": "Vétérinaire"},
                {
                    "address_1": "8, impasse du Métronome",
                    "postal_code": "91998",
                    "city": "Villiers-sur-Lys",
                    "home_telephone": "+33199001458",
                    "mobile": "+33639981258",
                },
            )
        ],
    ),
    Household(
        "École nationale de musique",
        "ENM-0217",
        "Abolant",
        [
            Adult(
                "abolant1",
                {"family_situation": Situation.WIDOWED, "profession": "Libraire"},
                {
                    "address_1": "11, place de la République",
                    "postal_code": "78999",
                    "city": "Mantes-sur-Lys",
                    "home_telephone": "+33199003516",
                    "work_telephone": "+33199002538",
                    "mobile": "+33639988401",
                },
            )
        ],
    ),
    Household(
        "Conservatoire",
        "C-0058",
        "Dupont",
        [
            Adult(
                "dupont1",
                {
                    "sex": Person.Sex.MALE,
                    "birth_date": date(1960, 5, 3),
                    "birth_place": "Quimper (29)",
                    "family_situation": Situation.MARRIED,
                    "profession": "Retraité de la marine marchande",
                },
                {
                    "address_1": "15, rue des Fleurs",
                    "postal_code": "29999",
                    "city": "Penn-ar-Roc’h",
                    "home_telephone": "+33199001858",
                    "mobile": "+33639981858",
                },
            )
        ],
    ),
]


def fill() -> None:
    sites = {site.name: site for site in Site.objects.order_by("pk")}
    accounts = {account.identifier: account for account in FamilyAccount.objects.order_by("pk")}
    rows = (row for household in HOUSEHOLDS for row in _rows(household, sites[household.site], accounts))
    bulk.create_in_order(rows, [Family, Person, Guardian])
    _ask("petit1", {"guardian.mobile": "+33639980058", "person.profession": "Pâtissière"})


def _ask(account: str, values: dict[str, str]) -> None:
    """A request that waits for the secretary since the day before yesterday."""
    guardian = Guardian.objects.select_related("person", "family", "user").get(user__identifier=account)
    rows = {"person": guardian.person, "guardian": guardian}
    ChangeRequest.objects.create(
        family=guardian.family,
        person=guardian.person,
        values={key: [records.value_in(rows, key), value] for key, value in values.items()},
        proposed_by=guardian.user,
        proposed_at=timezone.now() - timedelta(days=2),
    )


def _rows(
    household: Household, site: Site, accounts: dict[str, User]
) -> Iterator[Family | Person | Guardian]:
    family = Family(site=site, reference=household.reference, name=household.name)
    yield family
    for order, adult in enumerate(household.adults, start=1):
        account = accounts.get(adult.account)
        person = Person(site=site, **_names(account), **adult.person)
        email = {"email": account.email} if account else {}
        yield person
        yield Guardian(family=family, person=person, order=order, user=account, **adult.coordinates, **email)


def _names(account: User | None) -> dict[str, str]:
    if account is None:
        return {}
    return {
        "civility": account.civility,
        "first_name": account.first_name,
        "last_name": account.last_name,
    }
