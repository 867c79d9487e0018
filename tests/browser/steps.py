"""What people do, in the words of the printed guides."""

from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from accounts.demonstration import FAMILY_PASSWORD, STAFF_PASSWORD


class Family(NamedTuple):
    site: str
    identifier: str
    greeting: str
    leave: str  # the menu's word


FAMILIES = [
    Family("Arts visuels", "bernard1", "Bonjour Madame Bernard", "Déconnexion"),
    Family("Conservatoire Gounod", "moreau1", "Bonjour Monsieur Moreau", "Déconnexion"),
    Family("Conservatoire Xénakis", "leroy1", "Bonjour Madame Leroy", "Déconnexion"),
    Family("École nationale de musique", "abolant1", "Bonjour Madame Abolant", "Quitter"),
    Family("Conservatoire", "dupont1", "Bonjour Monsieur Dupont", "Quitter"),
]
NEW_PASSWORD = "Sonatine-7"


def sign_in(page: Page, site: str, identifier: str, password: str = FAMILY_PASSWORD) -> None:
    page.get_by_label("Site").select_option(label=site)
    page.get_by_label("Identifiant").fill(identifier)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def enter_office(page: Page, identifier: str, password: str = STAFF_PASSWORD) -> None:
    page.get_by_label("Identifiant").fill(identifier)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def open_menu_entry(page: Page, name: str, role: str = "link") -> None:
    """On a telephone most entries are behind «Menu»."""
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_visible()  # a page that is still on its way has no entry to count
    entry = menu.get_by_role(role, name=name, exact=True).filter(visible=True)
    if entry.count() == 0:
        menu.get_by_text("Menu", exact=True).click()
    entry.click()


def leave_office(page: Page) -> None:
    """«Déconnexion» is in «Mon compte», on a telephone in «Menu»."""
    menu = page.get_by_role("navigation", name="Menu de gestion")
    menu.locator("summary").filter(visible=True).click()
    menu.get_by_role("button", name="Déconnexion").filter(visible=True).click()


def change_password(page: Page, old: str, new: str) -> None:
    page.get_by_label("Mot de passe actuel").fill(old)
    page.get_by_label("Saisir le nouveau mot de passe", exact=True).fill(new)
    page.get_by_label("Ressaisir le nouveau mot de passe").fill(new)
    page.get_by_role("button", name="Enregistrer").click()


def expect_information(page: Page, sentence: str) -> None:
    message = page.get_by_role("status").filter(has=page.get_by_role("heading", name="Information"))
    expect(message).to_contain_text(sentence)
    message.get_by_role("link", name="OK").click()
    expect(page.get_by_role("heading", name="Information")).to_have_count(0)


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def words_of(several: Locator) -> list[str]:
    expect(several.first).to_be_attached()  # the page may still be on its way
    return [words.strip() for words in several.all_text_contents()]


def tabs(page: Page) -> list[str]:
    return words_of(page.locator(".tabs a"))


def current_tab(page: Page) -> Locator:
    return page.locator(".tabs [aria-current]")


def open_tab(page: Page, name: str) -> None:
    page.locator(".tabs").get_by_role("link", name=name, exact=True).click()
    expect(current_tab(page)).to_have_text(name)


def columns(page: Page) -> list[str]:
    return words_of(page.locator("thead th"))


def open_line(page: Page, name: str) -> None:
    """Where the guides say «double-cliquer sur la ligne»."""
    page.locator("tbody").get_by_role("link", name=name, exact=True).first.click()


def go_back(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Retour").click()


def open_student(page: Page, name: str) -> None:
    """«Pour accéder au dossier d'un élève, sélectionner son nom dans la liste déroulante.»"""
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_visible()
    menu.get_by_text("Élèves", exact=True).filter(visible=True).click()
    menu.get_by_role("link", name=name, exact=True).filter(visible=True).click()
    expect(title(page)).to_have_text(name)


def press_until_focused(page: Page, role: str, name: str) -> None:
    reach(page, page.get_by_role(role, name=name, exact=True).filter(visible=True), name)


def reach(page: Page, target: Locator, name: str) -> None:
    expect(target).to_be_visible()  # the page may still be on its way
    for _press in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach «{name}»")


def press(page: Page, target: Locator, name: str) -> None:
    """With the keyboard alone."""
    reach(page, target, name)
    page.keyboard.press("Enter")


def write(page: Page, role: str, name: str, text: str) -> None:
    press_until_focused(page, role, name)
    page.keyboard.type(text)
