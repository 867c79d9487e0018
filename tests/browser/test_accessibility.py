"""axe over every page of the access table, by everyone who gets it, at both widths; no page wider than the screen."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import mails
from accounts.demonstration import FAMILY_PASSWORD
from accounts.models import Site, User
from families.models import ChangeRequest, Guardian
from tests.access import ROWS
from tests.access_words import VISITORS, Row
from tests.browser.conftest import WIDTHS
from tests.browser.steps import enter_office, sign_in

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Scripts, stylesheets, images, tables to take away and redirects have a row, and are no page; PDFs have checks of
# their own.
NO_PAGE = {
    *("admin:jsi18n", "admin:autocomplete", "site_stylesheet", "site_logo", "accent_preview"),
    *("billing_document", "billing_attestation", "billing_student_attestation", "office_document"),
    *("reenrolment_receipt", "announcement_letters", "paper_forms", "family_paper_form"),
    *("reenrolments_csv", "reenrolments_xlsx", "import_example", "import_to_mend", "export_kind"),
    "accounting_export",
    *("document_file", "blank_form", "office_document_file", "office_document_page", "office_blank_form"),
}

# Who of the demonstration stands for whom in the access table, and where they sign in.
SIGN_INS = {
    "moreau": ("École nationale de musique", "abolant1"),
    "office": "secretariat.enm",
    "administrator": "gestion",
}


def pages_of(visitor: str) -> list[Row]:
    column = VISITORS.index(visitor)
    return [
        row for row in ROWS if row.answers[column] == 200 and row.method == "get" and row.route not in NO_PAGE
    ]


def cast_for(visitor: str) -> dict:
    """The objects whose pages are opened: of the visitor's own school."""
    site = Site.objects.get(name="École nationale de musique")
    return {
        "gounod": site,
        "moreau": User.objects.get(site=site),
        "office": User.objects.get(identifier="secretariat.enm"),
        "mail": mails.write("password_changed", to=User.objects.get(site=site)),
    }


def come_in(page: Page, visitor: str) -> None:
    match SIGN_INS.get(visitor):
        case (site, identifier):
            page.goto("/extranet/famille")
            sign_in(page, site, identifier, FAMILY_PASSWORD)
        case str(identifier):
            page.goto("/gestion/connexion")
            enter_office(page, identifier)


# A colour on its way to another is no colour of the page; what turns for ever is left to turn.
SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
        .map(animation => animation.finished))"""


# Of all that axe tells, nine tenths are what was right: it is left in the browser.
FOUND = """rules => axe.run(document, rules).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`)))"""


def findings(page: Page) -> list[str]:
    page.evaluate(SETTLED)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
    found = page.evaluate(FOUND, RULES)
    surplus = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{surplus} pixels too wide"] if surplus > 0 else found


def findings_of_all_pages(page: Page, visitor: str) -> dict[tuple[str, str], list[str]]:
    """Each is asked for once, and looked at in both widths."""
    cast, report = cast_for(visitor), {}
    for row in pages_of(visitor):
        page.goto(reverse(row.route, args=row.address(cast)))
        for name, width in WIDTHS.items():
            page.set_viewport_size(width)
            report[row.route, name] = findings(page)
    return {place: found for place, found in report.items() if found}


@pytest.mark.parametrize("visitor", ["anonymous", *SIGN_INS])
def test_pages_are_accessible(visit, visitor: str) -> None:
    page = visit(bypass_csp=True)  # for axe, which is put into the page
    come_in(page, visitor)
    assert findings_of_all_pages(page, visitor) == {}


def ask_and_refuse(cast: dict) -> ChangeRequest:
    """A verdict that is not read yet, and a request over a record that changed meanwhile."""
    guardian = Guardian.objects.select_related("family", "person").get(user=cast["moreau"])
    facts = {"family": guardian.family, "person": guardian.person, "proposed_by": cast["moreau"]}
    ChangeRequest.objects.create(
        **facts,
        values={"guardian.city": [guardian.city, "Nantes"], "guardian.mobile": ["", guardian.mobile]},
        status=ChangeRequest.Status.PARTLY,
        accepted=["guardian.mobile"],
        reason="Le justificatif a plus de trois mois.",
        decided_by=cast["office"],
        decided_at=timezone.now(),
    )
    values = {"guardian.city": ["Lyon", "Nantes"], "person.profession": ["Libraire", "Relieuse"]}
    return ChangeRequest.objects.create(**facts, values=values)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_of_a_request_are_accessible(visit, width, scheme: str) -> None:
    page = visit(viewport=width, color_scheme=scheme, bypass_csp=True)
    cast = cast_for("moreau")
    waiting, report = ask_and_refuse(cast), {}
    come_in(page, "moreau")
    page.goto(reverse("family"))
    report["waiting and refused"] = findings(page)
    page.get_by_label("Mobile").fill("zéro")
    page.get_by_role("button", name="Modifier").click()
    expect(page.get_by_role("alert")).to_be_visible()
    report["wrong"] = findings(page)
    page.context.clear_cookies()
    come_in(page, "office")
    page.goto(reverse("admin:families_changerequest_change", args=[waiting.pk]))
    expect(page.get_by_text("Le dossier a changé depuis la demande")).to_be_visible()
    report["clash"] = findings(page)
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_role("alert")).to_be_visible()
    report["no reason"] = findings(page)
    assert {state: found for state, found in report.items() if found} == {}


@pytest.mark.parametrize(
    "look", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}], ids=str
)
def test_pages_are_accessible_in_other_looks(visit, look: dict) -> None:
    page = visit("/extranet/famille", bypass_csp=True, **look)
    page.get_by_role("button", name="Se connecter").click()
    report = {"sign_in": findings(page)}
    come_in(page, "moreau")
    for route in ("home", "change_password", "accessibility"):
        page.goto(reverse(route))
        report[route] = findings(page)
    assert {route: found for route, found in report.items() if found} == {}


EVERY_SETTING = "text=200&spacing=wide&theme={theme}&contrast=more&links=underlined&font=device"


@pytest.mark.parametrize(("visitor", "theme"), [("moreau", "light"), ("administrator", "dark")])
def test_pages_are_accessible_with_every_setting(visit, visitor: str, theme: str) -> None:
    page = visit(bypass_csp=True)
    come_in(page, visitor)
    value = EVERY_SETTING.format(theme=theme)
    page.context.add_cookies([{"name": "display", "value": value, "domain": "127.0.0.1", "path": "/"}])
    assert findings_of_all_pages(page, visitor) == {}


def test_pages_reflow_at_four_hundred_per_cent(visit) -> None:
    """1280 pixels at 400 % are 320."""
    page = visit("/extranet/famille", viewport={"width": 320, "height": 256}, bypass_csp=True)
    report = {"sign_in": findings(page)}
    come_in(page, "moreau")
    for route in ("home", "change_password", "accessibility", "stay"):
        page.goto(reverse(route))
        report[route] = findings(page)
    assert {route: found for route, found in report.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_page_is_accessible(browser, portal, width, scheme: str) -> None:
    """Without `visit`, for the browser itself complains of the status."""
    page = browser.new_page(base_url=portal, viewport=width, color_scheme=scheme, bypass_csp=True)
    page.goto("/nowhere")
    assert findings(page) == []
