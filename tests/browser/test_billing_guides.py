"""«Menu Facturation» of the printed guides, from the button to the settled ledger and its receipt, and back from
whatever goes wrong on the way. PayFiP is the stand-in, on a socket of its own."""

import time
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from billing import asking
from billing.models import OnlinePayment, Payment
from tests.browser.steps import (
    columns,
    current_tab,
    go_back,
    open_menu_entry,
    open_tab,
    press,
    press_until_focused,
    sign_in,
    tabs,
    title,
)
from tests.browser.worker import ask_payfip
from tests.papers import text_of

COLUMNS = ["Date", "Mode de règlement", "Numéro d'opération", "Libellé", "Débit", "Crédit", "Remise"]
TABS = ["Facturation cotisations", "Facturation locations"]
COMPUTER = {"viewport": {"width": 1280, "height": 800}}
TELEPHONE_WITHOUT_SCRIPT = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


class Payer(NamedTuple):
    """Whom a guide is for, and what is due of the lessons."""

    site: str
    identifier: str
    name: str
    due: str
    invoice: str  # what a bill of theirs is called


PAYERS = {
    "extranet-usagers": Payer(
        "Conservatoire Xénakis", "leroy1", "Leroy", "302,90 €", "Cotisations du 3e trimestre, trois élèves"
    ),
    "ecole-nationale": Payer(
        "École nationale de musique", "abolant1", "Abolant", "24,00 €", "Stage de musique de chambre"
    ),
}
ABOLANT = PAYERS["ecole-nationale"]


def come_in(visit, payer: Payer, way: dict) -> Page:
    page = visit("/extranet/famille", **way)
    sign_in(page, payer.site, payer.identifier)
    expect(title(page)).to_contain_text("Bonjour")
    return page


@pytest.fixture
def computer(visit, treasury) -> Page:
    page = come_in(visit, ABOLANT, COMPUTER)
    open_menu_entry(page, "Facturation")
    return page


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name, exact=True)


def amount_due(page: Page) -> Locator:
    return page.locator(".figure")


def opened(page: Page, row: Locator) -> str:
    """The words of the PDF behind a line."""
    answer = page.request.get(row.get_by_role("link").get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return text_of(answer.body())


def line(page: Page, words: str) -> Locator:
    return page.locator("tbody tr").filter(has_text=words).first


def leave_for_payfip(page: Page) -> None:
    """«Vous allez être dirigé vers PayFiP» does so by itself."""
    button(page, "Paiement en ligne").click()
    expect(button(page, "Payer par carte bancaire")).to_be_visible()


def learn(page: Page, sentence: str) -> None:
    """Back from PayFiP: the page waits for the worker, and says what became of it."""
    expect(title(page)).to_have_text("Paiement en ligne")
    ask_payfip()
    page.reload()  # as it does by itself, every four seconds
    expect(page.get_by_role("heading", level=2)).to_have_text(sentence)


@pytest.mark.parametrize("guide", PAYERS)
@pytest.mark.parametrize("way", [COMPUTER, TELEPHONE_WITHOUT_SCRIPT], ids=["computer", "telephone"])
def test_menu_facturation(visit, treasury, guide: str, way: dict) -> None:
    payer = PAYERS[guide]
    page = come_in(visit, payer, way)
    open_menu_entry(page, "Facturation")
    read_the_ledger(page, payer)
    leave_for_payfip(page)
    expect(page.get_by_role("main")).to_contain_text(payer.due)
    button(page, "Payer par carte bancaire").click()
    learn(page, "Votre paiement est enregistré")
    link(page, "Retour à la facturation").click()
    read_the_receipt(page, payer)


def read_the_ledger(page: Page, payer: Payer) -> None:
    """«Pour visualiser le duplicata de la facture, double-cliquer sur la ligne.»"""
    assert tabs(page) == TABS
    expect(amount_due(page)).to_have_text(payer.due)
    assert columns(page)[:7] == COLUMNS
    words = opened(page, line(page, payer.invoice))
    assert [each for each in ("DUPLICATA", payer.site, payer.name) if each not in words] == []
    open_tab(page, "Facturation locations")
    open_tab(page, "Facturation cotisations")


def read_the_receipt(page: Page, payer: Payer) -> None:
    expect(amount_due(page)).to_have_text("0,00 €")
    expect(button(page, "Paiement en ligne")).to_have_count(0)
    receipt = line(page, "Paiement en ligne").filter(has_text=payer.due)
    expect(receipt).to_contain_text("PayFiP")
    words = opened(page, receipt)
    assert [each for each in ("DUPLICATA", "Reçu", payer.name, payer.due) if each not in words] == []
    go_back(page)
    expect(title(page)).to_contain_text("Bonjour")
    expect(page.get_by_role("main")).not_to_contain_text(f"{payer.due} à payer")


def test_keyboard_alone_pays(computer) -> None:
    page = computer
    press_until_focused(page, "button", "Paiement en ligne")
    page.keyboard.press("Enter")
    press(page, button(page, "Payer par carte bancaire"), "Payer par carte bancaire")
    learn(page, "Votre paiement est enregistré")
    press(page, link(page, "Retour à la facturation"), "Retour à la facturation")
    expect(amount_due(page)).to_have_text("0,00 €")


def test_facturation_cotisations_among_the_tabs_of_famille(computer) -> None:
    """The same screen, chosen invoices, by direct debit."""
    page = computer
    open_menu_entry(page, "Famille")
    open_tab(page, "Facturation cotisations")
    expect(amount_due(page)).to_have_text(ABOLANT.due)
    link(page, "Choisir les factures à payer").click()
    expect(page.get_by_role("checkbox", name=ABOLANT.invoice)).to_be_checked()
    leave_for_payfip(page)
    button(page, "Payer par prélèvement").click()
    learn(page, "Votre paiement est enregistré")
    link(page, "Retour à la facturation").click()
    expect(line(page, "Paiement en ligne par prélèvement")).to_contain_text(ABOLANT.due)


def test_whoever_did_not_pay_may_try_again(computer) -> None:
    page = computer
    for pressed, sentence in {
        "Abandonner": "Le paiement n’a pas eu lieu",
        "Carte refusée": "Le paiement est refusé",
        "Prélèvement refusé": "Le paiement est refusé",
    }.items():
        leave_for_payfip(page)
        button(page, pressed).click()
        learn(page, sentence)
        expect(page.get_by_role("main")).to_contain_text("Rien n’est débité.")
        link(page, "Retour à la facturation").click()
        expect(amount_due(page)).to_have_text(ABOLANT.due)
    leave_for_payfip(page)
    button(page, "Payer par carte bancaire").click()
    learn(page, "Votre paiement est enregistré")


@pytest.mark.parametrize(
    "notice",
    ["notice_twice", "notice_never", "notice_after_return", "notice_with_capital", "notice_by_get"],
)
def test_however_payfip_tells_it_is_paid_once(computer, treasury, notice: str) -> None:
    treasury.prepare([notice])
    leave_for_payfip(computer)
    before = Payment.objects.count()
    button(computer, "Payer par carte bancaire").click()
    learn(computer, "Votre paiement est enregistré")
    ask_payfip()
    link(computer, "Retour à la facturation").click()
    expect(amount_due(computer)).to_have_text("0,00 €")
    assert Payment.objects.count() == before + 1


def test_notification_before_the_return(computer, treasury) -> None:
    """The worker was quicker than the payer's browser."""
    leave_for_payfip(computer)
    computer.route("**/paiement/payfip/retour/**", lambda route: (ask_once_told(), route.continue_()))
    button(computer, "Payer par carte bancaire").click()
    expect(computer.get_by_role("heading", level=2)).to_have_text("Votre paiement est enregistré")


def ask_once_told() -> None:
    """PayFiP tells in its own time, on a slow machine after the payer has left it."""
    for _try in range(600):
        if ask_payfip():
            return
        time.sleep(0.1)
    raise AssertionError("PayFiP told nothing")


def test_window_closed_once_it_was_paid(computer, treasury) -> None:
    """Nobody returns and PayFiP says nothing: the clock's sweep asks."""
    treasury.prepare(["notice_never"])
    leave_for_payfip(computer)
    [number] = treasury.operations
    treasury.decide(number, "P")
    come_back(computer)
    expect(computer.get_by_role("main")).to_contain_text("Paiement en cours de vérification")
    expect(button(computer, "Paiement en ligne")).to_have_count(0)
    assert sweep() == 1
    computer.reload()
    expect(amount_due(computer)).to_have_text("0,00 €")


def test_window_closed_without_paying(computer) -> None:
    leave_for_payfip(computer)
    come_back(computer)
    assert sweep() == 1
    OnlinePayment.objects.update(started_at=timezone.now() - OnlinePayment.BLOCKS_FOR)
    computer.reload()
    leave_for_payfip(computer)


def come_back(page: Page) -> None:
    """By the portal's own address, in another window."""
    page.goto("/facturation")
    expect(current_tab(page)).to_have_text("Facturation cotisations")


def sweep() -> int:
    OnlinePayment.objects.update(next_ask=timezone.now())
    asking.sweep()
    return ask_payfip()


def test_while_payfip_is_down_nothing_is_charged(computer, treasury) -> None:
    treasury.prepare(["html"])
    button(computer, "Paiement en ligne").click()
    expect(computer.get_by_role("main")).to_contain_text(
        "Le paiement en ligne est indisponible pour le moment."
    )
    expect(computer.get_by_role("main")).to_contain_text("Rien n’a été débité")
    expect(amount_due(computer)).to_have_text(ABOLANT.due)
    leave_for_payfip(computer)
