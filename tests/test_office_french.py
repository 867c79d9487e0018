"""No English word on any page of «Gestion»: Django's own sentences and those of its libraries all have their French."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from accounts import mails
from tests.access import ROWS
from tests.access_words import VISITORS, Row
from tests.office_pages import held
from tests.test_office_rights import MAKERS, TABLE, address

SPOKEN = {"alt", "title", "aria-label", "placeholder"}
BUTTONS = {"submit", "reset", "button"}
NOT_READ = {"script", "style", "code", "kbd", "svg"}
# Of other people, and the language's own name.
NAMES = {"English", "Nom", "Site"}
# Words that no French sentence has, and names of the code.
ENGLISH = re.compile(
    r"\b(the|and|of|you|your|this|that|with|from|are|was|have|been|add|added|delete|deleted|changed|save|select|"
    r"selected|search|home|view|history|yes|today|yesterday|please|correct|below|back|take|sure|all|none|by|"
    r"unknown|change password|currently|choose|lookup|object|objects|logout|welcome|required|field|[a-z]+_[a-z_]+)\b",
    re.IGNORECASE,
)


class Words(HTMLParser):
    """All that is seen or heard of a page: its texts, and the attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_READ:
            self.inside.append(tag)
        given = dict(attrs)
        if given.get("lang") not in {None, "fr"}:
            self.inside.append(tag)
        self.found += [given[name] for name in SPOKEN & set(given) if given[name]]
        if tag == "input" and given.get("type") in BUTTONS:
            self.found.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and data.strip():
            self.found.append(" ".join(data.split()))


def words_of(page: str) -> list[str]:
    reader = Words()
    reader.feed(page)
    return reader.found


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    """What Django and the libraries would say in English, where their French is something else."""
    catalogue = trans_real.translation("fr")._catalog
    said = {}
    for part in catalogue._catalogs:
        said |= {msgid: word for msgid, word in part.items() if isinstance(msgid, str) and word}
    return {" ".join(msgid.split()) for msgid, word in said.items() if word != msgid} - NAMES


def english(page: str, sentences: set[str]) -> list[str]:
    return [word for word in words_of(page) if word in sentences or ENGLISH.search(word)]


FAMILY = VISITORS.index("moreau")
PAGES_OF_THE_OFFICE = [row for row in ROWS if row.method == "get" and row.answers[FAMILY] == 404]


@pytest.fixture
def cast(gounod, moreau, mail, office, petit, administrator) -> dict[str, Any]:
    facts = {"gounod": gounod, "moreau": moreau, "mail": mail, "office": office, "petit": petit}
    return facts | {"administrator": administrator}


@pytest.mark.parametrize("visitor", ["office", "administrator"])
@pytest.mark.parametrize("row", PAGES_OF_THE_OFFICE, ids=lambda row: row.route)
def test_page_is_in_french(client, cast, sentences, row: Row, visitor: str) -> None:
    client.enter(cast[visitor])
    response = client.get(reverse(row.route, args=row.address(cast)), row.data)
    if response["Content-Type"].startswith("text/html"):
        assert english(response.content.decode(), sentences) == []


def states(model: str, obj: Any) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Beside the pages as they are first seen: searched in vain, as a popup, about to be deleted."""
    lists, one, add = (address(model, "changelist"), address(model, "change", obj.pk), address(model, "add"))
    yield "found", f"{lists}?q=a", None
    yield "not found", f"{lists}?q=zzzzzz", None
    yield "all", f"{lists}?all=", None
    yield "counted", f"{lists}?_facets=True", None
    yield "popup list", f"{lists}?_popup=1", None
    yield "popup add", f"{add}?_popup=1", None
    yield "popup change", f"{one}?_popup=1", None
    yield "popup delete", f"{address(model, 'delete', obj.pk)}?_popup=1", None
    yield "no action", lists, {"action": "", "_selected_action": [obj.pk]}
    yield "nothing chosen", lists, {"action": "delete_selected"}
    yield "several to delete", lists, {"action": "delete_selected", "_selected_action": [obj.pk]}


def emptied(response: Any) -> dict[str, Any]:
    """A form as it is sent with nothing in it: what Django needs to count its rows, and no more."""
    rows = (response.context or {}).get("inline_admin_formsets") or ()
    return {name: value for shown in rows for name, value in held(shown.formset.management_form).items()}


@pytest.mark.parametrize("model", TABLE)
def test_states_of_a_page_are_in_french(client, cast, sentences, model: str) -> None:
    obj, report = MAKERS[model](cast), {}
    client.enter(cast["administrator"])
    for state, url, data in states(model, obj):
        response = client.get(url, follow=True) if data is None else client.post(url, data, follow=True)
        if response.get("Content-Type", "").startswith("text/html"):
            report[state] = english(response.content.decode(), sentences)
    for url in (address(model, "add"), address(model, "change", obj.pk)):
        response = client.post(url, emptied(client.get(url)), follow=True)
        report[url] = english(response.content.decode(), sentences)
    assert {state: found for state, found in report.items() if found} == {}


def test_deletion_tells_of_things_and_not_of_their_joins(client, cast, sentences) -> None:
    cursus = MAKERS["students.cursus"](cast)
    cursus.disciplines.add(MAKERS["students.discipline"](cast))
    client.enter(cast["administrator"])
    page = client.get(address("students.cursus", "delete", cursus.pk)).content.decode()
    assert ("elation" in page, english(page, sentences)) == (False, [])


def test_mails_are_told_of_in_french() -> None:
    assert {template for template in mails._emails if mails.label(template) == template} == set()


def test_histories_are_in_french(client, cast, sentences) -> None:
    """Who did what, from which value to which."""
    obj = MAKERS["students.room"](cast)
    client.enter(cast["administrator"])
    client.post(address("students.room", "change", obj.pk), {"site": obj.site_id, "name": "Salle Fauré"})
    page = client.get(address("students.room", "history", obj.pk)).content.decode()
    assert ("Salle Fauré" in page, english(page, sentences)) == (True, [])


@pytest.mark.parametrize("visitor", ["office", "administrator"])
def test_password_page_refuses_in_french(client, cast, sentences, visitor: str) -> None:
    client.enter(cast[visitor])
    page = client.post(
        "/gestion/password_change/", {"old_password": "x", "new_password1": "a", "new_password2": "b"}
    )
    assert english(page.content.decode(), sentences) == []


def test_pages_that_are_not_there_are_in_french(client, cast, sentences) -> None:
    client.enter(cast["office"])
    pages = [
        "/gestion/nowhere/",
        "/gestion/accounts/staffaccount/",
        "/gestion/families/family/999999/change/",
    ]
    given = [client.get(page) for page in pages]
    assert [response.status_code for response in given] == [404, 404, 404]
    assert [english(response.content.decode(), sentences) for response in given] == [[], [], []]


def test_words_of_scripts_are_in_french(client, cast) -> None:
    """The calendar and the selector speak what Django's script catalogue gives them."""
    script = client.enter(cast["office"]).get("/gestion/jsi18n/").content.decode()
    assert ("Aujourd'hui" in script, "Annuler" in script) == (True, True)


def test_the_guard_sees_english(sentences) -> None:
    page = '<p>Are you sure?</p><input type="submit" value="Save"><img alt="Delete"><p lang="en">English</p>'
    with translation.override("fr"):
        assert english(page, sentences) == ["Are you sure?", "Save", "Delete"]


def test_every_page_is_walked() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(TABLE)
