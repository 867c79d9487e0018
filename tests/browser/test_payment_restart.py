"""The web server dies while a payer is at PayFiP: another takes its place, and the payment is where it belongs."""

import os
import signal

from playwright.sync_api import Browser, expect

from tests.browser.steps import open_menu_entry, sign_in
from tests.browser.test_billing_guides import ABOLANT, COMPUTER, amount_due, button, leave_for_payfip, link
from tests.running import page as answer_of
from tests.running import the_pid_of

PATIENCE = 60_000  # milliseconds; the page asks anew by itself until the worker has heard from PayFiP


def test_portal_that_was_restarted_meanwhile_has_the_payment(start, environment, browser: Browser) -> None:
    program, address = start(), f"http://127.0.0.1:{environment['PORT']}"
    assert program.stdout.readline() == f"imuse is ready: {address}/\n"
    page = browser.new_page(base_url=address, **COMPUTER)
    page.goto("/extranet/famille")
    sign_in(page, ABOLANT.site, ABOLANT.identifier)
    open_menu_entry(page, "Facturation")
    expect(amount_due(page)).to_have_text(ABOLANT.due)
    leave_for_payfip(page)
    killed = the_pid_of("gunicorn", program)
    os.kill(killed, signal.SIGKILL)
    assert the_pid_of("gunicorn", program, other_than=killed)
    answer_of(f"{address}/healthz")
    button(page, "Payer par carte bancaire").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        "Votre paiement est enregistré", timeout=PATIENCE
    )
    link(page, "Retour à la facturation").click()
    expect(amount_due(page)).to_have_text("0,00 €")
    page.close()
