"""The office's queues by keyboard: a morning in June, every press counted; and what the letters never do."""

from collections.abc import Iterator

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import mails
from accounts.models import Mail, Site, Text, Throttle, User
from documents.models import Document
from families.models import ChangeRequest, Family
from tests.access_office import blocked
from tests.browser.keyboard import Keyboard
from tests.browser.steps import enter_office, title
from tests.factories import make_family, make_guardian, make_student
from tests.factories.documents import make_document, make_kind

A_MORNING, PRESSES = 20, 60


@pytest.fixture
def school(portal) -> Site:
    return Site.objects.get(name="École nationale de musique")


@pytest.fixture
def families(school) -> list[Family]:
    made = [make_family(school, f"Durand {number:02}") for number in range(A_MORNING)]
    for family in made:
        make_guardian(family, "Anne")
    return made


@pytest.fixture
def desk(visit) -> Page:
    page = visit("/gestion/connexion")
    enter_office(page, "secretariat.enm")
    page.wait_for_url("**/gestion/")
    return page


def ask(families: list[Family]) -> None:
    for family in families:
        values = {"person.profession": ["", "Luthière"], "guardian.city": ["", "Nantes"]}
        person = family.guardians.get().person
        ChangeRequest.objects.create(family=family, person=person, values=values)


def waiting(families: list[Family]) -> QuerySet[ChangeRequest]:
    """Of these: other schools of the demonstration have theirs."""
    return ChangeRequest.objects.waiting().filter(family__in=families).order_by("proposed_at", "pk")


def first_page(families: list[Family]) -> str:
    return f"/gestion/families/changerequest/{waiting(families)[0].pk}/change/"


def give(families: list[Family]) -> None:
    kind = make_kind(families[0].site, "Quittance de loyer")
    for family in families:
        make_document(kind, family)


def test_twenty_changes_are_decided_by_keyboard(families, desk) -> None:
    ask(families)
    desk.reload()
    keyboard = Keyboard(desk)
    keyboard.open_queue("Demandes de modification")
    for _change in range(A_MORNING):
        keyboard.decide("v")
    expect(desk.get_by_text("La famille est prévenue.")).to_be_visible()
    assert waiting(families).count() == 0
    assert {str(city) for family in families for city in family.guardians.values_list("city", flat=True)} == {
        "Nantes"
    }
    assert keyboard.presses <= PRESSES


def test_twenty_documents_are_decided_by_keyboard(families, desk) -> None:
    give(families)
    begun = timezone.now()
    desk.reload()
    keyboard = Keyboard(desk)
    keyboard.open_queue("Documents à valider")
    for _document in range(A_MORNING):
        keyboard.decide("v")
    decided = Document.objects.filter(decided_by__identifier="secretariat.enm")
    assert decided.filter(status=Document.Status.VALIDATED, decided_at__gte=begun).count() == A_MORNING
    assert keyboard.presses <= PRESSES


def test_refusal_is_written_and_sent_by_keyboard(families, desk) -> None:
    """What is typed is typed: its letters press nothing."""
    ask(families[:2])
    page = first_page(families)
    desk.goto(page)
    reason = desk.get_by_label("Mot à la famille")
    reason.focus()
    desk.keyboard.type("vrs pas lisible")
    expect(reason).to_have_value("vrs pas lisible")
    assert desk.url.endswith(page)
    keyboard = Keyboard(desk)
    keyboard.press("Tab")
    keyboard.decide("r")
    expect(desk.get_by_text("2 champs refusés. La famille est prévenue.")).to_be_visible()


def test_letters_lead_on_back_and_to_the_list(families, desk) -> None:
    ask(families[:3])
    first, second, _third = waiting(families).values_list("pk", flat=True)
    desk.goto(f"/gestion/families/changerequest/{first}/change/")
    keyboard = Keyboard(desk)
    keyboard.decide("s")
    assert desk.url.endswith(f"/{second}/change/")
    keyboard.decide("p")
    assert desk.url.endswith(f"/{first}/change/")
    keyboard.decide("l")
    expect(title(desk)).to_have_text("Demandes de modification")
    assert waiting(families).count() == 3


def test_letters_alone_can_be_turned_off_for_good(families, desk) -> None:
    ask(families[:2])
    desk.goto(first_page(families))
    alone = desk.get_by_role("checkbox", name="La lettre seule suffit")
    alone.uncheck()
    desk.reload()
    expect(alone).not_to_be_checked()
    desk.keyboard.press("v")
    desk.reload()
    assert waiting(families).count() == 2
    alone.check()
    Keyboard(desk).decide("v")
    assert waiting(families).count() == 1


def test_queue_is_worked_without_a_script(visit, families) -> None:
    page = visit("/gestion/connexion", java_script_enabled=False)
    enter_office(page, "secretariat.enm")
    ask(families[:3])
    page.goto("/gestion/families/changerequest/")
    keyboard = Keyboard(page)
    page.get_by_role("link", name="Traiter l’un après l’autre").focus()
    keyboard.decide("Enter")
    for _change in range(3):
        accept = page.get_by_role("button", name="Accepter les champs cochés")
        expect(accept).to_have_attribute("accesskey", "v")
        accept.focus()
        keyboard.decide("Enter")
    assert waiting(families).count() == 0


def kept_out(school: Site) -> Iterator[Throttle]:
    for user in User.objects.filter(site=school).order_by("pk")[:1]:
        yield blocked({"moreau": user})


def given_up(school: Site) -> Iterator[Mail]:
    user = User.objects.filter(site=school).earliest("pk")
    for _mail in range(2):
        mail = mails.write("password_changed", to=user)
        Mail.objects.filter(pk=mail.pk).update(status=Mail.Status.FAILED, written_at=timezone.now())
        yield mail


def unsaid(school: Site) -> Iterator[Text]:
    for number in range(2):
        words = {"words": f"Bonjour {number}", "status": Text.Status.FAILED}
        yield Text.objects.create(site=school, to="+33639981234", **words)


@pytest.mark.parametrize(
    ("name", "make", "letter", "done"),
    [
        ("Comptes bloqués", kept_out, "v", "1 blocage est levé."),
        ("Mails non envoyés", given_up, "v", "1 mail repart."),
        ("Mails non envoyés", given_up, "r", "1 message ne partira plus."),
        ("Textos non partis", unsaid, "v", "1 texto repart."),
        ("Textos non partis", unsaid, "r", "1 message ne partira plus."),
    ],
)
def test_other_queues_have_the_same_letters(desk, school, name: str, make, letter: str, done: str) -> None:
    rows = list(make(school))
    desk.reload()
    keyboard = Keyboard(desk)
    keyboard.open_queue(name)
    for _row in rows:
        keyboard.decide(letter)
        expect(desk.get_by_text(done)).to_be_visible()
    desk.goto("/gestion/")
    expect(desk.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_student_s_file_is_two_words_away(desk, families) -> None:
    make_student(families[0], "Éléonore")
    desk.get_by_role("searchbox", name="Nom, identifiant").fill("durand eleonore")
    desk.keyboard.press("Enter")
    desk.get_by_role("main").get_by_role("link", name="Éléonore Durand 00").click()
    expect(title(desk)).to_have_text("Éléonore Durand 00")
