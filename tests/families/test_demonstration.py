"""The demonstration's families, as SPEC 10 lists them."""

import re

import pytest

from families.demonstration import HOUSEHOLDS
from families.models import Family, Guardian, Person
from imuse import demonstration

FICTIONAL_TELEPHONE = re.compile(r"(\+3319900\d{4}|\+3363998\d{4})?")


@pytest.fixture(autouse=True)
def _filled(db) -> None:
    demonstration.fill()


def test_each_family_has_its_guardians_and_their_accounts() -> None:
    guardians = Guardian.objects.select_related("family__site", "person", "user").order_by("pk")
    assert [
        (str(row.family.site), str(row.family), row.order, str(row), row.user and str(row.user))
        for row in guardians
    ] == [
        ("Arts visuels", "Bernard (AV-0117)", 1, "Claire Bernard", "bernard1"),
        ("Conservatoire Gounod", "Moreau (G-2031)", 1, "Luc Moreau", "moreau1"),
        ("Conservatoire Gounod", "Moreau (G-2031)", 2, "Nadège Moreau", None),
        ("Conservatoire Xénakis", "Leroy (X-0412)", 1, "Inès Leroy", "leroy1"),
        ("Conservatoire Xénakis", "Leroy (X-0412)", 2, "Karim Benhaddou", "leroy2"),
        ("Conservatoire Xénakis", "Petit (X-0587)", 1, "Maud Petit", "petit1"),
        ("École nationale de musique", "Abolant (ENM-0217)", 1, "Clara Abolant", "abolant1"),
        ("Conservatoire", "Dupont (C-0058)", 1, "Gérard Dupont", "dupont1"),
    ]
    assert Family.objects.count() == len(HOUSEHOLDS)


def test_who_signs_in_is_written_as_the_account_is() -> None:
    for guardian in Guardian.objects.select_related("person", "user").exclude(user=None).order_by("pk"):
        account, person = guardian.user, guardian.person
        assert (person.civility, person.first_name, person.last_name, guardian.email) == (
            account.civility,
            account.first_name,
            account.last_name,
            account.email,
        )


def test_every_record_is_sound() -> None:
    for model in (Family, Person, Guardian):
        for row in model.objects.order_by("pk"):
            row.full_clean()


def test_names_are_found_by_their_keys() -> None:
    assert Family.objects.get(search_key="leroy x-0412").name == "Leroy"
    assert Person.objects.get(name_key="leroy ines").first_name == "Inès"
    assert not Person.objects.filter(name_key="").exists()


def test_coordinates_lead_to_nobody() -> None:
    for guardian in Guardian.objects.order_by("pk"):
        telephones = [guardian.home_telephone, guardian.work_telephone, guardian.mobile, guardian.fax]
        assert all(FICTIONAL_TELEPHONE.fullmatch(number) for number in telephones)
        assert guardian.mobile
        assert guardian.email.endswith("@example.org")
        assert len(guardian.address_lines) >= 2
