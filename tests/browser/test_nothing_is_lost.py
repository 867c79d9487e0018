"""What was typed comes back to whom it belongs, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from accounts.demonstration import FAMILY_PASSWORD
from accounts.models import FamilyAccount
from tests.browser.steps import change_password, enter_office, expect_information, sign_in


def open_account(page: Page, name: str) -> None:
    page.goto("/gestion/accounts/familyaccount/")
    page.get_by_role("link", name=name).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_secretary_called_away_finds_what_she_typed(visit, width, script) -> None:
    page = visit("/gestion/", viewport=width, java_script_enabled=script)
    enter_office(page, "secretariat.enm")
    open_account(page, "abolant1")
    page.get_by_label("Prénom").fill("Clara-Maria")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Ce que vous aviez saisi est gardé une heure")).to_be_visible()
    enter_office(page, "secretariat.enm")
    expect(page.get_by_role("heading", name="Voici ce que vous aviez saisi")).to_be_visible()
    expect(page.get_by_label("Prénom")).to_have_value("Clara-Maria")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("abolant1")
    assert FamilyAccount.objects.get(identifier="abolant1").first_name == "Clara-Maria"


def test_double_click_changes_a_password_once_and_says_so(visit, width) -> None:
    page = visit("/extranet/famille", viewport=width)
    sign_in(page, "Arts visuels", "bernard1")
    page.goto("/mot-de-passe")
    page.get_by_role("button", name="Enregistrer").evaluate(
        "button => button.addEventListener('click', () => setTimeout(() => button.click()), {once: true})"
    )
    change_password(page, FAMILY_PASSWORD, "Sonatine-7")
    expect_information(page, "Votre mot de passe vient d'être modifié.")


def test_way_back_after_signing_out_shows_nothing(visit) -> None:
    page = visit("/extranet/famille")
    sign_in(page, "Arts visuels", "bernard1")
    expect(page.get_by_role("heading", name="Bonjour Madame Bernard")).to_be_visible()
    page.get_by_role("button", name="Déconnexion").filter(visible=True).click()
    expect(page.get_by_role("button", name="Se connecter")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Se connecter")).to_be_visible()
    expect(page.get_by_text("Bernard")).to_have_count(0)
