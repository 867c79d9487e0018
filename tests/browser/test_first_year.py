"""A school starts from nothing and comes to its second September, as docs/first-year.md tells it: the real program on
an empty database, the commands of that page, the office and a family in the browser. Its days are those of the
examples that are imported."""

import base64
import email
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.steps import (
    change_password,
    enter_office,
    expect_information,
    open_menu_entry,
    open_student,
    open_tab,
    sign_in,
    title,
)
from tests.browser.test_billing_guides import COMPUTER, amount_due, button, leave_for_payfip, line, link
from tests.browser.worker import password_in
from tests.running import ROOT, running, stop

PAGE = (ROOT / "docs" / "first-year.md").read_text()
PARIS = ZoneInfo("Europe/Paris")
SITE = "Conservatoire Ravel"
ADMINISTRATOR, OFFICE_PASSWORD = "administration", "Une-Gamme-Chromatique-7"
PASSWORD = "Sonatine-7"
SEPTEMBER, MAY, NEXT_SEPTEMBER = (
    datetime(*day, 10, tzinfo=PARIS) for day in [(2026, 9, 14), (2027, 5, 10), (2027, 9, 6)]
)
PRICES = {"Guitare": "210", "Formation musicale": "120", "Chant choral": "90"}


class School:
    """An installation, the days on which it is visited, and what is known of it outside: the secret of a telephone."""

    def __init__(self, environment: dict[str, str], folder: Path, browser: Browser) -> None:
        moved = {
            "PYTHONPATH": str(ROOT / "tests" / "moved_clock"),
            "DEMONSTRATION": "no",
            "DJANGO_SUPERUSER_PASSWORD": OFFICE_PASSWORD,
        }
        self.environment, self.folder, self.browser = environment | moved, folder, browser
        self.address, self.secret = f"http://127.0.0.1:{environment['PORT']}", ""
        self.places = {"/var/lib/imuse": environment["IMUSE_DATA"], "/var/backups/imuse": str(folder)}

    def moved_to(self, day: datetime) -> None:
        self.environment["CLOCK_MOVED_BY"] = str(day.timestamp() - time.time())

    @property
    def now(self) -> float:
        return time.time() + float(self.environment["CLOCK_MOVED_BY"])

    @contextmanager
    def opened(self, day: datetime, **given: str) -> Iterator[Callable[[], Page]]:
        """The program on that day; each call is a browser of somebody's own."""
        self.moved_to(day)
        with (self.folder / "log").open("ab") as log, running(self.environment | given, log) as program:
            assert program.stdout.readline() == f"imuse is ready: {self.address}/\n"
            with ExitStack() as visitors:
                yield partial(self.visitor, visitors)
            stop(program)

    def visitor(self, visitors: ExitStack) -> Page:
        context = self.browser.new_context(base_url=self.address, locale="fr-FR", **COMPUTER)
        visitors.enter_context(context).set_default_timeout(PATIENCE)
        return context.new_page()

    def manage(self, *words: str) -> str:
        for place, folder in self.places.items():
            words = [word.replace(place, folder) for word in words]
        command = [sys.executable, "manage.py", *words]
        ran = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, (words, ran.stdout, ran.stderr)
        return ran.stdout

    def type(self, chapter: str) -> dict[str, str]:
        """All that this chapter of the page types; the last answer of each command."""
        text = PAGE.partition(f"## {chapter}\n")[2].partition("\n## ")[0]
        lines = re.findall(r"^    imuse-manage (.+)$", text, re.MULTILINE)
        return {words[0]: self.manage(*words) for words in map(shlex.split, lines)}

    def code(self) -> str:
        """What the telephone shows."""
        totp = TOTP(base64.b32decode(self.secret + "=" * (-len(self.secret) % 8)))
        totp.time = self.now
        return f"{totp.token():06}"

    def mail(self, to: str, about: str) -> EmailMessage:
        for _try in range(1800):
            for path in Path(self.environment["IMUSE_DATA"], "outbox").glob("2*.eml"):
                message = email.message_from_bytes(path.read_bytes(), policy=default)
                if message["To"] == to and about in message["Subject"]:
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no mail tells {to} of «{about}»")


@pytest.fixture
def school(environment, tmp_path, browser) -> School:
    (tmp_path / "data").mkdir(mode=0o700)
    return School(environment, tmp_path, browser)


def test_first_year(school) -> None:
    school.moved_to(SEPTEMBER)
    school.manage("migrate", "--no-input", "--verbosity", "0")
    school.manage("createsuperuser", "--no-input", "--login", ADMINISTRATOR, "--last_name", "Administration")
    with school.opened(SEPTEMBER) as visitor:
        office = visitor()
        first_sign_in(school, office)
        make_the_school(office)
        bring_in_what_there_is(school)
        family = visitor()
        choose_a_password(school, family)
        bill(school, office)
        read_the_bill(family)
    with school.opened(MAY, DEMONSTRATION="yes") as visitor:  # where PayFiP's stand-in takes the payment
        office, family = visitor(), visitor()
        sign_in_to_office(office)
        re_enrol(school, office, family)
        pay(family)
        close_the_year(school, office)
    with school.opened(NEXT_SEPTEMBER) as visitor:
        bill_the_next_year(school, visitor())
        read_of_both_years(visitor())


def sign_in_to_office(page: Page) -> None:
    page.goto("/gestion/")
    enter_office(page, ADMINISTRATOR, OFFICE_PASSWORD)
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_count(0)  # the next page is there


def first_sign_in(school: School, page: Page) -> None:
    sign_in_to_office(page)
    expect(title(page)).to_have_text("Activer le second facteur")
    school.secret = page.locator(".steps b").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(school.code())
    page.get_by_role("button", name="Activer").click()
    expect(title(page)).to_have_text("Codes de secours")


def add(page: Page, what: str, **given: str) -> None:
    """`given`: what is typed and chosen, by the names of the fields."""
    page.goto(f"/gestion/{what}/add/")
    fill(page, **given)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text(re.compile("a été ajouté"))).to_be_visible()


def fill(page: Page, **given: str) -> None:
    for name, text in given.items():
        field = page.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)


def make_the_school(page: Page) -> None:
    add(page, "accounts/site", name=SITE)
    for identifier, role in [("secretariat.ravel", "Secrétariat"), ("regie.ravel", "Régie")]:
        post = {"posts-0-site": SITE, "posts-0-role": role}
        passwords = {"password1": OFFICE_PASSWORD, "password2": OFFICE_PASSWORD}
        add(page, "accounts/staffaccount", identifier=identifier, last_name=role, **passwords, **post)
    online = {"client_number": "006382", "payfip_mode": "production", "email": "regie@example.org"}
    add(page, "billing/regie", name="Régie Ravel", **online)


def bring_in_what_there_is(school: School) -> None:
    answers = school.type("People, courses, and what is owed from before")
    assert [answer.splitlines()[-1] for answer in answers.values()] == ["Imported."] * 5
    assert "3 mails written" in school.type("Families come in")["send_identifiers"]


def choose_a_password(school: School, page: Page) -> None:
    """As the mail says: «Mot de passe perdu»."""
    told = school.mail("garnier1@example.org", "votre identifiant").get_body(("plain",)).get_content()
    assert [words for words in (SITE, "garnier1", "Mot de passe perdu") if words not in told] == []
    page.goto("/mot-de-passe-perdu")
    page.get_by_label("Site").select_option(label=SITE)
    page.get_by_label("Identifiant").fill("garnier1")
    page.get_by_label("E-mail").fill("garnier1@example.org")
    page.get_by_role("button", name="Valider").click()
    given = password_in(school.mail("garnier1@example.org", "mot de passe"))
    page.goto("/extranet/famille")
    sign_in(page, SITE, "garnier1", given)
    change_password(page, given, PASSWORD)
    expect_information(page, "Votre mot de passe vient d'être modifié.")


def bill(school: School, page: Page) -> None:
    prepare_drafts(page, 2026)
    expect(page.get_by_text("3 brouillons préparés")).to_be_visible()
    answers = school.type("Bills of the year")
    assert answers["issue_invoices"].startswith("3 invoices issued, 0 drafts left")
    school.mail("garnier1@example.org", "facture")


def prepare_drafts(page: Page, year: int) -> None:
    plan = {"instalments": "3", "first_due_on": f"{year}-10-15", "family_fee": "20", "second_discount": "10"}
    add(page, "billing/pricelist", year=str(year), name="Cotisations", regie="Régie Ravel", **plan)
    for place, (discipline, price) in enumerate(PRICES.items()):
        fill(page, **{f"prices-{place}-discipline": discipline, f"prices-{place}-amount": price})
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text(re.compile("a été modifié"))).to_be_visible()
    page.get_by_role("row", name=f"{year}/{year + 1}").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option(label="Préparer les brouillons de factures")
    page.get_by_role("button", name="Envoyer").click()


def read_the_bill(page: Page) -> None:
    """Its instalments fall due later in the year."""
    open_menu_entry(page, "Facturation")
    expect(line(page, "Cotisations")).to_contain_text("437,00 €")


def re_enrol(school: School, office: Page, family: Page) -> None:
    dates = {"opens_at": "2027-05-12T08:00", "closes_at": "2027-06-20T23:59"}
    add(office, "reenrolment/campaign", year="2027", **dates)
    school.type("Re-enrolment in spring")
    school.mail("garnier1@example.org", "la réinscription pour 2027/2028")
    family.goto("/extranet/famille")
    sign_in(family, SITE, "garnier1", PASSWORD)
    open_student(family, "Lina Garnier")
    open_tab(family, "Réinscription")
    family.get_by_label("Réinscription administrative").check()
    button(family, "Valider").click()
    expect(family.get_by_text("Réinscription en attente de validation", exact=True)).to_be_visible()
    office.goto("/gestion/reenrolment/reenrolment/")
    office.get_by_role("main").get_by_role("link", name="Lina").click()
    office.get_by_role("button", name=re.compile("^Valider")).click()
    school.mail("garnier1@example.org", "la réinscription de Lina Garnier est validée")


def pay(page: Page) -> None:
    open_menu_entry(page, "Facturation")
    expect(amount_due(page)).to_have_text("437,00 €")
    leave_for_payfip(page)
    button(page, "Payer par carte bancaire").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Votre paiement est enregistré")
    link(page, "Retour à la facturation").click()
    expect(amount_due(page)).to_have_text("0,00 €")
    expect(line(page, "Paiement en ligne")).to_contain_text("437,00 €")


def close_the_year(school: School, page: Page) -> None:
    guitar = {"year": "2027", "name": "Guitare, mercredi", "discipline": "Guitare"}
    add(page, "students/course", **guitar)
    page.goto("/gestion/reenrolment/campaign/")
    page.get_by_role("main").get_by_role("link", name="2027/2028").first.click()
    page.get_by_role("main").get_by_role("link", name="Élèves à placer").click()
    of_guitar = page.locator("form").filter(has_text="Placer Guitare")
    of_guitar.get_by_label("Lina Garnier").check()
    of_guitar.get_by_label("Cours").select_option(label="Guitare, mercredi")
    of_guitar.get_by_role("button").click()
    expect(page.get_by_text("1 élève est placé")).to_be_visible()
    assert "closed" in school.type("Closing the year")["close_campaign"]
    assert (school.folder / "fin-d-annee.backup").exists()


def bill_the_next_year(school: School, page: Page) -> None:
    """The year has changed by itself: who validated a re-enrolment has places, and they have a price."""
    sign_in_to_office(page)
    page.get_by_label("Code").fill(school.code())
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_label("Code", exact=True)).to_have_count(0)
    prepare_drafts(page, 2027)
    expect(page.get_by_text("1 brouillon préparé")).to_be_visible()
    answers = school.type("Bills of the year")
    assert answers["issue_invoices"].startswith("1 invoices issued, 0 drafts left")


def read_of_both_years(page: Page) -> None:
    page.goto("/extranet/famille")
    sign_in(page, SITE, "garnier1", PASSWORD)
    open_menu_entry(page, "Facturation")
    expect(line(page, "Cotisations")).to_contain_text("350,00 €")
    open_student(page, "Lina Garnier")
    open_tab(page, "Cours")
    expect(page.get_by_role("main")).to_contain_text("Guitare, mercredi")
    expect(page.locator(".tabs").get_by_role("link", name="Réinscription")).to_have_count(0)
    open_tab(page, "Historique")
    expect(line(page, "Guitare 1")).to_contain_text("2026/2027")
    open_student(page, "Noé Garnier")
    open_tab(page, "Cours")
    expect(page.get_by_role("main")).to_contain_text("Aucun cours attribué")
