"""The pages of documents in every look, wrong and right: family, student, queue, decision, desk, kinds; on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document, DocumentType
from families.models import Family
from tests.browser.test_accessibility import come_in, findings
from tests.browser.test_gallery import COMPUTER, LOOKS, NARROWEST, dress

# The lightest and plainest one is seen by tests/browser/test_accessibility.py.
OTHER_LOOKS = [look for look in LOOKS if look not in {"light", "dark chosen", "reinforced contrast"}]
NO_FILE = {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": b"Bonjour"}
QUEUE, KINDS = "/gestion/documents/document/", "/gestion/documents/documenttype/"


def pages_of_family(page: Page, family: Family) -> Iterator[str]:
    page.goto("/famille/documents")
    yield "family"
    page.get_by_label("Fichier").set_input_files(NO_FILE)
    page.get_by_role("button", name="Importer").click()
    expect(page.locator(".field[data-tone=bad]")).to_be_visible()
    yield "wrong file"
    waiting = Document.objects.waiting().exclude(path="").get(family=family)
    for address in (
        f"/documents/{waiting.pk}/supprimer",
        f"/eleves/{family.memberships.first().student_id}/documents",
    ):
        page.goto(address)
        yield address


def pages_of_office(page: Page, family: Family) -> Iterator[str]:
    documents = Document.objects.filter(family=family)
    shown = [documents.waiting().exclude(path="").get(), *documents.exclude(status="waiting")[:2]]
    kind = DocumentType.objects.filter(site=family.site).first()
    decisions = [f"{QUEUE}{document.pk}/change/" for document in shown]
    for address in (QUEUE, *decisions, f"{QUEUE}add/?family={family.pk}", KINDS, f"{KINDS}{kind.pk}/change/"):
        page.goto(address)
        yield address
    page.get_by_label("Modèle à remplir").set_input_files(NO_FILE)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    yield "wrong blank form"
    page.goto(decisions[0])
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "no reason"


@pytest.mark.parametrize("viewport", [NARROWEST, COMPUTER], ids=["320", "1280"])
@pytest.mark.parametrize(("visitor", "pages"), [("moreau", pages_of_family), ("office", pages_of_office)])
def test_documents_are_accessible_in_every_look(visit, viewport, visitor: str, pages) -> None:
    page, report = visit(viewport=viewport, bypass_csp=True), {}
    come_in(page, visitor)
    for name in pages(page, Family.objects.select_related("site").get(name="Abolant")):
        for look in OTHER_LOOKS:
            dress(page, look)
            report[name, look] = findings(page)
        dress(page, "light")
    assert {place: found for place, found in report.items() if found} == {}


def test_paper_tells_what_stands_and_offers_nothing_to_press(visit) -> None:
    page = visit(viewport=COMPUTER)
    come_in(page, "moreau")
    page.goto("/famille/documents")
    page.emulate_media(media="print")
    row = page.locator("tbody tr").filter(has_text="Justificatif de domicile")
    expect(row.get_by_text("En attente de validation")).to_be_visible()
    expect(row.get_by_text("quittance.jpg")).to_be_visible()
    for words in ("Remplacer", "Consulter", "Supprimer"):
        expect(row.locator(".link").filter(has_text=words)).to_be_hidden()
    expect(page.locator(".import")).to_be_hidden()
