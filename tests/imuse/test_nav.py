"""The main menu: each app's entries, in one order."""

import pytest
from django.http import HttpRequest
from django.template import engines
from pytest_django.asserts import assertHTMLEqual

from imuse import nav
from imuse.nav import Entry, Line
from imuse.templatetags.portal import icon


@pytest.fixture(autouse=True)
def entries(monkeypatch) -> None:
    """A menu of our own, as apps would register it, in the order in which they happen to load."""
    monkeypatch.setattr(nav, "_entries", [])
    nav.register(Entry(50, "Mot de passe", "change_password"))
    nav.register(
        Entry(90, "Pour Luc", "stay", shown=lambda user: user.first_name == "Luc"),
        Entry(10, "Accueil", "home", icon="house"),
    )


def asked(rf, path: str, user) -> HttpRequest:
    request = rf.get(path)
    request.user = user
    return request


def menu(rf, path: str, user) -> list[Line]:
    return list(nav.menu_for(asked(rf, path, user)))


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


STUDENTS = [Line("Éléonore", "/eleves/1"), Line("Sacha", "/eleves/12")]


def students_of(request: HttpRequest) -> list[Line]:
    """Luc has two, Maud none."""
    return STUDENTS if request.user.first_name == "Luc" else []


@pytest.fixture
def _students() -> None:
    nav.register(Entry(30, "Élèves", "accessibility", icon="graduation-cap", children=students_of))


@pytest.mark.usefixtures("_students")
@pytest.mark.parametrize(
    ("path", "current"),
    [("/eleves/1/cours", [True, False]), ("/eleves/12", [False, True]), ("/accueil", [False] * 2)],
)
def test_entry_with_a_list_is_current_for_any_of_it(rf, moreau, path: str, current: list[bool]) -> None:
    students = menu(rf, path, moreau)[1]
    assert [child.current for child in students.children] == current
    assert students.current is any(current)


@pytest.mark.usefixtures("_students")
def test_entry_whose_list_is_empty_leads_to_its_page(rf, petit) -> None:
    assert menu(rf, "/accueil", petit)[1] == Line("Élèves", "/accessibilite", "graduation-cap")


def written(rf, user, lines: list[Line] | None = None) -> str:
    context = {"lines": lines, "csrf_token": "token"}
    source = "{% menu %}" if lines is None else "{% menu lines %}"
    return engines["django"].from_string(source).render(context, asked(rf, "/eleves/12", user))


@pytest.mark.usefixtures("_students")
def test_menu_opens_the_list_of_students_by_name(rf, moreau) -> None:
    page = written(rf, moreau)
    assertHTMLEqual(
        page[page.index("<details") : page.index("</details>")],
        '<details name="menu"><summary class="entry" aria-current="true">'
        f'{icon("graduation-cap")}Élèves{icon("chevron-down")}</summary><ul role="list">'
        '<li><a href="/eleves/1">Éléonore</a></li><li><a href="/eleves/12" aria-current="page">Sacha</a></li></ul>',
    )


def test_bar_of_the_telephone_holds_five_entries(rf, moreau) -> None:
    """Four of the apps', and «Menu», behind which stands the rest."""
    lines = [Line(f"Entrée {number}", f"/{number}", "house") for number in range(1, 7)]
    in_bar, behind = written(rf, moreau, lines).split('<li class="telephone">')
    assert in_bar.count("<li>") == 4
    assert in_bar.count('<li class="computer">') == 3  # the last is the way out
    assert behind.count('<li><a href="/5">Entrée 5</a></li>') == 1
    assert behind.count("<a ") == 2


def test_way_out_has_the_word_of_the_site(rf, moreau, gounod, office) -> None:
    gounod.sign_out_label = "quitter"
    moreau.site = gounod
    assert written(rf, moreau).count(">Quitter</button>") == 2
    assert written(rf, moreau).count('action="/deconnexion"') == 2
    assert written(rf, office).count(">Déconnexion</button>") == 2
    assert written(rf, office).count('action="/gestion/deconnexion"') == 2
