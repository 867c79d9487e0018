"""The printed guides' «Documents fournis»: a photograph straight from a telephone, what is wrong with a file, what the
office makes of it, and the file that takes its place."""

import io
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from documents.models import Document, DocumentLook
from tests.browser.steps import (
    columns,
    enter_office,
    expect_information,
    open_menu_entry,
    open_student,
    open_tab,
    press,
    press_until_focused,
    reach,
    sign_in,
    title,
)
from tests.browser.worker import deliver_mails, newest_mail, subject_of, text_of
from tests.factories.documents import a_scan
from tests.factories.photographs import of_a_telephone

COLUMNS = [
    *("Nom du document", "Nom du fichier", "Date", "Heure", "Taille (Mo)", "État", "Consulter", "Supprimer"),
]
COMPUTER = {"viewport": {"width": 1280, "height": 800}}
TELEPHONE = {"viewport": {"width": 360, "height": 740}}
WITHOUT_SCRIPT = {"java_script_enabled": False}
LIMIT = 2 * 1024 * 1024
MEGABYTES = 1_000_000
PHOTOGRAPH = "IMG_20261121_191204.jpg"


class Guide(NamedTuple):
    site: str
    identifier: str
    document: str  # of the family, or of the student
    student: str
    secretary: str


GUIDES = {
    "ecole-nationale": Guide(
        "École nationale de musique", "abolant1", "Avis d’imposition", "", "secretariat.enm"
    ),
    "extranet-usagers": Guide(
        "Conservatoire Xénakis",
        "leroy1",
        "Certificat médical d’aptitude à la danse",
        "Sacha Leroy-Benhaddou",
        "gestion",
    ),
    "reinscriptions": Guide(
        "Conservatoire",
        "dupont1",
        "Justificatif d’identité de l’élève majeur, ou du responsable légal d’un mineur",
        "",
        "secretariat.conservatoire",
    ),
}
ABOLANT, DUPONT = GUIDES["ecole-nationale"], GUIDES["reinscriptions"]
EIGHT = [
    ("Justificatif d’identité", "À fournir"),
    ("Justificatif de domicile", "À fournir"),
    ("Copie de l’avis d’impôt", "À fournir"),
    ("Frais de dossier", "À remettre sur place"),
    ("RIB et autorisation", "À fournir"),
    ("Fiche d’autorisation", "À fournir"),
    ("Attestation d’assurance", "À fournir"),
]
USUAL = "La date n’est pas lisible\u00a0: merci d’envoyer la page entière."


@pytest.fixture(autouse=True)
def _outbox(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "imuse.outbox.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")


def come_in(visit, guide: Guide, **way) -> Page:
    page = visit("/extranet/famille", **way)
    sign_in(page, guide.site, guide.identifier)
    expect(title(page)).to_contain_text("Bonjour")
    return page


def open_documents(page: Page, guide: Guide) -> None:
    if guide.student:
        open_student(page, guide.student)
    else:
        open_menu_entry(page, "Famille")
    open_tab(page, "Documents fournis")


def line(page: Page, document: str) -> Locator:
    return page.locator("tbody tr").filter(has_text=document).first


def photograph() -> dict:
    content = of_a_telephone()
    assert 8 * MEGABYTES < len(content) < 12 * MEGABYTES
    return {"name": PHOTOGRAPH, "mimeType": "image/jpeg", "buffer": content}


def scan() -> dict:
    return {"name": "avis.pdf", "mimeType": "application/pdf", "buffer": a_scan().content}


def send(page: Page, file: dict | Path) -> None:
    """«cliquer sur Parcourir […] puis cliquer sur Importer»"""
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_role("button", name="Importer").click()


def follow_way_to_importer(page: Page, guide: Guide) -> None:
    line(page, guide.document).get_by_role("link", name="Importer").or_(
        line(page, guide.document).get_by_role("link", name="Remplacer")
    ).first.click()
    chosen = page.get_by_label("Nom du document").locator("option:checked")
    expect(chosen).to_have_text(guide.document)
    expect(page.get_by_text("JPEG, JPG, PNG, PDF - 2 Mo maximum")).to_be_visible()


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_guide_on_a_telephone_without_script(visit, guide) -> None:
    follow(visit, guide, TELEPHONE | WITHOUT_SCRIPT)


def test_guide_at_a_computer(visit) -> None:
    follow(visit, ABOLANT, COMPUTER)


def follow(visit, guide: Guide, way: dict) -> None:
    page = come_in(visit, guide, **way)
    open_documents(page, guide)
    assert columns(page)[: len(COLUMNS)] == COLUMNS
    follow_way_to_importer(page, guide)
    be_told_what_is_wrong(page, guide)
    send(page, photograph())
    expect_information(page, f"«\u00a0{guide.document}\u00a0» est importé. Il est en attente de validation.")
    see_what_was_kept(page, guide)
    refuse(visit, guide, way)
    give_another(page, guide)
    validate(visit, guide, way)
    page.reload()
    expect(line(page, guide.document)).to_contain_text("Validé")
    expect(line(page, guide.document).get_by_role("link", name="Supprimer")).to_have_count(0)


def be_told_what_is_wrong(page: Page, guide: Guide) -> None:
    send(page, {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": b"Bonjour"})
    field = page.locator(".field[data-tone=bad]")
    expect(field).to_contain_text("Ce fichier est")
    expect(page.get_by_label("Nom du document").locator("option:checked")).to_have_text(guide.document)


def see_what_was_kept(page: Page, guide: Guide) -> None:
    """Upright, without the place where it was taken, and within the limit."""
    row = line(page, guide.document)
    expect(row).to_contain_text("En attente de validation")
    expect(row).to_contain_text(PHOTOGRAPH)
    answer = page.request.get(row.get_by_role("link", name="Consulter").get_attribute("href"))
    assert answer.headers["content-type"] == "image/jpeg"
    assert len(answer.body()) <= LIMIT
    with Image.open(io.BytesIO(answer.body())) as kept:
        assert kept.width < kept.height
        assert not kept.getexif()
        red, green, _blue = kept.resize((10, 10)).getpixel((5, 0))
        assert red > 2 * green


def come_to_work(visit, guide: Guide, way: dict) -> Page:
    page = visit("/gestion/", **way)
    enter_office(page, guide.secretary)
    page.get_by_role("link", name="Documents à valider").first.click()
    family = {"abolant1": "Abolant", "leroy1": "Leroy", "dupont1": "Dupont"}[guide.identifier]
    found = page.locator("tbody tr").filter(has_text=family).filter(has_text=guide.document)
    found.get_by_role("link", name=guide.document).click()
    expect(title(page)).to_have_text(guide.document)
    return page


def see_the_picture(page: Page, pages: int) -> None:
    picture = page.locator(".document img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    expect(page.locator(".document nav li")).to_have_count(pages if pages > 1 else 0)


def mail_to(guide: Guide) -> tuple[str, str]:
    deliver_mails()
    message = newest_mail(f"{guide.identifier}@example.org")
    return subject_of(message), text_of(message)


def refuse(visit, guide: Guide, way: dict) -> None:
    office = come_to_work(visit, guide, way)
    if way.get("java_script_enabled", True):
        see_the_picture(office, pages=1)
    office.get_by_role("button", name="Refuser").click()
    expect(office.get_by_role("alert")).to_contain_text("Dites à la famille pourquoi")
    office.get_by_label("Motif d’un refus").select_option(label=USUAL)
    office.get_by_role("button", name="Refuser").click()
    expect(office.get_by_text("refusé. La famille est prévenue.")).to_be_visible()
    subject, text = mail_to(guide)
    assert (subject, guide.document in text, USUAL in text) == (
        f"{guide.site} – un document est à remplacer",
        True,
        True,
    )
    assert DocumentLook.objects.filter(user__identifier=guide.secretary).exists()


def give_another(page: Page, guide: Guide) -> None:
    """«Accueil» leads there."""
    open_menu_entry(page, "Accueil")
    page.get_by_role("link", name=f"Refusé\u00a0: {guide.document}").click()
    expect(line(page, guide.document)).to_contain_text(USUAL)
    follow_way_to_importer(page, guide)
    send(page, scan())
    expect_information(page, "est importé")
    expect(line(page, guide.document)).to_contain_text("avis.pdf")


def validate(visit, guide: Guide, way: dict) -> None:
    office = come_to_work(visit, guide, way)
    if way.get("java_script_enabled", True):
        see_the_picture(office, pages=2)
        office.get_by_role("link", name="Page 2").click()
        see_the_picture(office, pages=2)
        see_it_large(office)
    office.get_by_role("button", name="Valider").click()
    expect(office.get_by_text("validé.").first).to_be_visible()


def see_it_large(office: Page) -> None:
    """As the browser fits it into its window; a click shows it as it is."""
    with office.expect_navigation():  # the page before has a picture too
        office.get_by_role("link", name="Ouvrir en grand").click()
    picture = office.locator("img")
    picture.click()
    assert picture.evaluate("image => image.width === image.naturalWidth")
    office.go_back()


def test_supprimer_asks_once_more_and_the_document_is_to_provide_again(visit) -> None:
    page = come_in(visit, ABOLANT, **TELEPHONE, **WITHOUT_SCRIPT)
    open_documents(page, ABOLANT)
    line(page, "Justificatif de domicile").get_by_role("link", name="Supprimer").click()
    expect(page.get_by_text("quittance.jpg")).to_be_visible()
    page.get_by_role("button", name="Supprimer").click()
    expect_information(page, "«\u00a0Justificatif de domicile\u00a0» est supprimé.")
    expect(line(page, "Justificatif de domicile")).to_contain_text("À fournir")


def test_the_guide_s_eight_documents(visit) -> None:
    """Seven of them: the certificate is for dancers."""
    page = come_in(visit, DUPONT, **COMPUTER)
    open_student(page, "Malo Dupont")
    open_tab(page, "Documents fournis")
    for name, state in EIGHT:
        expect(line(page, name)).to_contain_text(state)
    expect(page.locator("tbody tr")).to_have_count(len(EIGHT))


def test_guide_with_the_keyboard_alone(visit) -> None:
    page = come_in(visit, ABOLANT, **COMPUTER)
    page.on("filechooser", lambda _chooser: None)  # heard from now on, not from a moment before the key
    page.goto("/famille/documents")
    mandate = line(page, "Autorisation de prélèvement")
    press(page, mandate.get_by_role("button", name="Non concerné"), "Non concerné")
    press_until_focused(page, "link", "OK")
    page.keyboard.press("Enter")
    expect(mandate).to_contain_text("Non concerné, en attente de validation")
    press(page, line(page, ABOLANT.document).get_by_role("link", name="Remplacer"), "Remplacer")
    expect(page).to_have_url(re.compile("#import$"))  # the page before has that field too
    chooser = page.get_by_label("Fichier")
    reach(page, chooser, "Fichier")
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Enter")
    opened.value.set_files(photograph())
    expect(page.locator("canvas")).to_be_visible()
    press_until_focused(page, "button", "Importer")
    page.keyboard.press("Enter")
    expect_information(page, f"«\u00a0{ABOLANT.document}\u00a0» est importé")
    decide_by_keyboard(visit)


def decide_by_keyboard(visit) -> None:
    """The whole queue without leaving the letters."""
    office = visit("/gestion/", **COMPUTER)
    enter_office(office, ABOLANT.secretary)
    press(office, office.get_by_role("link", name="Documents à valider").first, "queue")
    press(office, office.locator("tbody").get_by_role("link").first, "the first")
    waiting = Document.objects.waiting().filter(family__name="Abolant")
    for left in range(waiting.count() - 1, -1, -1):
        expect(office.get_by_role("button", name="Valider")).to_be_visible()
        with office.expect_navigation():  # the page before says «validé» too
            press_letter(office, "v")
        expect(office.get_by_text("validé.").first).to_be_visible()
        assert waiting.count() == left
    expect(title(office)).to_have_text("Documents donnés")


ALT = 1


def press_letter(page: Page, letter: str) -> None:
    """With Alt, as the page says; Playwright's own Alt sends no letter that an access key would be known by."""
    browser = page.context.new_cdp_session(page)
    key = {"modifiers": ALT, "text": letter, "unmodifiedText": letter}
    browser.send("Input.dispatchKeyEvent", {"type": "char"} | key)
    browser.detach()


# The page is gone once the file has arrived.
REMEMBER_HOW_FAR = """() => {
    const far = document.querySelector(".progress b");
    const keep = () => sessionStorage.setItem("far", far.textContent);
    new MutationObserver(keep).observe(far, { childList: true });
    const told = document.querySelector(".import [role=status]");
    const hear = () => told.textContent && sessionStorage.setItem("told", told.textContent);
    new MutationObserver(hear).observe(told, { childList: true });
}"""


def test_script_shows_the_picture_and_how_far_it_is(visit) -> None:
    page = come_in(visit, ABOLANT, **COMPUTER)
    page.goto("/famille/documents")
    page.evaluate(REMEMBER_HOW_FAR)
    page.get_by_label("Fichier").set_input_files(photograph())
    canvas = page.locator("canvas")
    expect(canvas).to_have_accessible_name(PHOTOGRAPH)
    assert canvas.evaluate("canvas => canvas.width < canvas.height")  # upright
    page.get_by_role("button", name="Importer").click()
    expect_information(page, "est importé")
    assert page.evaluate("sessionStorage.getItem('far')") == "100\u00a0%"
    assert page.evaluate("sessionStorage.getItem('told')") == "Envoi en cours"


def test_script_tells_what_is_too_heavy_before_it_is_sent(visit, tmp_path) -> None:
    film = tmp_path / "concert.mp4"
    film.write_bytes(bytes(21 * 1024 * 1024))
    page = come_in(visit, ABOLANT, **COMPUTER)
    page.goto("/famille/documents")
    page.get_by_label("Nom du document").select_option(label="Justificatif de domicile")
    send(page, film)
    expect(page.locator(".field[data-tone=bad]")).to_contain_text(
        "Ce fichier pèse 21\u00a0Mo, la limite est de 20\u00a0Mo."
    )
    expect(page.get_by_label("Nom du document").locator("option:checked")).to_have_text(
        "Justificatif de domicile"
    )
