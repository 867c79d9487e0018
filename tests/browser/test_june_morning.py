"""A secretary's morning in June, from the code of her telephone to the last family that is told."""

import email
from collections.abc import Iterator
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from accounts.models import Site, Throttle, User
from documents.models import Document
from families.models import ChangeRequest, Family
from imuse.keys import key
from students.models import Course, CourseNotice
from tests.browser.keyboard import Keyboard
from tests.browser.steps import enter_office, title
from tests.browser.worker import deliver_mails
from tests.factories import PASSWORD, make_account, make_family, make_guardian, make_staff
from tests.factories.documents import make_document, make_kind

SECRETARY, HERS, ANOTHER = "odile.marchand", "École nationale de musique", "Conservatoire Xénakis"
A_MORNING, PRESSES, KEPT_OUT, NEW = 20, 60, 3, 10
STRANGERS = ("Xénakis", "Gounod", "Arts visuels", "Leroy", "Moreau", "Dupont", "Bernard", "Zéphyrin")


class Desk(Keyboard):
    """Whoever sits at it sees nothing of another school, on whatever page comes."""

    def decide(self, key: str) -> None:
        super().decide(key)
        expect_own_school_only(self.page)


def expect_own_school_only(page: Page) -> None:
    expect(title(page)).to_be_visible()
    words = page.locator("body").inner_text()
    assert [name for name in STRANGERS if name in words] == []


@pytest.fixture(autouse=True)
def _outbox(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "imuse.outbox.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")


@pytest.fixture
def hers(portal) -> Site:
    """The same waits at another school."""
    fill_morning(Site.objects.get(name=ANOTHER), "Zéphyrin")
    school = Site.objects.get(name=HERS)
    fill_morning(school, "Durand")
    return school


@pytest.fixture
def desk(visit, secured, hers) -> Page:
    """Signed in as a school's staff do elsewhere than in the demonstration."""
    secretary = make_staff(SECRETARY, hers)
    device = TOTPDevice.objects.create(user=secretary, name="Téléphone", confirmed=True)
    page = visit("/gestion/connexion", viewport={"width": 1280, "height": 800})
    enter_office(page, SECRETARY, PASSWORD)
    expect(title(page)).to_have_text("Second facteur")
    page.get_by_label("Code").fill(f"{TOTP(device.bin_key).token():06}")
    page.get_by_role("button", name="Valider").click()
    page.wait_for_url("**/gestion/")
    return page


def fill_morning(school: Site, name: str) -> None:
    kind = make_kind(school, "Certificat de scolarité")
    for number in range(A_MORNING):
        family = make_family(school, f"{name} {number:02}")
        guardian = make_guardian(family, "Anne")
        asked = {"person.profession": ["", "Luthière"], "guardian.city": ["", "Nantes"]}
        ChangeRequest.objects.create(family=family, person=guardian.person, values=asked)
        make_document(kind, family)
    for number in range(KEPT_OUT):
        keep_out(make_account(f"{key(name)}{number}", school, last_name=name))
    for number in range(NEW):
        family = make_family(school, f"{name} Nouveau")
        make_guardian(family, "Éva", email=f"{key(name)}.{number}@example.org")


def keep_out(account: User) -> None:
    now = timezone.now()
    Throttle.objects.create(
        purpose=Throttle.Purpose.SIGN_IN,
        kind=Throttle.Kind.ACCOUNT_AND_ADDRESS,
        key_hash=f"{account.pk:064}",
        site=account.site,
        user=account,
        blocked_until=now + timedelta(hours=1),
        day_ends=now + timedelta(days=1),
    )


def test_secretary_s_june_morning(desk, hers) -> None:
    decide_by_keyboard(desk, "Demandes de modification")
    decided = ChangeRequest.objects.filter(family__site=hers, family__name__startswith="Durand")
    assert (decided.count(), decided.waiting().count()) == (A_MORNING, 0)
    begun = timezone.now()
    decide_by_keyboard(desk, "Documents à valider")
    given = Document.objects.filter(decided_by__identifier=SECRETARY, decided_at__gte=begun)
    assert given.filter(status=Document.Status.VALIDATED).count() == A_MORNING
    let_in_again(desk)
    send_identifiers(desk)
    tell_of_absence(desk)
    expect_other_school_as_it_was()


def decide_by_keyboard(page: Page, queue: str) -> None:
    page.goto("/gestion/")
    desk = Desk(page)
    desk.open_queue(queue)
    for _row in range(A_MORNING):
        desk.decide("v")
    assert desk.presses <= PRESSES


def let_in_again(page: Page) -> None:
    page.goto("/gestion/")
    desk = Desk(page)
    desk.open_queue("Comptes bloqués")
    for _family in range(KEPT_OUT):
        desk.decide("v")
    page.goto("/gestion/")
    expect(page.get_by_role("link", name="Comptes bloqués", exact=True)).to_have_count(0)
    assert Throttle.objects.blocked().filter(site__name=HERS).count() == 0


def send_identifiers(page: Page) -> None:
    """Accounts first, then all ten at once."""
    page.goto("/gestion/families/family/?q=nouveau")
    expect_own_school_only(page)
    act_on_all(page, "Créer le compte des familles qui n’en ont pas")
    expect(page.get_by_text(f"{NEW} comptes sont créés")).to_be_visible()
    act_on_all(page, "Envoyer l’identifiant")
    page.get_by_role("button", name=f"Envoyer {NEW} mails").click()
    expect(page.get_by_text(f"{NEW} mails partent avec l’identifiant.")).to_be_visible()
    expect_own_school_only(page)
    deliver_mails()
    told = {f"durand.{number}@example.org" for number in range(NEW)}
    assert told <= set(addressees())
    assert len({guardian.user.identifier for guardian in new_guardians()}) == NEW


def act_on_all(page: Page, action: str) -> None:
    for box in page.locator(".action-select").all():
        box.check()
    page.get_by_role("combobox", name="Action").select_option(label=action)
    page.get_by_role("button", name="Envoyer", exact=True).click()


def new_guardians() -> Iterator:
    for family in Family.objects.filter(site__name=HERS, name="Durand Nouveau"):
        yield family.guardians.get()


def addressees() -> Iterator[str]:
    for path in Path(configured.EMAIL_FILE_PATH).glob("*.eml"):
        yield email.message_from_bytes(path.read_bytes(), policy=default)["To"]


def tell_of_absence(page: Page) -> None:
    """Two clicks from the course's page."""
    course = Course.objects.get(site__name=HERS, name="Guitare A")
    page.goto(f"/gestion/students/course/{course.pk}/change/")
    expect_own_school_only(page)
    page.get_by_role("link", name="Enseignant absent").click()
    expect(title(page)).to_have_text("Enseignant absent")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_text("Le message part")).to_be_visible()
    notice = CourseNotice.objects.get()
    assert (notice.course, notice.unreached) == (course, 0)


def expect_other_school_as_it_was() -> None:
    waiting = ChangeRequest.objects.waiting().filter(family__name__startswith="Zéphyrin")
    given = Document.objects.waiting().filter(family__name__startswith="Zéphyrin")
    kept_out = Throttle.objects.blocked().filter(site__name=ANOTHER)
    assert [rows.count() for rows in (waiting, given, kept_out)] == [A_MORNING, A_MORNING, KEPT_OUT]
