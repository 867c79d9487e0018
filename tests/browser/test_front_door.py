"""The demonstration's five families come in, change their password and leave: with the mouse or the finger,
without JavaScript, and with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from accounts.demonstration import FAMILY_PASSWORD
from tests.browser.steps import (
    FAMILIES,
    NEW_PASSWORD,
    change_password,
    expect_information,
    open_menu_entry,
    press_until_focused,
    sign_in,
    write,
)


@pytest.fixture(params=["script", "no script"])
def scripted(request) -> bool:
    return request.param == "script"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.identifier)
def test_family_comes_in_changes_its_password_and_leaves(visit, width, scripted, family) -> None:
    page = visit("/", viewport=width, java_script_enabled=scripted)
    page.get_by_role("link", name="Accès usager").click()
    sign_in(page, family.site, family.identifier)
    expect(page.get_by_role("heading", level=1)).to_have_text(family.greeting)
    open_menu_entry(page, "Mot de passe")
    change_password(page, FAMILY_PASSWORD, NEW_PASSWORD)
    expect_information(page, "Votre mot de passe vient d'être modifié.")
    open_menu_entry(page, family.leave, role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Portail pour les usagers")
    sign_in(page, family.site, family.identifier, NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text(family.greeting)


def choose(page: Page, name: str, wanted: str) -> None:
    press_until_focused(page, "combobox", name)
    chosen = page.get_by_role("combobox", name=name).locator("option:checked")
    while chosen.text_content() != wanted:
        page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.identifier)
def test_family_with_the_keyboard_alone(visit, width, family) -> None:
    page = visit("/extranet/famille", viewport=width)
    choose(page, "Site", family.site)
    write(page, "textbox", "Identifiant", family.identifier)
    write(page, "textbox", "Mot de passe", FAMILY_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(family.greeting)
    reach_menu_entry(page, "link", "Mot de passe")
    write(page, "textbox", "Mot de passe actuel", FAMILY_PASSWORD)
    write(page, "textbox", "Saisir le nouveau mot de passe", NEW_PASSWORD)
    write(page, "textbox", "Ressaisir le nouveau mot de passe", NEW_PASSWORD)
    page.keyboard.press("Enter")
    press_until_focused(page, "link", "OK")
    page.keyboard.press("Enter")
    reach_menu_entry(page, "button", family.leave)
    expect(page.get_by_role("heading", level=1)).to_have_text("Portail pour les usagers")


def reach_menu_entry(page: Page, role: str, name: str) -> None:
    if page.viewport_size["width"] < 768:
        menu = page.get_by_role("navigation", name="Menu principal")
        summary = menu.locator("summary").filter(has_text="Menu")
        while not summary.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    press_until_focused(page, role, name)
    page.keyboard.press("Enter")


def test_wrong_site_is_told_in_one_sentence_and_keeps_what_was_typed(visit, width) -> None:
    page = visit("/extranet/famille", viewport=width)
    sign_in(page, "Arts visuels", "moreau1")
    expect(page.get_by_role("alert")).to_have_text(
        "Connexion impossible : vérifiez le site, l’identifiant et le mot de passe. "
        "Un mot de passe provisoire n’est valable que 24 heures."
    )
    expect(page.get_by_label("Identifiant")).to_have_value("moreau1")
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_value("")
    page.get_by_label("Site").select_option(label="Conservatoire Gounod")
    page.get_by_label("Mot de passe", exact=True).fill(FAMILY_PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Monsieur Moreau")


def test_telephone_of_the_chosen_site_is_given(visit) -> None:
    page = visit("/extranet/famille")
    expect(page.get_by_text("Joindre l’établissement")).to_be_hidden()
    page.get_by_label("Site").select_option(label="Conservatoire Xénakis")
    expect(page.get_by_role("link", name="01 99 00 14 20")).to_have_attribute("href", "tel:0199001420")
    page.get_by_label("Site").select_option(label="Arts visuels")
    expect(page.get_by_role("link", name="arts-visuels@example.org")).to_be_visible()
    expect(page.get_by_role("link", name="01 99 00 14 20")).to_have_count(0)


def test_password_can_be_shown(visit) -> None:
    page = visit("/extranet/famille")
    field = page.get_by_label("Mot de passe", exact=True)
    field.fill("Sonatine")
    page.get_by_label("Afficher le mot de passe").check()
    expect(field).to_have_attribute("type", "text")
    page.get_by_label("Afficher le mot de passe").uncheck()
    expect(field).to_have_attribute("type", "password")


def test_rule_is_ticked_off_while_typing(visit) -> None:
    page = visit("/extranet/famille")
    sign_in(page, "Conservatoire", "dupont1")
    page.goto("/mot-de-passe")
    field = page.get_by_label("Saisir le nouveau mot de passe", exact=True)
    met = page.locator("[data-requires][data-tone=ok]")
    for typed, expected in [
        ("a", ["lower"]),
        ("aB", ["upper", "lower"]),
        ("aB3", ["upper", "lower", "digit"]),
    ]:
        field.fill(typed)
        assert met.evaluate_all("items => items.map(item => item.dataset.requires)") == expected
    field.fill("aB345678")
    expect(met).to_have_count(4)
    field.fill("aB345678901234567")  # seventeen, and the site takes sixteen
    expect(met).to_have_count(3)


def test_language_is_chosen_on_any_page(visit) -> None:
    page = visit("/extranet/famille", java_script_enabled=False)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Family portal")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portail pour les usagers")


def test_staff_come_in_by_their_own_door(visit, width) -> None:
    page = visit("/gestion/", viewport=width)
    expect(page.get_by_text("Démonstration : ailleurs, le personnel a un mot de passe")).to_be_visible()
    page.get_by_label("Identifiant").fill("secretariat.enm")
    page.get_by_label("Mot de passe", exact=True).fill("Gestion2026!")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("link", name="Comptes des usagers").first.click()
    expect(page.get_by_role("link", name="abolant1")).to_be_visible()
    expect(page.get_by_role("link", name="dupont1")).to_have_count(0)
