"""The printed guides' «Pour modifier une donnée personnelle», from the sign-in to the verdict and its mail: by the
family, and by the secretary in between."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from families.models import ChangeRequest, Family, Guardian, Person
from tests.browser.steps import (
    enter_office,
    expect_information,
    open_menu_entry,
    open_student,
    press,
    press_until_focused,
    reach,
    sign_in,
    title,
    write,
)
from tests.browser.worker import deliver_mails, newest_mail, subject_of, text_of


class Guide(NamedTuple):
    site: str
    identifier: str
    family: str
    guardian: str
    student: str
    secretary: str


GUIDES = {
    "extranet-usagers": Guide(
        "Conservatoire Xénakis",
        "leroy1",
        family="Famille Leroy",
        guardian="Inès Leroy",
        student="Éléonore Leroy",
        secretary="gestion",
    ),
    "ecole-nationale": Guide(
        "École nationale de musique",
        "abolant1",
        family="Famille Abolant",
        guardian="Clara Abolant",
        student="Lou Abolant",
        secretary="secretariat.enm",
    ),
    "reinscriptions": Guide(
        "Conservatoire",
        "dupont1",
        family="Famille Dupont",
        guardian="Gérard Dupont",
        student="Malo Dupont",
        secretary="secretariat.conservatoire",
    ),
}
LEROY, ABOLANT = GUIDES["extranet-usagers"], GUIDES["ecole-nationale"]
COMPUTER = {"viewport": {"width": 1280, "height": 800}}
TELEPHONE = {"viewport": {"width": 360, "height": 740}}
WITHOUT_SCRIPT = {"java_script_enabled": False}

SENT = (
    "Votre fiche d'identité est mise à jour, en attente de validation par le personnel administratif. "
    "Un accusé de réception vous a été envoyé."
)
WAITS = "Modifié, en attente de validation."
ADDRESS, MOBILE, BORN = "3, rue des Lilas", "06 39 98 00 07", "28/05/2014"
DOUBT = "Ce mobile est celui d’une autre famille."
PROOF = "L’acte de naissance dit autre chose."


@pytest.fixture(autouse=True)
def _outbox(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "imuse.outbox.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")


def come_in(visit, guide: Guide, **way) -> Page:
    page = visit("/extranet/famille", **way)
    sign_in(page, guide.site, guide.identifier)
    expect(title(page)).to_contain_text("Bonjour")
    return page


def come_to_work(visit, guide: Guide, **way) -> Page:
    page = visit("/gestion/", **way)
    enter_office(page, guide.secretary)
    expect(page.get_by_role("heading", name="Ce qui attend")).to_be_visible()
    return page


def mail_to(guide: Guide) -> tuple[str, str]:
    deliver_mails()
    message = newest_mail(f"{guide.identifier}@example.org")
    return subject_of(message), text_of(message)


def marked(page: Page) -> Locator:
    return page.locator(".field").filter(has_text=WAITS)


def kept(guide: Guide) -> tuple[str, str]:
    guardian = Guardian.objects.get(user__identifier=guide.identifier)
    return guardian.address_1, guardian.mobile


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_guide_on_a_telephone_without_script(visit, guide) -> None:
    follow(visit, guide, TELEPHONE | WITHOUT_SCRIPT)


def test_guide_at_a_computer(visit) -> None:
    follow(visit, LEROY, COMPUTER)


def follow(visit, guide: Guide, way: dict) -> None:
    before = kept(guide)
    page = come_in(visit, guide, **way)
    open_menu_entry(page, "Famille")
    change_family(page, guide)
    open_student(page, guide.student)
    change_birth_date(page, guide)
    assert kept(guide) == before
    decide(come_to_work(visit, guide, **way), guide)
    assert kept(guide) == (ADDRESS, before[1])
    read_verdicts(page, guide)


def change_family(page: Page, guide: Guide) -> None:
    expect(title(page)).to_have_text(guide.family)
    page.get_by_label("Adresse", exact=True).fill(ADDRESS)
    page.get_by_label("Mobile").fill(MOBILE)
    page.get_by_role("button", name="Modifier").click()
    expect_information(page, SENT)
    expect(marked(page)).to_have_count(2)
    expect(page.get_by_label("Mobile")).to_have_value(MOBILE)
    expect(page.get_by_text("Éléments modifiés - Fiche en attente de validation")).to_be_visible()
    subject, text = mail_to(guide)
    assert subject == f"{guide.site} – votre demande de modification est arrivée"
    assert f"fiche de {guide.guardian}" in text
    assert MOBILE not in text


def change_birth_date(page: Page, guide: Guide) -> None:
    """«exemple : changer une date de naissance erronée»"""
    page.get_by_label("Date de naissance").fill(BORN)
    page.get_by_role("button", name="Modifier").click()
    expect_information(page, SENT)
    expect(marked(page)).to_have_count(1)
    expect(page.get_by_text("Éléments modifiés - Fiche élève en attente de validation")).to_be_visible()
    assert f"fiche de {guide.student}" in mail_to(guide)[1]


def decide(office: Page, guide: Guide) -> None:
    """The queue, one after the other: some fields of the first, nothing of the second."""
    office.get_by_role("link", name="Demandes de modification").first.click()
    office.locator("tbody").get_by_role("link", name=guide.guardian).click()
    expect(title(office)).to_have_text(guide.guardian)
    office.get_by_role("checkbox", name="Mobile").uncheck()
    office.get_by_label("Mot à la famille").fill(DOUBT)
    office.get_by_role("button", name="Accepter les champs cochés").click()
    expect(office.get_by_text("1 champ accepté, 1 champ refusé. La famille est prévenue.")).to_be_visible()
    subject, text = mail_to(guide)
    assert subject == f"{guide.site} – une réponse à votre demande de modification"
    assert (DOUBT in text, "- Adresse" in text, "- Mobile" in text) == (True, True, True)
    expect(title(office)).to_have_text(guide.student)
    office.get_by_role("button", name="Refuser la demande").click()
    expect(office.get_by_role("alert")).to_contain_text("Dites à la famille pourquoi")
    office.get_by_label("Mot à la famille").fill(PROOF)
    office.get_by_role("button", name="Refuser la demande").click()
    expect(office.get_by_text("1 champ refusé. La famille est prévenue.")).to_be_visible()


def read_verdicts(page: Page, guide: Guide) -> None:
    open_menu_entry(page, "Accueil")
    for name, reason, field in (
        (guide.guardian, DOUBT, "Mobile"),
        (guide.student, PROOF, "Date de naissance"),
    ):
        page.get_by_role("link", name=f"Modification refusée\u00a0: {name}").click()
        refusal = page.locator(".message").filter(has_text=f"Modification refusée\u00a0: {field}")
        expect(refusal).to_contain_text(reason)
        expect(page.locator("tr").filter(has_text=reason)).to_contain_text("Refusé")
        refusal.get_by_role("button", name="OK").click()
        expect(refusal).to_have_count(0)
        expect(marked(page)).to_have_count(0)
        open_menu_entry(page, "Accueil")
    expect(page.get_by_role("link", name="Modification refusée")).to_have_count(0)
    assert PROOF in mail_to(guide)[1]


def test_guide_with_the_keyboard_alone(visit) -> None:
    page = come_in(visit, ABOLANT, **COMPUTER)
    page.goto("/famille")
    write(page, "textbox", "Adresse", ADDRESS)
    write(page, "textbox", "Mobile", MOBILE)
    page.keyboard.press("Enter")
    press_until_focused(page, "link", "OK")
    page.keyboard.press("Enter")
    expect(marked(page)).to_have_count(2)
    decide_by_keyboard(come_to_work(visit, ABOLANT, **COMPUTER))
    page.reload()
    press(page, page.get_by_role("button", name="OK j’ai lu ce refus"), "OK")
    expect(page.get_by_role("heading", name="Modification refusée")).to_have_count(0)
    expect(page.get_by_label("Adresse", exact=True)).to_have_value(ADDRESS)
    assert DOUBT in mail_to(ABOLANT)[1]


def decide_by_keyboard(office: Page) -> None:
    press(office, office.get_by_role("link", name="Demandes de modification").first, "queue")
    press(office, office.locator("tbody").get_by_role("link", name=ABOLANT.guardian), ABOLANT.guardian)
    reach(office, office.get_by_role("checkbox", name="Mobile"), "Mobile")
    office.keyboard.press("Space")
    write(office, "textbox", "Mot à la famille", DOUBT)
    press_letter(office, "v")
    expect(office.get_by_text("1 champ accepté, 1 champ refusé. La famille est prévenue.")).to_be_visible()


ALT = 1


def press_letter(page: Page, letter: str) -> None:
    """With Alt, as the page says; Playwright's own Alt sends no letter that an access key would be known by."""
    browser = page.context.new_cdp_session(page)
    key = {"modifiers": ALT, "text": letter, "unmodifiedText": letter}
    browser.send("Input.dispatchKeyEvent", {"type": "char"} | key)
    browser.detach()


def ask_birth_place(first_name: str) -> None:
    person = Person.objects.get(first_name=first_name, last_name="Abolant")
    ChangeRequest.objects.create(
        family=Family.objects.get(name="Abolant"),
        person=person,
        values={"person.birth_place": [person.birth_place, "Nantes"]},
    )


def test_next_after_next_with_the_keys_that_are_shown(visit, portal) -> None:
    """The whole queue without leaving the letters: the next, accepted, refused with a word."""
    for student in ("Lou", "Victor"):
        ask_birth_place(student)
    office = come_to_work(visit, ABOLANT, **COMPUTER)
    office.goto("/gestion/families/changerequest/")
    office.locator("tbody").get_by_role("link", name="Lou").click()
    expect(title(office)).to_have_text("Lou Abolant")
    press_letter(office, "s")
    expect(title(office)).to_have_text("Victor Abolant")
    press_letter(office, "v")
    expect(title(office)).to_have_text("Lou Abolant")
    write(office, "textbox", "Mot à la famille", PROOF)
    press_letter(office, "r")
    expect(title(office)).to_have_text("Demandes de modification")
    assert ChangeRequest.objects.filter(family__name="Abolant").waiting().count() == 0


UNTRUE = {
    "Nom (obligatoire)": ("Fouché de la Rivière " * 5, "au plus 80 caractères"),
    "Tél. domicile": ("zéro un", "Ce n’est pas un numéro de téléphone."),
    "E-mail": ("clara.example.org", "Une adresse e-mail s’écrit comme nom@exemple.fr."),
}
NO_BIRTHDAYS = {"31/02/2014": "Cette date n’existe pas.", "28/05/2099": "une date de naissance est passée."}


def send_untrue(page: Page, label: str, typed: str, sentence: str) -> None:
    """As a browser would that knows no longest answer."""
    field = page.get_by_role("textbox", name=label, exact=True)
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill(typed)
    page.get_by_role("button", name="Modifier").click()
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))
    expect(field).to_have_value(typed)


def test_what_cannot_be_is_told_at_its_field_and_the_rest_is_kept(visit) -> None:
    page = come_in(visit, ABOLANT, **TELEPHONE, **WITHOUT_SCRIPT)
    page.goto("/famille")
    page.get_by_label("Ville").fill("Nantes")
    for label, (typed, sentence) in UNTRUE.items():
        send_untrue(page, label, typed, sentence)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(4)  # and the password, for the e-mail
    expect(page.get_by_label("Ville")).to_have_value("Nantes")
    open_student(page, ABOLANT.student)
    page.get_by_label("Niveau scolaire").fill("CM2")
    for typed, sentence in NO_BIRTHDAYS.items():
        send_untrue(page, "Date de naissance", typed, sentence)
    expect(page.get_by_label("Niveau scolaire")).to_have_value("CM2")
    assert not ChangeRequest.objects.filter(family__name="Abolant").exists()
