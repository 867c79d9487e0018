"""What the guides of docs/ show, taken on the way that they describe: `IMUSE_PICTURES=1 bin/test tests/browser/test_pictures.py`."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Site
from billing.models import Invoice
from documents.models import Document
from families.models import ChangeRequest, Family
from reenrolment.models import Campaign, Reenrolment
from students.models import Course
from tests.browser.conftest import WIDTHS
from tests.browser.steps import enter_office, open_menu_entry, open_student, open_tab, sign_in, title
from tests.factories import make_family, make_guardian

TELEPHONE, COMPUTER = {"viewport": WIDTHS["telephone"]}, {"viewport": WIDTHS["computer"]}
ENM = "École nationale de musique"


@pytest.fixture
def family_at(visit) -> Callable[..., Page]:
    def come_in(site: str, identifier: str, **way: object) -> Page:
        page = visit("/extranet/famille", **way)
        sign_in(page, site, identifier)
        expect(title(page)).to_contain_text("Bonjour")
        return page

    return come_in


@pytest.fixture
def desk_of(visit) -> Callable[[str], Page]:
    def come_to_work(who: str) -> Page:
        page = visit("/gestion/connexion", **COMPUTER)
        enter_office(page, who)
        page.wait_for_url("**/gestion/")
        return page

    return come_to_work


def test_front_door(visit, picture) -> None:
    page = visit("/extranet/famille", **TELEPHONE)
    page.get_by_label("Site").select_option(label=ENM)
    page.get_by_label("Identifiant").fill("abolant1")
    picture(page, "famille-connexion")
    page.get_by_role("button", name="Mot de passe perdu").click()
    expect(title(page)).to_have_text("Mot de passe perdu")
    picture(page, "famille-mot-de-passe-perdu")
    page.goto(reverse("activate"))
    picture(page, "famille-code-activation")


def test_family_s_pages(family_at, picture) -> None:
    page = family_at(ENM, "abolant1", **TELEPHONE)
    picture(page, "famille-accueil")
    open_menu_entry(page, "Famille")
    picture(page, "famille-fiche")
    open_student(page, "Lou Abolant")
    open_tab(page, "Cours")
    picture(page, "famille-cours")
    page.goto(reverse("family_documents"))
    picture(page, "famille-documents")
    open_menu_entry(page, "Facturation")
    expect(title(page)).to_have_text("Facturation")
    picture(page, "famille-facturation")
    page.goto(reverse("accessibility"))
    picture(page, "famille-accessibilite")


def test_family_s_reenrolment(family_at, picture) -> None:
    page = family_at("Conservatoire", "dupont1", **TELEPHONE)
    open_student(page, "Malo Dupont")
    open_tab(page, "Réinscription")
    picture(page, "famille-reinscription")


def test_family_s_home_at_a_computer(family_at, picture) -> None:
    page = family_at("Conservatoire Xénakis", "leroy1", **COMPUTER)
    picture(page, "accueil-ordinateur")
    page.emulate_media(color_scheme="dark")
    picture(page, "accueil-sombre")


def test_desk_and_its_queues(desk_of, picture) -> None:
    page = desk_of("gestion")
    picture(page, "gestion-accueil")
    page.get_by_role("searchbox", name="Nom, identifiant").fill("abolant")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("Recherche")
    picture(page, "gestion-recherche")
    show(page, "families_changerequest_change", ChangeRequest.objects.waiting().earliest("pk").pk)
    picture(page, "gestion-modification")
    show(page, "documents_document_change", Document.objects.waiting().earliest("pk").pk)
    picture(page, "gestion-document")
    waiting = Reenrolment.objects.filter(status=Reenrolment.Status.SENT).earliest("pk")
    show(page, "reenrolment_reenrolment_change", waiting.pk)
    picture(page, "gestion-reinscription")
    show(page, "reenrolment_campaign_change", Campaign.objects.earliest("pk").pk)
    picture(page, "gestion-campagne")


def test_secretary_s_pages(desk_of, picture) -> None:
    family, course = Family.objects.get(reference="ENM-0217"), a_course()
    page = desk_of("secretariat.enm")
    show(page, "families_family_change", family.pk)
    picture(page, "gestion-famille")
    page.get_by_role("link", name="Voir comme cette famille").click()
    expect(title(page)).to_have_text("Voir comme cette famille")
    picture(page, "gestion-voir-comme")
    page.goto(reverse("identifier_of_account", args=[family.guardians.get().user_id]))
    picture(page, "gestion-identifiant")
    page.goto(reverse("teacher_away", args=[course.pk]))
    picture(page, "gestion-enseignant-absent")
    page.goto(reverse("set_up_second_factor"))
    picture(page, "gestion-second-facteur")
    page.goto(reverse("import_kind", args=["families"]))
    picture(page, "gestion-import")


def test_accounts_are_opened(desk_of, picture) -> None:
    school = Site.objects.get(name=ENM)
    for name in ("Martin", "Martin", "Lefèvre"):
        make_guardian(make_family(school, name), "Anne")
    page = desk_of("secretariat.enm")
    page.goto(f"{reverse('admin:families_family_changelist')}?compte=sans")
    picture(page, "gestion-sans-compte")


def test_teaching_and_money(desk_of, picture) -> None:
    page = desk_of("pedagogie.enm")
    page.goto(reverse("course_evaluations_entry", args=[a_course().pk]))
    picture(page, "gestion-evaluations")
    page = desk_of("regie.enm")
    show(page, "billing_invoice_change", Invoice.objects.issued().filter(site__name=ENM).earliest("pk").pk)
    picture(page, "gestion-facture")


def show(page: Page, name: str, number: int) -> None:
    page.goto(reverse(f"admin:{name}", args=[number]))


def a_course() -> Course:
    return Course.objects.get(site__name=ENM, name="Guitare A")
