"""axe over every kind of page that Django's admin has, in every look, at both widths; nothing wider than the screen."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Mail, Site, User
from families.models import Family, Guardian
from students.models import Room, Student
from tests.access_office import blocked
from tests.browser.steps import enter_office
from tests.browser.test_accessibility import cast_for, findings
from tests.factories import make_family

LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "more": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}


def enter(visit: Callable, who: str, **options: object) -> Page:
    page = visit("/gestion/connexion", bypass_csp=True, **options)  # for axe, which is put into the page
    enter_office(page, who)
    page.wait_for_url("**/gestion/")
    return page


def kinds() -> dict[str, str]:
    """An address for each kind of page."""
    family, student = Family.objects.earliest("pk"), Student.objects.earliest("pk")
    guardian, room = Guardian.objects.earliest("pk"), Room.objects.earliest("pk")
    mail = Mail.objects.get(pk=cast_for("office")["mail"].pk)
    Mail.objects.filter(pk=mail.pk).update(status=Mail.Status.FAILED)
    return {
        "home": "/gestion/",
        "app": "/gestion/families/",
        "search": "/gestion/recherche?q=le",
        "search in vain": "/gestion/recherche?q=zzzz",
        "list": "/gestion/students/student/",
        "list searched": "/gestion/students/student/?q=le",
        "list searched in vain": "/gestion/students/student/?q=zzzz",
        "list ordered": "/gestion/accounts/familyaccount/?o=-2.3",
        "list counted": "/gestion/accounts/familyaccount/?_facets=True",
        "queue": "/gestion/families/changerequest/",
        "one that waits": reverse("admin:accounts_mail_change", args=[mail.pk]),
        "form": reverse("admin:families_guardian_change", args=[guardian.pk]),
        "form with rows": reverse("admin:students_student_change", args=[student.pk]),
        "empty form": "/gestion/students/course/add/",
        "history": reverse("admin:families_family_history", args=[family.pk]),
        "deletion that is kept from": reverse("admin:accounts_site_delete", args=[family.site_id]),
        "deletion": reverse("admin:students_room_delete", args=[room.pk]),
        "popup": "/gestion/students/room/add/?_popup=1",
        "popup list": "/gestion/families/person/?_popup=1",
        "password": "/gestion/password_change/",
        "password of another": reverse(
            "admin:auth_user_password_change", args=[User.objects.staff_named("regie.enm").pk]
        ),
        "settings": reverse("admin:accounts_site_change", args=[family.site_id]),
    }


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_kind_of_page_is_accessible(visit, width, look: dict) -> None:
    page = enter(visit, "gestion", viewport=width, **look)
    report = {}
    for kind, url in kinds().items():
        page.goto(url)
        report[kind] = findings(page)
    assert {kind: found for kind, found in report.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_answered_is_accessible(visit, width, scheme: str) -> None:
    """Errors, messages, and the page that asks before several are deleted."""
    page, report = enter(visit, "gestion", viewport=width, color_scheme=scheme), {}
    page.goto("/gestion/families/family/add/")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    report["errors"] = findings(page)
    make_family(Site.objects.earliest("pk"), "Éphémère")
    page.goto("/gestion/families/family/?q=ephemere")
    page.locator(".action-select").check()
    page.locator("select[name=action]").select_option("delete_selected")
    page.get_by_role("button", name="Envoyer").click()
    sure = page.get_by_role("button", name="Oui")
    expect(sure).to_be_visible()
    report["about to delete"] = findings(page)
    sure.click()
    expect(page.get_by_role("main").get_by_role("status")).to_be_visible()
    report["deleted"] = findings(page)
    assert {state: found for state, found in report.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_that_is_not_there_is_accessible(browser, portal, width, scheme: str) -> None:
    """Without `visit`, for the browser itself complains of the status."""
    page = browser.new_page(base_url=portal, viewport=width, color_scheme=scheme, bypass_csp=True)
    page.goto("/gestion/connexion")
    enter_office(page, "secretariat.enm")
    page.wait_for_url("**/gestion/")
    report = {}
    for url in ("/gestion/nowhere/", "/gestion/accounts/staffaccount/"):
        page.goto(url)
        expect(page.get_by_role("link", name="Retour à la gestion")).to_be_visible()
        report[url] = findings(page)
    assert {url: found for url, found in report.items() if found} == {}


def test_the_policy_holds_on_every_kind_of_page(visit) -> None:
    """Nothing is put into these pages: what the policy forbids would be said on the console, and fail the test."""
    page = visit("/gestion/connexion")
    enter_office(page, "gestion")
    page.wait_for_url("**/gestion/")
    blocked({"moreau": User.objects.filter(site__isnull=False).earliest("pk")})
    for url in kinds().values():
        page.goto(url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
