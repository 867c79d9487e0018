"""The printed guides, step by step, by somebody who has never seen the portal."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import (
    NEW_PASSWORD,
    change_password,
    expect_information,
    open_menu_entry,
    press_until_focused,
    sign_in,
    write,
)
from tests.browser.worker import deliver_mails, link_in, newest_mail, password_in, subject_of

SENT = "Si cet identifiant et cette adresse correspondent à un compte, votre nouveau mot de passe vient d'être envoyé par mail."
LINK_SENT = (
    "Si cet identifiant et cette adresse correspondent à un compte, "
    "un lien pour choisir votre mot de passe vient d'être envoyé par mail."
)


@pytest.fixture(autouse=True)
def _outbox(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "imuse.outbox.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")


@pytest.fixture(params=["script", "no script"])
def scripted(request) -> bool:
    return request.param == "script"


def ask_for_password(page: Page, site: str, identifier: str, email: str, information: str = SENT) -> None:
    page.get_by_label("Site").select_option(label=site)
    page.get_by_label("Identifiant").fill(identifier)
    page.get_by_role("button", name="Mot de passe perdu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mot de passe perdu")
    assert page.url.endswith("/mot-de-passe-perdu")
    expect(page.get_by_label("Identifiant")).to_have_value(identifier)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Valider").click()
    message = page.get_by_role("status").filter(has=page.get_by_role("heading", name="Information"))
    expect(message).to_contain_text(information)
    message.get_by_role("button", name="OK").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Portail pour les usagers")
    expect(page.get_by_label("Site").locator("option:checked")).to_have_text(site)
    expect(page.get_by_label("Identifiant")).to_have_value(identifier)
    deliver_mails()


def test_guide_of_the_visual_arts(visit, width, scripted) -> None:
    page = visit("/extranet/famille", viewport=width, java_script_enabled=scripted)
    ask_for_password(page, "Arts visuels", "bernard1", " Bernard1@example.org ")
    mailed = password_in(newest_mail("bernard1@example.org"))
    page.get_by_label("Mot de passe", exact=True).fill(mailed)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Madame Bernard")
    open_menu_entry(page, "Mot de passe")
    change_password(page, mailed, NEW_PASSWORD)
    expect_information(page, "Votre mot de passe vient d'être modifié.")
    deliver_mails()
    assert (
        subject_of(newest_mail("bernard1@example.org")) == "Arts visuels – votre mot de passe a été modifié"
    )
    open_menu_entry(page, "Déconnexion", role="button")
    sign_in(page, "Arts visuels", "bernard1", NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Madame Bernard")


def test_guide_of_the_network_where_the_password_is_provisional(visit, width, scripted) -> None:
    page = visit("/extranet", viewport=width, java_script_enabled=scripted)
    page.get_by_role("link", name="Accès usager").click()
    ask_for_password(page, "Conservatoire Gounod", "moreau1", "moreau1@example.org")
    mailed = password_in(newest_mail("moreau1@example.org"))
    page.get_by_label("Mot de passe", exact=True).fill(mailed)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mot de passe")
    expect_information(page, "Votre mot de passe est provisoire : choisissez le vôtre pour continuer.")
    change_password(page, mailed, NEW_PASSWORD)
    expect_information(page, "Votre mot de passe vient d'être modifié.")
    open_menu_entry(page, "Accueil")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Monsieur Moreau")
    open_menu_entry(page, "Déconnexion", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Portail pour les usagers")


def test_site_that_sends_a_link(visit, width, scripted) -> None:
    page = visit("/extranet/famille", viewport=width, java_script_enabled=scripted)
    ask_for_password(page, "Conservatoire Xénakis", "leroy1", "leroy1@example.org", LINK_SENT)
    page.goto(link_in(newest_mail("leroy1@example.org")))
    page.get_by_label("Saisir le nouveau mot de passe", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Ressaisir le nouveau mot de passe").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Enregistrer").click()
    expect_information(page, "Votre mot de passe vient d'être modifié.")
    sign_in(page, "Conservatoire Xénakis", "leroy1", NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Madame Leroy")


def test_lost_password_with_the_keyboard_alone(visit, width) -> None:
    page = visit("/mot-de-passe-perdu", viewport=width)
    write(page, "textbox", "Identifiant (obligatoire)", "bernard1")
    write(page, "textbox", "E-mail (obligatoire)", "bernard1@example.org")
    page.keyboard.press("Enter")
    press_until_focused(page, "button", "OK")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Identifiant")).to_have_value("bernard1")
    deliver_mails()
    assert len(password_in(newest_mail("bernard1@example.org"))) == 12


def test_field_left_empty_asks_to_check_and_keeps_the_rest(visit) -> None:
    page = visit("/mot-de-passe-perdu")
    page.get_by_label("Identifiant").fill("bernard1")
    page.locator("form:has([name=email])").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("Vérifiez les renseignements saisis")
    expect(page.get_by_label("Identifiant")).to_have_value("bernard1")
