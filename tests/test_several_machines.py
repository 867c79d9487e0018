"""What families do is the same wherever each of their requests arrives: two web processes and two workers, one database,
one store, and a lot drawn for each request."""

import threading
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import Mail
from billing.models import Payment
from billing.payfip.simulator.server import Simulator
from documents.models import Document
from imuse.demonstration import fill
from reenrolment.models import Reenrolment
from tests import cluster
from tests.browser.conftest import browser_type_launch_args  # noqa: F401 - Debian's Chromium
from tests.browser.steps import FAMILIES, expect_information, open_menu_entry, open_tab, sign_in, title
from tests.browser.test_billing_guides import amount_due, leave_for_payfip, link
from tests.browser.test_billing_guides import button as button_of_payfip
from tests.browser.test_reenrolment_guides import (
    IDENTITY,
    administrative,
    button,
    line,
    parcourir_et_importer,
)
from tests.running import wait_until
from tests.s3_stand_in import S3StandIn
from tests.stores import bucket_at

BERNARD, _MOREAU, _LEROY, ABOLANT, DUPONT = FAMILIES
PATIENCE = 60_000  # milliseconds


@pytest.fixture
def store(monkeypatch) -> Iterator[S3StandIn]:
    with S3StandIn.open() as store:
        monkeypatch.setattr(default_storage, "_wrapped", bucket_at(store.url))
        yield store


@pytest.fixture
def payfip() -> Iterator[str]:
    server = Simulator()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.url
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def _patient() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def portal(transactional_db, _patient, store, payfip, tmp_path) -> Iterator[cluster.Balancer]:
    fill()
    with cluster.two_of_each(tmp_path, STORAGE_URL=store.url, PAYFIP_URL=payfip) as balancer:
        yield balancer


def come(browser: Browser, portal: cluster.Balancer) -> Page:
    context = browser.new_context(
        base_url=portal.url, locale="fr-FR", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/extranet/famille")
    return page


def test_stories_go_on_from_one_machine_to_the_other(browser: Browser, portal, store) -> None:
    """One after the other in one test: to start the programs takes longer than all of them."""
    begun = timezone.now()
    re_enrol_with_a_document(come(browser, portal), store)
    pay(come(browser, portal))
    be_slowed_down(come(browser, portal))
    sign_out_everywhere(come(browser, portal), portal)
    mails = Mail.objects.filter(written_at__gte=begun)
    wait_until(lambda: not mails.filter(status=Mail.Status.WAITING).exists())
    assert set(mails.values_list("status", flat=True)) == {Mail.Status.SENT}
    assert min(portal.sent.values()) > 0


def re_enrol_with_a_document(page: Page, store: S3StandIn) -> None:
    sign_in(page, DUPONT.site, DUPONT.identifier)
    open_menu_entry(page, "Famille")
    open_tab(page, "Élèves")
    page.get_by_role("main").get_by_role("link", name="Malo Dupont").click()
    open_tab(page, "Réinscription")
    administrative(page).check()
    line(page, IDENTITY).get_by_role("button", name="Importer").click()
    parcourir_et_importer(page, IDENTITY)
    button(page, "Valider").click()
    expect_information(page, "La réinscription de Malo est envoyée. Elle est en attente de validation.")
    document = Document.objects.waiting().get(
        type__name=IDENTITY, family__guardians__user__identifier="dupont1"
    )
    assert document.path in store.objects
    assert Reenrolment.objects.filter(student__person__first_name="Malo", status="sent").count() == 1
    page.context.close()


def pay(page: Page) -> None:
    paid = Payment.objects.count()
    sign_in(page, ABOLANT.site, ABOLANT.identifier)
    open_menu_entry(page, "Facturation")
    leave_for_payfip(page)
    button_of_payfip(page, "Payer par carte bancaire").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Votre paiement est enregistré")
    link(page, "Retour à la facturation").click()
    expect(amount_due(page)).to_have_text("0,00 €")
    assert Payment.objects.count() == paid + 1
    page.context.close()


def be_slowed_down(page: Page) -> None:
    """Five failures, wherever they were counted; then the right word waits as well."""
    for _try in range(5):
        sign_in(page, BERNARD.site, BERNARD.identifier, "Autre-Mot-9")
        expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, BERNARD.site, BERNARD.identifier)
    expect(page.get_by_role("alert")).to_contain_text("minute")
    page.context.close()


def sign_out_everywhere(page: Page, portal: cluster.Balancer) -> None:
    """A session of one is a session of the other, and so is its end."""
    sign_in(page, ABOLANT.site, ABOLANT.identifier)
    expect(title(page)).to_contain_text("Bonjour")
    (cookie,) = [each for each in page.context.cookies() if each["name"] == "session"]
    cookie = f"session={cookie['value']}"
    assert [cluster.status_of(port, "/famille", Cookie=cookie) for port in portal.sent] == [200, 200]
    open_menu_entry(page, ABOLANT.leave, role="button")
    expect(page.get_by_label("Identifiant")).to_be_visible()
    assert [cluster.status_of(port, "/famille", Cookie=cookie) for port in portal.sent] == [302, 302]
    page.context.close()
