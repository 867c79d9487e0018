"""`manage.py demo --families` fills an empty database with a large population, and tells what it wrote."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import FamilyAccount, Site, StaffAccount, User
from accounts.passwords import FAMILY_PASSWORD, STAFF_PASSWORD
from accounts.population import MOST_SCHOOLS, _names_of_schools, _sizes_of_schools
from imuse import demonstration


@pytest.fixture(autouse=True)
def data(settings, tmp_path, db):
    settings.DATA = tmp_path
    return tmp_path


def demo(*arguments: str) -> tuple[str, str]:
    said, complained = StringIO(), StringIO()
    call_command("demo", *arguments, stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def test_it_tells_what_it_wrote() -> None:
    said, complained = demo("--families", "5")
    assert re.match(r"Population, in \d+ s: 6 User, 1 Site, 5 Family, \d+ Person, ", said)
    assert (complained, User.objects.count()) == ("", 6)


def test_each_family_has_an_account_with_the_published_password() -> None:
    demo("--families", "5")
    accounts = FamilyAccount.objects.order_by("pk")
    assert len({account.password for account in accounts}) == 1
    assert accounts[0].check_password(FAMILY_PASSWORD)
    assert all(re.fullmatch(r"[a-z]+\d", account.identifier) for account in accounts)
    assert all(account.search_key for account in accounts)


def test_the_administrator_signs_in(client) -> None:
    demo("--families", "1")
    assert [account.identifier for account in StaffAccount.objects.order_by("pk")] == ["gestion"]
    typed = {"identifier": "gestion", "password": STAFF_PASSWORD}
    assert client.post("/gestion/connexion", typed)["Location"] == "/gestion/"


def test_sign_ins_are_written_for_who_starts_it(data) -> None:
    demo("--families", "2")
    account = FamilyAccount.objects.earliest("pk")
    assert (data / "sign-ins.txt").read_text().splitlines() == [
        "Families (password Musique2026), one of each of some schools:",
        f"  {account.site.name:28} {account.identifier}",
        "Staff (password Gestion2026!):",
        "  Gestion                      gestion",
    ]


@pytest.mark.parametrize("typed", ["0", "-1", "many", "1.5"])
def test_number_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(CommandError, match="it must be a number of families, 1 or more"):
        demo(f"--families={typed}")
    assert not User.objects.exists()


def test_database_that_is_not_empty_is_left_alone(gounod) -> None:
    with pytest.raises(CommandError, match=r"^The database is not empty"):
        demo("--families", "5")
    assert demo("--families", "5", "--if-empty") == ("", "")
    assert list(Site.objects.all()) == [gounod]


def test_what_a_crash_leaves_behind_is_told(monkeypatch, data) -> None:
    def crash(families: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(demonstration, "_populations", [*demonstration._populations[:1], (20, crash)])
    said, complained = StringIO(), StringIO()
    with pytest.raises(ConnectionError):
        call_command("demo", families=5, stdout=said, stderr=complained)
    assert complained.getvalue() == (
        "Not finished: a part of the population is in the database. Start again with an empty one.\n"
    )
    assert (said.getvalue(), list(data.iterdir())) == ("", [])


def test_schools_have_names_of_their_own() -> None:
    assert len(set(_names_of_schools())) == MOST_SCHOOLS


@pytest.mark.parametrize(
    ("families", "schools"), [(1, 1), (30, 1), (900, 2), (6000, 10), (100_000, 167), (1_000_000, 400)]
)
def test_schools_share_the_families(families: int, schools: int) -> None:
    sizes = _sizes_of_schools(families)
    assert (len(sizes), sum(sizes)) == (schools, families)
    mean = families / schools
    assert mean * 0.4 < min(sizes) <= max(sizes) < mean * 1.6
