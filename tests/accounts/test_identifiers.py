"""Identifiers that are made from names."""

import pytest

from accounts import identifiers
from accounts.models import FamilyAccount, User
from tests.at_once import at_once
from tests.factories import make_account


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Martin", "martin"),
        ("MARTIN", "martin"),
        ("Lefèvre-Utile", "lefevreutile"),
        ("de La Tour d’Auvergne", "delatourdauvergne"),
        ("O'Neill", "oneill"),
        ("Cœur", "coeur"),
        ("Søren Łuk", "sorenluk"),
        ("Straßer", "strasser"),
        ("Montmorency-Bouteville-Luxembourg", "montmorencyboutevill"),
        ("Martin 2", "martin"),
        ("李", "famille"),
        ("", "famille"),
    ],
)
def test_base_is_the_name_in_plain_letters(name: str, base: str) -> None:
    assert identifiers.base_of(name) == base


def opened(site, name: str) -> str:
    return identifiers.open_account(FamilyAccount(site=site, last_name=name)).identifier


def test_namesakes_are_numbered(gounod) -> None:
    assert [opened(gounod, name) for name in ("Martin", "MARTIN", "Mártin", "Martinet")] == [
        "martin1",
        "martin2",
        "martin3",
        "martinet1",
    ]


def test_number_follows_the_highest_and_none_is_given_twice(gounod, xenakis_site) -> None:
    make_account("Martin7", gounod)
    make_account("martin12", xenakis_site)
    make_account("martin9b", gounod)
    assert opened(gounod, "Martin") == "martin8"


def test_number_of_a_hundred_digits_typed_by_somebody_stops_nothing(gounod) -> None:
    make_account("martin" + "9" * 34, gounod)
    assert opened(gounod, "Martin") == "martin1"


def test_new_account_has_no_password(gounod) -> None:
    opened(gounod, "Martin")
    assert User.objects.get().has_usable_password() is False


def test_clash_is_tried_again(gounod, monkeypatch) -> None:
    make_account("martin1", gounod)
    proposed = iter(["martin1", "martin2"])
    monkeypatch.setattr(identifiers, "next_identifier", lambda _name, _site: next(proposed))
    assert opened(gounod, "Martin") == "martin2"


def test_what_clashes_for_ever_is_told(gounod, monkeypatch) -> None:
    make_account("martin1", gounod)
    monkeypatch.setattr(identifiers, "next_identifier", lambda _name, _site: "martin1")
    with pytest.raises(RuntimeError, match="no identifier was free"):
        opened(gounod, "Martin")


@pytest.mark.django_db(transaction=True)
def test_two_people_who_open_a_hundred_at_once_clash_nowhere(gounod) -> None:
    def fifty() -> list[str]:
        return [opened(gounod, "Martin") for _each in range(50)]

    first, second = at_once(fifty, fifty)
    assert sorted(first + second) == sorted(f"martin{number}" for number in range(1, 101))
