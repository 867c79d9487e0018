"""The main menu: each app's entries, in one order."""

import pytest

from imuse import nav
from imuse.nav import Entry, Line


@pytest.fixture(autouse=True)
def entries(monkeypatch) -> None:
    """A menu of our own, as apps would register it, in the order in which they happen to load."""
    monkeypatch.setattr(nav, "_entries", [])
    nav.register(Entry(50, "Mot de passe", "change_password"))
    nav.register(
        Entry(90, "Pour Luc", "stay", shown=lambda user: user.first_name == "Luc"),
        Entry(10, "Accueil", "home", icon="house"),
    )


def menu(rf, path: str, user) -> list[Line]:
    request = rf.get(path)
    request.user = user
    return list(nav.menu_for(request))


def current(rf, path: str, user) -> list[str]:
    return [line.label for line in menu(rf, path, user) if line.current]


def test_menu_gives_the_entries_in_order(rf, moreau) -> None:
    assert menu(rf, "/mot-de-passe", moreau) == [
        Line("Accueil", "/accueil", "house", current=False),
        Line("Mot de passe", "/mot-de-passe", "", current=True),
        Line("Pour Luc", "/session", "", current=False),
    ]


def test_menu_leaves_out_what_is_hidden(rf, petit) -> None:
    assert [line.label for line in menu(rf, "/accueil", petit)] == ["Accueil", "Mot de passe"]


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("/accueil", ["Accueil"]),
        ("/accueil/messages/3", ["Accueil"]),
        ("/accueils", []),
        ("/", []),
        ("/accessibilite", []),
    ],
)
def test_entry_is_current_for_its_page_and_those_below(rf, moreau, path: str, labels: list) -> None:
    assert current(rf, path, moreau) == labels


def test_page_shows_the_menu(client, moreau) -> None:
    page = client.enter(moreau).get("/mot-de-passe").content.decode()
    assert '<a class="entry" href="/mot-de-passe" aria-current="page">Mot de passe</a>' in page
