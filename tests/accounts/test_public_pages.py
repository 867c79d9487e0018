"""What everybody may read: the footer's links, the declaration, the plan, the legal notice, personal data."""

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.data_protection import COOKIES, COOKIES_OF_SCRIPTS, LOCAL_STORAGE, TREATMENTS
from accounts.models import Installation
from tests.access import ROWS
from tests.access_words import VISITORS, Row
from tests.factories import PASSWORD

ROOT = Path(__file__).parents[2]
PUBLIC = ["accessibility", "declaration", "site_map", "legal_notice", "personal_data"]
FACTS = {
    "publisher": "Réseau des conservatoires",
    "publisher_status": "Établissement public, SIRET 123 456 789 00012",
    "publisher_address": "1, place de la Fugue\n91999 Harmonie",
    "publisher_telephone": "01 99 00 10 00",
    "publisher_email": "reseau@example.org",
    "publication_director": "Anne Vasseur, directrice",
    "host": "Hébergeur du Canon",
    "host_address": "2, rue du Canon",
    "host_telephone": "01 99 00 10 02",
    "data_contact": "Paul Guérin",
    "data_contact_email": "dpo@example.org",
    "data_contact_address": "3, rue du Rondo",
    "conformity": "partial",
    "rate": 92,
    "audited_on": date(2026, 5, 12),
    "auditor": "Cabinet Quinte",
    "non_conformities": "Le plan des salles n’a pas de texte.",
    "disproportionate_burden": "Les affiches d’avant 2010.",
    "exempt_content": "Les partitions anciennes.",
    "declared_on": date(2026, 5, 18),
    "updated_on": date(2026, 6, 1),
    "test_environment": "NVDA et Firefox\nVoiceOver et Safari",
    "test_tools": "axe-core",
    "tested_pages": "Connexion\nAccueil",
    "accessibility_email": "accessibilite@example.org",
    "accessibility_telephone": "01 99 00 10 01",
    "scheme_url": "https://www.example.org/schema",
    "action_plan_url": "https://www.example.org/plan",
}


@pytest.fixture
def cast(request, db) -> dict:
    return {name: request.getfixturevalue(name) for name in ("gounod", "mail", *VISITORS[1:])}


@pytest.fixture
def informed(db) -> Installation:
    return Installation.objects.create(**FACTS)


def browser_of(client, cast: dict, visitor: str):
    return type(client)() if visitor == "anonymous" else type(client)().enter(cast[visitor])


def opened(visitor: str) -> Iterator[Row]:
    column = VISITORS.index(visitor)
    return (row for row in ROWS if row.answers[column] == 200 and row.method == "get")


def text_of(page: str) -> str:
    """What is read, with plain spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def footer_of(page: str) -> list[tuple[str, str]]:
    footer = re.search(r'<footer class="colophon">.*?</footer>', page, re.DOTALL)[0]
    return [(link, text_of(label)) for link, label in re.findall(r'<a href="([^"]*)">(.*?)</a>', footer)]


LINKS = [
    ("/accessibilite", "Aide - Accessibilité"),
    ("/accessibilite/declaration", "Accessibilité : partiellement conforme"),
    ("/plan-du-site", "Plan du site"),
    ("/mentions-legales", "Mentions légales"),
    ("/donnees-personnelles", "Données personnelles"),
]


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_ends_with_the_footer(client, cast, informed, visitor: str) -> None:
    browser = browser_of(client, cast, visitor)
    seen = 0
    for row in opened(visitor):
        response = browser.get(reverse(row.route, args=row.address(cast)), row.data)
        if response["Content-Type"].startswith("text/html"):
            assert (row.route, footer_of(response.content.decode())) == (row.route, LINKS)
            seen += 1
    assert seen > 10


def test_error_page_links_to_the_declaration_and_asks_no_database(client) -> None:
    stated = [link for link in LINKS if "declaration" not in link[0]]
    assert footer_of(client.get("/nowhere").content.decode()) == [
        stated[0],
        ("/accessibilite/declaration", "Déclaration d’accessibilité"),
        *stated[1:],
    ]


def test_footer_and_page_ask_once_for_the_installation(client, informed, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        client.get("/plan-du-site")
    with django_assert_num_queries(2):  # the schools besides
        client.get("/accessibilite/declaration")


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("visitor", ["anonymous", "moreau", "office"])
def test_public_page_says_nothing_empty(client, cast, name: str, visitor: str) -> None:
    """Before the administrator has given any fact."""
    text = text_of(browser_of(client, cast, visitor).get(reverse(name)).content.decode())
    assert not re.search(r"\bNone\b|\( ?\)|: \.|\bpar \.", text)
    assert "non conforme" in text


def read(client, name: str) -> str:
    return text_of(client.get(reverse(name)).content.decode())


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (
            "declaration",
            {
                name
                for name in FACTS
                if not name.startswith(("publisher_", "publication", "host", "data_contact"))
            }
            - {
                "conformity",
                "audited_on",
                "declared_on",
                "updated_on",
                "scheme_url",
                "action_plan_url",
                "rate",
            },
        ),
        ("legal_notice", {name for name in FACTS if name.startswith(("publi", "host"))}),
        ("personal_data", {"data_contact", "data_contact_email", "data_contact_address"}),
        ("accessibility", {"accessibility_email", "accessibility_telephone"}),
    ],
)
def test_page_tells_the_facts_that_are_given(client, informed, name: str, facts: set) -> None:
    text = read(client, name)
    told = {fact for fact in facts if all(line in text for line in FACTS[fact].splitlines())}
    assert told == facts


def test_declaration_has_the_form_that_the_rgaa_asks_for(client, informed) -> None:
    page = client.get("/accessibilite/declaration").content.decode()
    assert [text_of(title) for title in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page)] == [
        "Engagement",
        "État de conformité",
        "Résultat des tests",
        "Contenus non accessibles",
        "Non-conformités",
        "Dérogations pour charge disproportionnée",
        "Contenus non soumis à l’obligation d’accessibilité",
        "Établissement de cette déclaration",
        "Technologies utilisées pour la réalisation du portail",
        "Environnement de test",
        "Outils utilisés lors de l’évaluation",
        "Pages du portail ayant fait l’objet de la vérification de conformité",
        "Retour d’information et contact",
        "Voies de recours",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "s’engage à rendre ses sites internet, intranet et extranet accessibles conformément à l’article 47",
        "s’applique au portail http://127.0.0.1:8000/.",
        "Ce portail est partiellement conforme avec le référentiel général d’amélioration de l’accessibilité",
        "L’audit de conformité du 12 mai 2026 révèle que 92 % des critères du RGAA sont respectés.",
        "Il a été réalisé par Cabinet Quinte.",
        "établie le 18 mai 2026. Elle a été mise à jour le 1 juin 2026.",
        "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07",
    ],
)
def test_declaration_says(client, informed, settings, said: str) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000/"
    assert said in read(client, "declaration")


def test_declaration_leads_on(client, informed) -> None:
    page = client.get("/accessibilite/declaration").content.decode()
    assert re.findall(r'href="(https?://[^"]*)"', page) == [
        "https://www.example.org/schema",
        "https://www.example.org/plan",
        "https://formulaire.defenseurdesdroits.fr/",
        "https://www.defenseurdesdroits.fr/carte-des-delegues",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Aucun audit n’a encore mesuré le respect des critères"),
        ({}, "La liste n’en est pas encore établie."),
        ({}, "Ce portail est non conforme avec"),
        (
            {"conformity": "full", "rate": 100, "audited_on": date(2026, 5, 12)},
            "L’audit n’en a relevé aucun.",
        ),
        ({"rate": 40, "audited_on": date(2026, 5, 12)}, "révèle que 40 % des critères"),
    ],
    ids=str,
)
def test_declaration_stays_true_without_facts(client, db, facts: dict, said: str) -> None:
    Installation.objects.create(**facts)
    assert said in read(client, "declaration")


def test_what_the_administrator_types_is_no_markup(client, db) -> None:
    Installation.objects.create(publisher="<b>Réseau</b>", non_conformities="<script>x</script>")
    for name in PUBLIC:
        page = client.get(reverse(name)).content.decode()
        assert "<b>Réseau</b>" not in page
        assert "<script>x" not in page


# The plan


# Not for reading: other names of a page, what a script asks, what leads elsewhere, the staff's own door.
# Tabs are reached from their record, and rows that others stand for from theirs.
NOT_IN_PLAN = {
    "accent_preview",
    "accounting_export",
    "admin:app_list",
    "admin:billing_reversal_changelist",
    "admin:billing_titre_changelist",
    "admin:families_person_changelist",
    "admin:jsi18n",
    "admin:students_membership_changelist",
    "billing_hire",
    "cash_journal",
    "extranet",
    "family_billing",
    "family_billing_hire",
    "family_documents",
    "family_students",
    "find",
    "gallery",
    "guardians",
    "imports",
    "payfip_choose",
    "payfip_choose_hire",
    "second_factor",
    "staff_sign_in",
    "stay",
    "unpaid_bills",
}


def is_a_page_of_its_own(row: Row) -> bool:
    """One that can be named: a form to add, or one row of a list, is reached from its list."""
    in_list = row.route.startswith("admin:") and not row.route.endswith(
        ("_changelist", ":index", ":password_change")
    )
    return row.route not in NOT_IN_PLAN and not in_list


@pytest.mark.parametrize("visitor", VISITORS)
def test_plan_has_every_page_that_the_visitor_may_open(client, cast, visitor: str) -> None:
    page = browser_of(client, cast, visitor).get("/plan-du-site").content.decode()
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0].partition("<section")[2]
    links = re.findall(r'<a href="([^"]*)">', main)
    pages = [row for row in opened(visitor) if is_a_page_of_its_own(row) and not row.address(cast)]
    expected = {reverse(row.route) for row in pages}
    assert set(links) == expected - ({"/mot-de-passe-perdu"} if visitor != "anonymous" else set())
    assert len(links) == len(set(links))


def test_plan_leaves_out_the_doors_of_the_demonstration_elsewhere(client, secured, db) -> None:
    assert "/demonstration/" not in client.get("/plan-du-site").content.decode()


# Personal data


def rows_of(client) -> list[list[str]]:
    page = client.get("/donnees-personnelles").content.decode()
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd] [^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr><th scope=\"row\".*?</tr>", page, re.DOTALL)
    ]


def test_personal_data_are_told_as_the_tables_say(client, db) -> None:
    tables = (*TREATMENTS, *COOKIES, *COOKIES_OF_SCRIPTS, *LOCAL_STORAGE)
    told = [[text_of(str(cell)) for cell in row] for row in tables]
    assert rows_of(client) == told


def test_own_words_of_the_school_are_told_to_its_families(client, moreau, xenakis) -> None:
    moreau.site.personal_data_notice = "Adressez-vous à l’accueil."
    moreau.site.save()
    browser = type(client)
    assert "Adressez-vous à l’accueil." in read(browser().enter(moreau), "personal_data")
    assert "Adressez-vous à l’accueil." not in read(browser().enter(xenakis), "personal_data")


LIFE_TIMES = {"Un an": range(364 * 86400, 366 * 86400), "12 heures au plus": range(12 * 3600, 12 * 3600 + 1)}


def cookies_of(client, cast: dict) -> dict[str, str | int]:
    """Every cookie that the routes set, and how long it lasts."""
    found = {}
    for visitor in VISITORS:
        browser = browser_of(client, cast, visitor)
        for row in ROWS:
            answer = getattr(browser, row.method)(reverse(row.route, args=row.address(cast)), row.data)
            found |= {name: morsel["max-age"] for name, morsel in answer.cookies.items() if morsel.value}
    moreau, visitor = cast["moreau"], type(client)()
    typed = {"site": moreau.site_id, "identifier": moreau.identifier, "password": PASSWORD}
    for address, data in [("/accessibilite", {"theme": "dark"}), ("/extranet/famille", typed)]:
        answer = visitor.post(address, data)
        found |= {name: morsel["max-age"] for name, morsel in answer.cookies.items() if morsel.value}
    return found


def test_every_cookie_is_told_with_its_life_time(client, cast) -> None:
    found = cookies_of(client, cast)
    assert set(found) == {cookie.name for cookie in COOKIES}
    for cookie in COOKIES:
        if found[cookie.name] == "":
            assert str(cookie.lasts) == "Jusqu’à la page suivante"
        else:
            assert found[cookie.name] in LIFE_TIMES[text_of(str(cookie.lasts))]


def names_of_cookies(path: Path) -> Iterator[str]:
    """What stands in `set_cookie(…)`, in the words of its module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "set_cookie":
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield eval(ast.unparse(node.args[0]), vars(importlib.import_module(module)))


def test_no_code_of_ours_sets_another_cookie() -> None:
    modules = [path for package in ("imuse", "accounts") for path in (ROOT / package).rglob("*.py")]
    ours = {name for path in modules for name in names_of_cookies(path)}
    django_s = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    assert ours | django_s == {cookie.name for cookie in COOKIES}


def test_no_script_of_ours_keeps_anything_else() -> None:
    scripts = "".join(path.read_text() for path in (ROOT / "static").glob("*.js"))
    assert re.findall(r"sessionStorage|indexedDB", scripts) == []
    assert set(re.findall(r"document\.cookie = `\$\{(\w+)\}", scripts)) == {"OFF"}
    assert re.findall(r'const OFF = "(\w+)=', scripts) == [trace.name for trace in COOKIES_OF_SCRIPTS]
    assert set(re.findall(r"localStorage\.\w+\((\w+)", scripts)) == {"ENDS"}
    assert re.findall(r'const ENDS = "([^"]+)"', scripts) == [trace.name for trace in LOCAL_STORAGE]
