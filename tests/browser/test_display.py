"""A grandmother who sees badly: large words, reinforced contrast and a dark page, before she signs in."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import expect_information, press_until_focused, sign_in

ON_DEVICE = "Vos réglages sont enregistrés sur cet appareil."
SITE, IDENTIFIER, GREETING = "Conservatoire Xénakis", "leroy1", "Bonjour Madame Leroy"


LARGE_DARK_AND_CONTRASTED = ("32px", "oklab(0 0 0)", "2px")
CHOICES = [("Taille du texte", "200 %"), ("Contraste", "Renforcé"), ("Thème", "Sombre")]


def look(page: Page) -> tuple[str, ...]:
    """What the browser shows, whatever wrote it: size of words, ground, width of rules."""
    page.wait_for_load_state()
    styles = """() => {
        const root = getComputedStyle(document.documentElement);
        return [root.fontSize, getComputedStyle(document.body).backgroundColor, root.getPropertyValue("--line")];
    }"""
    return tuple(page.evaluate(styles))


@pytest.fixture(params=["script", "no script"])
def scripted(request) -> bool:
    return request.param == "script"


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_role("radio", name=answer).check()


def choose_all(page: Page) -> None:
    for question, answer in CHOICES:
        choose(page, question, answer)


def test_settings_are_seen_at_once_and_stay_after_signing_in(visit, width, scripted) -> None:
    page = visit("/extranet/famille", viewport=width, java_script_enabled=scripted)
    page.get_by_role("link", name="Aide - Accessibilité").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accessibilité")
    as_the_device = look(page)
    choose_all(page)
    assert look(page) == LARGE_DARK_AND_CONTRASTED
    page.get_by_role("button", name="Enregistrer").click()
    expect_information(page, ON_DEVICE)
    assert look(page) == LARGE_DARK_AND_CONTRASTED
    page.get_by_role("link", name="Retour").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portail pour les usagers")
    assert look(page) == LARGE_DARK_AND_CONTRASTED
    sign_in(page, SITE, IDENTIFIER)
    expect(page.get_by_role("heading", level=1)).to_have_text(GREETING)
    assert look(page) == LARGE_DARK_AND_CONTRASTED
    page.goto("/accessibilite")
    page.get_by_role("button", name="Revenir aux réglages de mon appareil").click()
    expect_information(page, "Le portail suit de nouveau les réglages de votre appareil.")
    assert look(page) == as_the_device


def test_another_browser_has_them_after_signing_in(visit, width) -> None:
    at_home = visit("/extranet/famille", viewport=width)
    sign_in(at_home, SITE, IDENTIFIER)
    at_home.goto("/accessibilite")
    choose_all(at_home)
    at_home.get_by_role("button", name="Enregistrer").click()
    expect_information(at_home, "Vos réglages sont enregistrés sur cet appareil et avec votre compte.")
    elsewhere = visit("/extranet/famille", viewport=width)
    assert look(elsewhere) != LARGE_DARK_AND_CONTRASTED
    sign_in(elsewhere, SITE, IDENTIFIER)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text(GREETING)
    assert look(elsewhere) == LARGE_DARK_AND_CONTRASTED
    elsewhere.goto("/mot-de-passe")
    assert look(elsewhere) == LARGE_DARK_AND_CONTRASTED


def press_to(page: Page, question: str, answer: str) -> None:
    """Tab reaches the chosen one of a group, arrows the others."""
    group = page.get_by_role("group", name=question)
    while not group.evaluate("group => group.contains(document.activeElement)"):
        page.keyboard.press("Tab")
    wanted = group.get_by_role("radio", name=answer)
    while not wanted.is_checked():
        page.keyboard.press("ArrowDown")


def test_settings_with_the_keyboard_alone(visit, width) -> None:
    page = visit("/extranet/famille", viewport=width)
    press_until_focused(page, "link", "Aide - Accessibilité")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accessibilité")
    for question, answer in CHOICES:
        press_to(page, question, answer)
    press_until_focused(page, "button", "Enregistrer")
    page.keyboard.press("Enter")
    expect(page.get_by_text(ON_DEVICE)).to_be_visible()
    press_until_focused(page, "link", "OK")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="OK")).to_have_count(0)
    assert look(page) == LARGE_DARK_AND_CONTRASTED


def test_standard_contrast_is_chosen_against_the_device(visit) -> None:
    page = visit("/accessibilite", contrast="more")
    assert look(page)[2] == "2px"
    choose(page, "Contraste", "Standard")
    assert look(page)[2] == "1px"
    page.get_by_role("button", name="Enregistrer").click()
    expect_information(page, ON_DEVICE)
    page.goto("/extranet/famille")
    assert look(page)[2] == "1px"


def test_staff_see_them_in_the_office(visit, width) -> None:
    page = visit("/accessibilite", viewport=width)
    choose_all(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect_information(page, ON_DEVICE)
    page.goto("/gestion/")
    page.get_by_label("Identifiant").fill("gestion")
    page.get_by_label("Mot de passe", exact=True).fill("Gestion2026!")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("link", name="Comptes des usagers").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comptes des usagers")
    assert look(page) == LARGE_DARK_AND_CONTRASTED
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
