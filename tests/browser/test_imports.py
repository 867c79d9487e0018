"""A secretary brings the school's families from a file: what it would change is read first, what is wrong is mended."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from families.models import Family
from imuse.importing import kinds
from tests.browser.steps import enter_office
from tests.browser.test_accessibility import findings
from tests.browser.worker import go_on_with_imports

OF_THE_FILE = ["F-2001", "F-2002", "F-2003"]
DOES_ITSELF = "Cette page se met à jour d’elle-même."


@pytest.fixture
def example() -> Path:
    return kinds.named("families").example


@pytest.fixture
def enter(visit, width) -> Callable:
    def enter(**options: object) -> Page:
        page = visit("/gestion/connexion", viewport=width, **options)
        enter_office(page, "secretariat.enm")
        page.wait_for_url("**/gestion/")
        return page

    return enter


def send(page: Page, file: Path) -> None:
    """As far as the worker goes with it."""
    page.goto("/gestion/")
    page.get_by_role("link", name="Importer et exporter").filter(visible=True).first.click()
    page.get_by_role("link", name="Familles et responsables").first.click()
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_role("button", name="Préparer l’aperçu").click()
    expect(page.get_by_text(DOES_ITSELF)).to_be_visible()
    go_on_with_imports()


def import_it(page: Page) -> None:
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_text(DOES_ITSELF)).to_be_visible()
    go_on_with_imports()
    expect(page.get_by_role("heading", name="C’est importé.")).to_be_visible()


def heading(page: Page, words: str) -> None:
    """The page comes to it by itself."""
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()


def beside(page: Page, link: str) -> Page:
    """Opened in a tab of its own: a page that is about to load anew is not to be clicked on."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    tab = page.context.new_page()
    tab.goto(page.url + address)
    expect(tab.get_by_text("Cette page ne se met plus à jour d’elle-même.")).to_be_visible()
    return tab


def imported() -> list[str]:
    return sorted(Family.objects.filter(reference__in=OF_THE_FILE).values_list("reference", flat=True))


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_families_come_from_a_file(enter, example, has_script: bool) -> None:
    page = enter(java_script_enabled=has_script)
    send(page, example)
    heading(page, "Aperçu")
    row = page.get_by_role("row").filter(has_text="F-2003")
    expect(row).to_contain_text("Maëlle")
    expect(row).to_contain_text("à créer")
    assert imported() == []
    import_it(page)
    assert imported() == OF_THE_FILE
    page.goto("/gestion/families/family/?q=F-2003")
    expect(page.get_by_role("link", name="Le Goff")).to_be_visible()


def test_file_to_mend_says_what_is_wrong_and_is_sent_again(enter, example, tmp_path) -> None:
    page, file = enter(), tmp_path / "familles.csv"
    file.write_text(example.read_text().replace("06 39 98 20 03", "06 39"))
    send(page, file)
    heading(page, "Rien n’est importé tant que tout n’est pas juste.")
    expect(page.get_by_role("row").filter(has_text="F-2002")).to_contain_text("4 chiffres")
    expect(page.get_by_role("button", name="Importer", exact=True)).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Fichier à corriger (CSV)").click()
    told = download.value.path().read_text()
    assert told.count("4 chiffres") == 1
    file.write_text(told.replace(";06 39;", ";06 39 98 20 03;"))
    send(page, file)
    heading(page, "Aperçu")
    import_it(page)
    assert imported() == OF_THE_FILE


def test_every_state_of_an_import_is_accessible(enter, example, tmp_path) -> None:
    page, report = enter(bypass_csp=True), {}  # for axe, which is put into the page
    file = tmp_path / "familles.csv"
    file.write_text(example.read_text().replace("06 39 98 20 03", "06 39"))
    send(page, file)
    heading(page, "Rien n’est importé tant que tout n’est pas juste.")
    report["wrong"] = findings(page)
    page.get_by_role("button", name="Abandonner").click()
    heading(page, "Cet import a été abandonné.")
    report["given up"] = findings(page)
    send(page, example)
    heading(page, "Aperçu")
    report["preview"] = findings(page)
    page.get_by_role("button", name="Importer", exact=True).click()
    report["at work"] = findings(beside(page, "Arrêter la mise à jour"))
    go_on_with_imports()
    heading(page, "C’est importé.")
    report["done"] = findings(page)
    assert {state: found for state, found in report.items() if found} == {}
