"""The printed guides' «Réinscription», step by step, with the demonstration's two open campaigns."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from reenrolment import campaign as campaigns
from reenrolment import deciding
from reenrolment.models import Campaign, Reenrolment
from students.models import Enrolment
from tests.browser.steps import (
    columns,
    expect_information,
    go_back,
    open_menu_entry,
    open_student,
    open_tab,
    press,
    press_until_focused,
    reach,
    sign_in,
    tabs,
    title,
)
from tests.browser.worker import deliver_mails, newest_mail, subject_of, text_of
from tests.factories.documents import a_photograph

COMPUTER = {"viewport": {"width": 1280, "height": 800}}
TELEPHONE = {"viewport": {"width": 360, "height": 740}}
WITHOUT_SCRIPT = {"java_script_enabled": False}
WAYS = {
    "telephone without script": TELEPHONE | WITHOUT_SCRIPT,
    "telephone": TELEPHONE,
    "computer": COMPUTER,
}
IDENTITY = "Justificatif d’identité de l’élève majeur, ou du responsable légal d’un mineur"
WAITING = "Réinscription en attente de validation"


class Family(NamedTuple):
    site: str
    identifier: str


DUPONT = Family("Conservatoire", "dupont1")
LEROY = Family("Conservatoire Xénakis", "leroy1")
LEROY_2 = Family("Conservatoire Xénakis", "leroy2")
PETIT = Family("Conservatoire Xénakis", "petit1")


@pytest.fixture(autouse=True)
def _outbox(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "imuse.outbox.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")


def come_in(visit, family: Family, **way) -> Page:
    page = visit("/extranet/famille", **way)
    sign_in(page, family.site, family.identifier)
    expect(title(page)).to_contain_text("Bonjour")
    return page


def open_reenrolment(page: Page, student: str) -> None:
    open_student(page, student)
    open_tab(page, "Réinscription")


def administrative(page: Page) -> Locator:
    return page.get_by_label("Réinscription administrative")


def message(page: Page) -> Locator:
    return page.get_by_label("Votre message au secrétariat")


def line(page: Page, document: str) -> Locator:
    return page.locator("tbody tr").filter(has_text=document).first


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def parcourir_et_importer(page: Page, document: str) -> None:
    expect(title(page)).to_have_text("Importer un document")
    expect(page.get_by_label("Nom du document").locator("option:checked")).to_have_text(document)
    expect(page.get_by_text("JPEG, JPG, PNG, PDF - 2 Mo maximum")).to_be_visible()
    file = a_photograph()
    sent = {"name": file.name, "mimeType": file.content_type, "buffer": file.content}
    page.get_by_label("Fichier").set_input_files(sent)
    page.get_by_role("button", name="Importer").click()
    expect_information(page, f"«\u00a0{document}\u00a0» est importé. Il est en attente de validation.")
    page.get_by_role("link", name="Revenir à la réinscription").click()


def mail_to(family: Family) -> tuple[str, str]:
    deliver_mails()
    newest = newest_mail(f"{family.identifier}@example.org")
    return subject_of(newest), text_of(newest)


def office() -> User:
    return User.objects.get(identifier="gestion")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_guide_reinscriptions(visit, way) -> None:
    """«Étape 5 : Réinscription administrative»"""
    page = come_in(visit, DUPONT, **way)
    open_menu_entry(page, "Famille")
    open_tab(page, "Élèves")
    page.get_by_role("main").get_by_role("link", name="Malo Dupont").click()
    assert tabs(page) == [
        *("Identité", "Cours", "Historique", "Répertoire", "Documents fournis", "Réinscription")
    ]
    open_tab(page, "Réinscription")
    expect(page.get_by_text("Aucun cours attribué")).to_be_visible()
    expect(line(page, "Frais de dossier")).to_contain_text("À remettre sur place")
    be_refused_before_anything_is_ticked(page)
    administrative(page).check()
    line(page, IDENTITY).get_by_role("button", name="Importer").click()
    parcourir_et_importer(page, IDENTITY)
    expect(administrative(page)).to_be_checked()
    expect(line(page, IDENTITY)).to_contain_text("En attente de validation")
    button(page, "Valider").click()
    be_told_that_it_is_sent(page, "Malo")
    go_back(page)
    open_menu_entry(page, "Quitter", role="button")


def be_refused_before_anything_is_ticked(page: Page) -> None:
    message(page).fill("Bonjour.")
    button(page, "Importer").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez d’abord")
    expect(message(page)).to_have_value("Bonjour.")


def be_told_that_it_is_sent(page: Page, name: str) -> None:
    expect_information(page, f"La réinscription de {name} est envoyée. Elle est en attente de validation.")
    expect(page.get_by_text(WAITING, exact=True)).to_be_visible()
    subject, text = mail_to(DUPONT)
    assert subject == f"Conservatoire – la réinscription de {name} Dupont est arrivée"
    assert "Elle attend la validation du secrétariat." in text
    receipt = page.get_by_role("link", name="Accusé de réception (PDF)").get_attribute("href")
    assert page.request.get(receipt).body().startswith(b"%PDF")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_guide_extranet_usagers(visit, way) -> None:
    """«Onglet Réinscription»: cursus and disciplines, documents, a message; what becomes of it."""
    page = come_in(visit, LEROY, **way)
    open_reenrolment(page, "Sacha Leroy-Benhaddou")
    assert columns(page)[:2] == ["Nom du document", "Nom du fichier"]
    expect(page.get_by_label("Cursus danse, cycle 2")).to_be_checked()  # its draft
    message(page).fill("Le mardi à 18 h 30, si possible.")
    line(page, "Certificat médical").get_by_role("button", name="Importer").click()
    parcourir_et_importer(page, "Certificat médical d’aptitude à la danse")
    expect(message(page)).to_have_value("Le mardi à 18 h 30, si possible.")
    button(page, "Valider").click()
    expect_information(page, "La réinscription de Sacha est envoyée.")
    expect(page.get_by_text(WAITING, exact=True)).to_be_visible()
    assert "Culture chorégraphique, 2C1" in mail_to(LEROY)[1]
    be_validated(page)
    page.get_by_role("link", name="Marie-Apolline").filter(visible=True).first.click()
    expect(title(page)).to_have_text("Marie-Apolline Leroy-Vandenbroucke")


def be_validated(page: Page) -> None:
    """Both guardians read it; the second one's mail is the newest."""
    sent = Reenrolment.objects.get(student__person__first_name="Sacha")
    deciding.validate(reenrolment=sent, version=sent.version, by=office())
    assert mail_to(LEROY_2)[0].endswith("la réinscription de Sacha Leroy-Benhaddou est validée")
    page.reload()
    expect(page.get_by_text(WAITING, exact=True)).to_have_count(0)
    expect(page.get_by_text("Réinscription validée le")).to_be_visible()
    expect(button(page, "Valider")).to_have_count(0)
    places = Enrolment.objects.filter(student=sent.student, year=sent.campaign.year, course=None)
    assert set(places.values_list("class_name", "cycle")) == {
        ("Danse contemporaine", "2C2"),
        ("Culture chorégraphique", "2C2"),
    }


def test_two_guardians_at_once(visit) -> None:
    first = come_in(visit, LEROY, **COMPUTER)
    open_reenrolment(first, "Marie-Apolline Leroy-Vandenbroucke")
    second = come_in(visit, LEROY_2, **TELEPHONE)
    open_reenrolment(second, "Marie-Apolline Leroy-Vandenbroucke")
    first.get_by_label("Éveil musique et danse").check()
    button(first, "Valider").click()
    expect_information(first, "est envoyée")
    second.get_by_text("Marie-Apolline ne reviendra pas").first.click()
    second.get_by_role("checkbox", name="Marie-Apolline ne reviendra pas").check()
    second.get_by_label("Motif").fill("Déménagement")
    button(second, "Valider").click()
    expect(second.get_by_role("alert")).to_contain_text(
        "a été envoyée pendant que vous remplissiez cette page"
    )
    expect(second.get_by_label("Motif")).to_have_value("Déménagement")
    button(second, "Valider").click()
    expect_information(second, "C’est noté")
    assert Reenrolment.objects.get(student__person__first_name="Marie-Apolline").version == 2


def test_other_household_sees_the_state_and_not_the_words(visit) -> None:
    page = come_in(visit, PETIT, **TELEPHONE)
    open_reenrolment(page, "Éléonore Leroy")
    expect(page.get_by_text("par l’autre foyer")).to_be_visible()
    expect(page.get_by_label("Cursus musique, cycle 2")).to_be_checked()
    expect(message(page)).to_have_value("")
    expect(page.get_by_text("viole de gambe")).to_have_count(0)


def test_campaign_that_closes_while_the_page_is_open(visit) -> None:
    page = come_in(visit, DUPONT, **TELEPHONE, **WITHOUT_SCRIPT)
    open_reenrolment(page, "Gérard Dupont")
    administrative(page).check()
    message(page).fill("Un lundi de libre\u202f?")
    campaigns.close_now(Campaign.objects.get(site__name="Conservatoire"))
    button(page, "Valider").click()
    expect(page.get_by_text("La réinscription est close depuis").first).to_be_visible()
    expect(page.get_by_text("est gardé, mais il n’a pas été envoyé")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="01 99 00")).to_be_visible()


def test_with_the_keyboard_alone(visit) -> None:
    page = come_in(visit, DUPONT, **COMPUTER)
    page.goto("/accueil")
    press(page, page.get_by_role("link", name="Réinscription pour").first, "Réinscription à faire")
    reach(page, administrative(page), "Réinscription administrative")
    page.keyboard.press("Space")
    press_until_focused(page, "button", "Valider")
    page.keyboard.press("Enter")
    expect_information(page, "est envoyée")
    press(page, page.get_by_role("link", name="Retirer la réinscription"), "Retirer")
    press_until_focused(page, "button", "Retirer la réinscription")
    page.keyboard.press("Enter")
    expect_information(page, "La réinscription est retirée.")
