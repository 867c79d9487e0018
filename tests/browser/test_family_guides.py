"""The reading parts of the printed guides, step by step: «Menu Famille» and «Menu Élèves»."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import open_menu_entry, sign_in

ABOLANT = ("École nationale de musique", "abolant1")
LOU = "Lou Abolant"


class Table(NamedTuple):
    page: Page

    def columns(self) -> list[str]:
        return words_of(self.page.locator("thead th"))

    def open(self, name: str) -> None:
        self.page.locator("tbody").get_by_role("link", name=name).first.click()


def words_of(several: Locator) -> list[str]:
    expect(several.first).to_be_attached()  # the page may still be on its way
    return [words.strip() for words in several.all_text_contents()]


def tabs(page: Page) -> list[str]:
    return words_of(page.locator(".tabs a"))


def tab(page: Page, name: str) -> None:
    page.locator(".tabs").get_by_role("link", name=name, exact=True).click()


def back(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Retour").click()


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def fact(page: Page, name: str) -> Locator:
    return page.locator("dl div").filter(has=page.get_by_text(name, exact=True)).locator("dd")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def abolant(visit, width, request) -> Page:
    page = visit("/extranet/famille", viewport=width, java_script_enabled=request.param)
    sign_in(page, *ABOLANT)
    return page


def open_student(page: Page, name: str) -> None:
    """«Pour accéder au dossier d'un élève, sélectionner son nom dans le menu Élèves.»"""
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_visible()
    menu.get_by_text("Élèves", exact=True).filter(visible=True).click()
    menu.get_by_role("link", name=name).filter(visible=True).click()
    expect(title(page)).to_have_text(name)


def test_menu_famille(abolant) -> None:
    open_menu_entry(abolant, "Famille")
    expect(title(abolant)).to_have_text("Famille Abolant")
    assert tabs(abolant)[:1] == ["Identité"]
    expect(fact(abolant, "Prénom")).to_have_text("Clara")
    tab(abolant, "Élèves")
    abolant.get_by_role("main").get_by_role("link", name=LOU).click()
    expect(title(abolant)).to_have_text(LOU)
    back(abolant)
    expect(title(abolant)).to_have_text("Famille Abolant")
    back(abolant)
    expect(title(abolant)).to_contain_text("Bonjour")


def test_menu_eleves_identity_and_courses(abolant) -> None:
    open_student(abolant, LOU)
    assert tabs(abolant)[:4] == ["Identité", "Cours", "Historique", "Répertoire"]
    expect(fact(abolant, "Date de naissance")).not_to_have_text("–")
    tab(abolant, "Cours")
    table = Table(abolant)
    assert table.columns() == [
        "Cours",
        "HE",
        "Enseignant",
        "Cycle",
        "Actif",
        "Salle",
        "Jour",
        "Début",
        "Durée",
    ]
    table.open("Guitare A")
    assert tabs(abolant) == ["Suivi", "Évaluations", "Absence"]
    tab(abolant, "Évaluations")
    abolant.locator("tbody a").first.click()
    expect(abolant.get_by_role("heading", level=2, name="Évaluation du")).to_be_visible()
    back(abolant)
    tab(abolant, "Absence")
    back(abolant)
    expect(title(abolant)).to_have_text(LOU)


def test_menu_eleves_history_and_repertoire(abolant) -> None:
    open_student(abolant, LOU)
    tab(abolant, "Historique")
    table = Table(abolant)
    assert table.columns() == ["Année", "Département", "Classe", "Cycle", "Enseignant"]
    expect(abolant.locator("tbody tr")).to_have_count(9)
    table.open("Guitare")
    assert tabs(abolant) == ["Historique", "Évaluations", "Commentaires"]
    abolant.get_by_role("link", name="Fiche suivante").click()
    back(abolant)
    tab(abolant, "Répertoire")
    assert table.columns() == ["Date", "Libellé", "Morceau", "Durée", "Commentaires"]
    table.open("Vals Venezolano")
    abolant.get_by_role("link", name="Événement suivant").click()
    expect(title(abolant)).to_contain_text("Hymne à la joie")
    abolant.get_by_role("link", name="Annuler").click()
    expect(title(abolant)).to_have_text(LOU)


def test_from_student_to_student_on_the_same_tab(abolant) -> None:
    open_student(abolant, LOU)
    tab(abolant, "Cours")
    abolant.get_by_role("link", name="Élève précédent").click()
    expect(title(abolant)).to_have_text("Victor Abolant")
    expect(abolant.locator(".tabs [aria-current]")).to_have_text("Cours")


def press_until(page: Page, name: str) -> None:
    """The keyboard alone: on to the link of that name, and Enter."""
    for _each in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip().split("\n")[0] == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not come to {name}")


def test_keyboard_alone_opens_a_course(visit, width) -> None:
    page = visit("/extranet/famille", viewport=width)
    sign_in(page, *ABOLANT)
    page.goto("/eleves")
    press_until(page, LOU)
    expect(title(page)).to_have_text(LOU)
    press_until(page, "Cours")
    expect(page.locator(".tabs [aria-current]")).to_have_text("Cours")
    press_until(page, "Guitare A")
    expect(title(page)).to_have_text("Guitare A")
    press_until(page, "Absence")
    expect(page.locator(".tabs [aria-current]")).to_have_text("Absence")
