"""The reading parts of the printed guides, step by step: «Menu Famille» and «Menu Élèves»."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import (
    columns,
    current_tab,
    go_back,
    open_line,
    open_menu_entry,
    open_student,
    open_tab,
    press,
    sign_in,
    tabs,
    title,
)


class Reader(NamedTuple):
    """Whom a guide is for, and what there is to read in the file of one of the students."""

    site: str
    identifier: str
    first_name: str
    family: str
    student: str
    course: str
    past_courses: int
    piece: str


READERS = {
    "extranet-usagers": Reader(
        "Conservatoire Xénakis",
        "leroy1",
        first_name="Inès",
        family="Famille Leroy",
        student="Éléonore Leroy",
        course="Violoncelle",
        past_courses=7,
        piece="Le Cygne",
    ),
    "ecole-nationale": Reader(
        "École nationale de musique",
        "abolant1",
        first_name="Clara",
        family="Famille Abolant",
        student="Lou Abolant",
        course="Guitare A",
        past_courses=9,
        piece="Vals Venezolano n° 3",
    ),
    "reinscriptions": Reader(
        "Conservatoire",
        "dupont1",
        first_name="Gérard",
        family="Famille Dupont",
        student="Gérard Dupont",  # he takes lessons himself
        course="Accordéon diatonique, adultes",
        past_courses=2,
        piece="Suite de gavottes",
    ),
}
COMPUTER = {"viewport": {"width": 1280, "height": 800}}
TELEPHONE_WITHOUT_SCRIPT = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


@pytest.fixture(params=READERS)
def reader(request) -> Reader:
    return READERS[request.param]


def come_in(visit, reader: Reader, way: dict) -> Page:
    page = visit("/extranet/famille", **way)
    sign_in(page, reader.site, reader.identifier)
    return page


@pytest.fixture
def page(visit, reader) -> Page:
    """What the narrowest page does without a script, the others do as well: those follow one guide."""
    return come_in(visit, reader, TELEPHONE_WITHOUT_SCRIPT)


@pytest.fixture
def computer(visit) -> Page:
    return come_in(visit, READERS["extranet-usagers"], COMPUTER)


def test_at_a_computer(computer) -> None:
    follow_menu_famille(computer, READERS["extranet-usagers"])
    follow_menu_eleves(computer, READERS["extranet-usagers"])


def test_menu_famille(page, reader) -> None:
    follow_menu_famille(page, reader)


def test_menu_eleves(page, reader) -> None:
    follow_menu_eleves(page, reader)


def follow_menu_famille(page: Page, reader: Reader) -> None:
    open_menu_entry(page, "Famille")
    expect(title(page)).to_have_text(reader.family)
    expect(current_tab(page)).to_have_text("Identité")
    expect(page.get_by_label("Prénom")).to_have_value(reader.first_name)
    open_tab(page, "Élèves")
    page.get_by_role("main").get_by_role("link", name=reader.student).click()
    expect(title(page)).to_have_text(reader.student)
    go_back(page)
    expect(title(page)).to_have_text(reader.family)
    expect(current_tab(page)).to_have_text("Élèves")
    go_back(page)
    expect(title(page)).to_contain_text("Bonjour")


def follow_menu_eleves(page: Page, reader: Reader) -> None:
    open_student(page, reader.student)
    assert tabs(page)[:4] == ["Identité", "Cours", "Historique", "Répertoire"]
    expect(page.get_by_label("Date de naissance")).not_to_have_value("")
    open_tab(page, "Cours")
    follow_the_course(page, reader)
    expect(title(page)).to_have_text(reader.student)
    open_tab(page, "Historique")
    look_back(page, reader)
    open_tab(page, "Répertoire")
    assert columns(page) == ["Date", "Libellé", "Morceau", "Durée", "Commentaires"]
    open_line(page, reader.piece)
    expect(title(page)).to_have_text(reader.piece)
    page.get_by_role("link", name="Annuler").click()
    expect(title(page)).to_have_text(reader.student)
    go_back(page)
    expect(title(page)).to_have_text("Élèves")


def follow_the_course(page: Page, reader: Reader) -> None:
    """«Pour accéder à la fiche d'un cours, double-cliquer sur la ligne du cours concerné.»"""
    words = ["Cours", "HE", "Enseignant", "Cycle", "Actif", "Salle", "Jour", "Début", "Durée"]
    assert columns(page) == words
    expect(page.locator(".week").get_by_role("link", name=reader.course).first).to_be_visible()
    open_line(page, reader.course)
    assert tabs(page) == ["Suivi", "Évaluations", "Absence"]
    for tab in ("Absence", "Évaluations"):
        open_tab(page, tab)
        expect(page.locator("tbody a").first).to_be_visible()
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=2, name="Évaluation du")).to_be_visible()
    go_back(page)
    expect(current_tab(page)).to_have_text("Évaluations")
    go_back(page)


def look_back(page: Page, reader: Reader) -> None:
    """«Pour naviguer d'une fiche de cours à une autre pour l'élève, utiliser les flèches.»"""
    assert columns(page) == ["Année", "Département", "Classe", "Cycle", "Enseignant"]
    expect(page.locator("tbody tr")).to_have_count(reader.past_courses)
    first = page.locator("tbody a").first
    name = first.text_content()
    first.click()
    expect(title(page)).to_have_text(name)
    assert tabs(page) == ["Historique", "Évaluations", "Commentaires"]
    last = reader.past_courses
    arrows = {"Fiche suivante": 2, "Fiche précédente": 1, "Dernière fiche": last, "Première fiche": 1}
    for arrow, place in arrows.items():
        page.get_by_role("link", name=arrow).click()
        expect(page.locator(".pager [aria-current]")).to_have_text(f"{place}/{last}")
    go_back(page)


def test_keyboard_alone_reads_all_of_it(computer) -> None:
    reader, page = READERS["extranet-usagers"], computer
    menu = page.get_by_role("navigation", name="Menu principal")
    press_link(page, menu, "Famille")
    press_link(page, page.locator(".tabs"), "Élèves")
    expect(current_tab(page)).to_have_text("Élèves")
    press(page, menu.get_by_text("Élèves", exact=True).filter(visible=True), "Élèves")
    press_link(page, menu, reader.student)
    expect(title(page)).to_have_text(reader.student)
    for tabs_and_lines in (["Cours", reader.course, "Évaluations"], ["Historique"], ["Répertoire"]):
        for name in tabs_and_lines:
            press_link(page, page.locator("tbody" if name == reader.course else ".tabs"), name)
        press(page, page.locator("tbody a").first, "the first line")
        expect(page.locator(".facts")).to_be_visible()
        go_back_by_keyboard(page, to=reader.student)


def go_back_by_keyboard(page: Page, *, to: str) -> None:
    """From a line to its list, from there to the student's tab; a piece's sheet closes with «Annuler»."""
    way = page.get_by_role("main").get_by_role("link", name=re.compile("Retour|Annuler"))
    for _step in range(2):
        left = page.url
        press(page, way, "Retour")
        expect(page).not_to_have_url(left)
        if title(page).text_content() == to:
            return
    raise AssertionError(f"two steps back do not lead to «{to}»")


def press_link(page: Page, within: Locator, name: str) -> None:
    press(page, within.get_by_role("link", name=name, exact=True).filter(visible=True), name)


def test_from_student_to_student_on_the_same_tab(visit) -> None:
    """And a child who is not placed yet reads so."""
    page = come_in(visit, READERS["reinscriptions"], COMPUTER)
    open_student(page, "Gérard Dupont")
    open_tab(page, "Cours")
    page.get_by_role("link", name="Élève suivant").click()
    expect(title(page)).to_have_text("Malo Dupont")
    expect(current_tab(page)).to_have_text("Cours")
    expect(page.get_by_role("main")).to_contain_text("Aucun cours attribué.")
