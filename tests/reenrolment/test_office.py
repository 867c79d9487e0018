"""The office: the queue with the documents beside the decision, several at once, and what others may not."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone

from accounts.roles import Role
from documents.models import Document
from reenrolment import sending
from reenrolment.codes import code_of
from reenrolment.models import Reenrolment
from reenrolment.wishes import Wish
from students.models import Enrolment
from tests.billing.test_pages import words
from tests.factories import make_family, make_staff, make_student
from tests.factories.documents import make_document, make_kind
from tests.factories.reenrolment import ADMINISTRATIVE, follows, make_campaign, make_reenrolment
from tests.office_pages import rows, saved

pytestmark = pytest.mark.django_db
QUEUE = "/gestion/reenrolment/reenrolment/"
Status = Reenrolment.Status


@pytest.fixture
def desk(client, office):
    return client.enter(office)


def address(reenrolment) -> str:
    return f"{QUEUE}{reenrolment.pk}/change/"


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def decide(client, reenrolment, decision="validate", **answers):
    form = client.get(address(reenrolment)).context["review"].form
    shown = {name: form[name].value() or "" for name in form.fields}
    return client.post(address(reenrolment), {**shown, "decision": decision, **answers})


@pytest.fixture
def second(campaign, family, moreau) -> Reenrolment:
    tom = make_student(family, "Tom")
    return make_reenrolment(campaign, tom, family, moreau)


def test_next_comes_after_next(desk, sent, second) -> None:
    answer = decide(desk, sent)
    assert (saved(answer), told(answer)) == (
        address(second),
        ["Léa Moreau\u00a0: réinscription validée. La famille est prévenue."],
    )
    assert saved(decide(desk, second, "refuse", words="Cours complet.")) == QUEUE
    second.refresh_from_db()
    assert (second.status, second.reason) == (Status.REFUSED, "Cours complet.")


def test_more_is_asked_until_a_day(desk, sent) -> None:
    saved(decide(desk, sent, "ask", words="Quel instrument\u202f?", answer_until=f"{timezone.localdate()}"))
    sent.refresh_from_db()
    assert (sent.status, sent.question) == (Status.MORE_ASKED, "Quel instrument\u202f?")
    assert "Quel instrument" in words(desk.get(address(sent)).content.decode())


def test_answer_is_read_below_what_was_asked(desk, sent, campaign, lea, family, moreau) -> None:
    decide(desk, sent, "ask", words="Quel instrument\u202f?")
    make_reenrolment(campaign, lea, family, moreau, ADMINISTRATIVE._replace(comment="Le luth."))
    page = words(desk.get(address(sent)).content.decode())
    assert "Complément qui avait été demandé « Quel instrument ? »" in page
    assert page.index("Quel instrument ?") < page.index("Le luth.")


@pytest.mark.parametrize(
    ("decision", "answers", "field"),
    [
        ("ask", {"words": "Quoi"} | {"answer_until": ""}, "answer_until"),
        ("ask", {"words": "Quoi", "answer_until": "2001-01-01"}, "answer_until"),
        ("ask", {"words": "Quoi", "answer_until": "2999-01-01"}, "answer_until"),
        ("ask", {"words": " "}, "words"),
        ("refuse", {"words": ""}, "words"),
        ("refuse", {"words": "x" * 1001}, "words"),
    ],
)
def test_what_is_missing_is_told_at_its_field(desk, sent, decision, answers, field) -> None:
    answer = decide(desk, sent, decision, **answers)
    assert list(answer.context["review"].form.errors) == [field]
    sent.refresh_from_db()
    assert sent.status == Status.SENT


def test_day_to_answer_that_is_proposed_comes_before_the_year(desk, sent, campaign, office) -> None:
    with time_machine.travel(campaign.last_day - timedelta(days=1), tick=False):
        desk.enter(office)
        form = desk.get(address(sent)).context["review"].form
        assert form["answer_until"].value() == campaign.last_day
        saved(decide(desk, sent, "ask", words="Quoi"))
    with time_machine.travel(campaign.last_day + timedelta(days=1), tick=False):
        desk.enter(office)
        answer = decide(desk, sent, "ask", words="Quoi")
    assert "a commencé" in str(answer.context["review"].form.errors["answer_until"])


def test_office_decides_on_what_it_read(desk, sent, campaign, lea, family, moreau) -> None:
    form = desk.get(address(sent)).context["review"].form
    seen = {"version": form["version"].value(), "words": "", "answer_until": ""}
    leaves = Wish(is_leaving=True, leaving_reason="Déménagement")
    make_reenrolment(campaign, lea, family, moreau, leaves)
    page = desk.post(address(sent), seen | {"decision": "validate"})
    assert "pendant que vous lisiez" in words(page.content.decode())
    assert "Motif : Déménagement" in words(page.content.decode())
    assert page.context["review"].form["version"].value() == 2
    saved(desk.post(address(sent), seen | {"version": 2, "decision": "validate"}))
    assert not Enrolment.objects.of_year(campaign.year).exists()


def test_second_who_clicks_reads_who_was_first(desk, sent, administrator) -> None:
    other = type(desk)().enter(administrator)
    form = {"version": 1, "decision": "validate", "words": "", "answer_until": ""}
    saved(other.post(address(sent), form))
    assert "déjà décidée (validée)" in words(desk.post(address(sent), form).content.decode())


def test_refusal_may_be_thought_over(desk, sent) -> None:
    saved(decide(desk, sent, "refuse", words="Complet."))
    assert saved(desk.post(address(sent), {"reconsider": ""})) == address(sent)
    sent.refresh_from_db()
    assert sent.status == Status.SENT
    again = desk.post(address(sent), {"reconsider": ""})
    assert (saved(again), told(again)[-1]) == (
        address(sent),
        "Cette réinscription est en attente de validation.",
    )


def test_both_households_are_read(desk, campaign, sent, lea, family, other_household, petit) -> None:
    make_reenrolment(
        campaign, lea, other_household, petit, ADMINISTRATIVE._replace(comment="Plutôt le mardi.")
    )
    page = words(desk.get(address(sent)).content.decode())
    assert "Demandes complémentaires, famille Petit" in page
    assert ("Famille Moreau" in page, "Famille Petit" in page) == (True, True)
    assert "Guitare, Cycle 1, VIDAL Anne" in page


def test_waiting_document_stands_beside_with_its_decision(
    desk, sent, campaign, gounod, family, moreau
) -> None:
    proof, photo = make_kind(gounod, "Justificatif"), make_kind(gounod, "Photo")
    campaign.types.set([proof, photo])
    waiting = make_document(proof, family, sent_by=moreau)
    page = desk.get(address(sent)).content.decode()
    assert f"/gestion/documents/{waiting.pk}/page-1.jpg" in page
    assert "Photo À fournir" in words(page)
    answer = desk.post(address(sent), {"paper": waiting.pk})
    assert (saved(answer), told(answer)) == (address(sent), ["Justificatif · Moreau\u00a0: validé."])
    waiting.refresh_from_db()
    assert waiting.status == Document.Status.VALIDATED
    assert "page-1.jpg" not in desk.get(address(sent)).content.decode()


def test_what_the_secretariat_may_not_open_it_does_not_decide(desk, sent, campaign, gounod, family) -> None:
    secret = make_kind(gounod, "Avis d’imposition", open_to_secretariat=False)
    campaign.types.add(secret)
    waiting = make_document(secret, family)
    page = desk.get(address(sent)).content.decode()
    assert ("page-1.jpg" in page, "ne s’ouvre pas avec votre fonction" in page) == (False, True)
    assert Document.objects.get(type=secret).file_name not in page
    desk.post(address(sent), {"paper": waiting.pk})
    waiting.refresh_from_db()
    assert waiting.status == Document.Status.WAITING


def test_list_shows_what_waits_unless_asked_otherwise(desk, sent, second) -> None:
    saved(decide(desk, sent))
    asked = ["", "?etat=validees", "?etat=refusees", "?etat=toutes", "?revient=non"]
    shown = {state: rows(desk.get(f"{QUEUE}{state}")) for state in asked}
    assert shown == {
        "": [second],
        "?etat=validees": [sent],
        "?etat=refusees": [],
        "?etat=toutes": [sent, second],
        "?revient=non": [],
    }


def test_code_on_a_paper_finds_it(desk, sent, second) -> None:
    code = desk.get(address(second)).context["review"].code
    assert saved(desk.get(QUEUE, {"q": code.lower()})) == address(second)
    saved(decide(desk, second))
    assert saved(desk.get(QUEUE, {"q": code})) == address(second)
    assert rows(desk.get(QUEUE, {"q": "lea"})) == [sent]


def test_code_of_a_form_that_is_not_sent_opens_the_desk(client, desk, campaign, family, gounod) -> None:
    tom = make_student(family, "Tom")
    code = {"q": code_of(campaign.pk, tom.pk)}
    assert saved(desk.get(QUEUE, code)) == f"{QUEUE}add/?family={family.pk}&student={tom.pk}"
    follows(tom, "Guitare", year=campaign.year - 2)
    assert rows(desk.get(QUEUE, code)) == []
    client.enter(make_staff("ped", gounod, role=Role.PEDAGOGIE))
    assert rows(client.get(QUEUE, code)) == []


def test_front_page_says_how_many_wait(desk, sent, second) -> None:
    queues = desk.get("/gestion/").context["queues"]
    assert [(str(queue.label), queue.url, queue.count) for queue in queues] == [
        ("Réinscriptions à valider", QUEUE, 2)
    ]


def test_what_was_asked_for_in_vain_comes_back_to_the_office(desk, sent, office) -> None:
    saved(decide(desk, sent, "ask", words="Quoi", answer_until=f"{timezone.localdate()}"))
    assert desk.get("/gestion/").context["queues"] == []
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        desk.enter(office)
        [queue] = desk.get("/gestion/").context["queues"]
        assert (str(queue.label), rows(desk.get(queue.url))) == ("Compléments restés sans réponse", [sent])


@pytest.mark.parametrize("several", [1, 3])
def test_queue_asks_as_much_for_three(
    desk, campaign, family, moreau, several, django_assert_num_queries
) -> None:
    for number in range(several):
        make_reenrolment(campaign, make_student(family, f"Élève {number}"), family, moreau)
    with django_assert_num_queries(11):
        assert len(rows(desk.get(QUEUE))) == several


def chosen(*several) -> dict:
    return {"action": "validate_chosen", "_selected_action": [each.pk for each in several]}


def confirmed(page) -> dict:
    looked = page.context["looked"]
    safe = [each.reenrolment for each in looked if each.is_safe]
    return chosen(*safe) | {"confirmed": "yes", "seen": [f"{each.pk}:{each.version}" for each in safe]}


def test_several_at_once_are_complete_and_without_a_word(
    desk, campaign, gounod, sent, second, other_household, petit
) -> None:
    make_reenrolment(campaign, sent.student, other_household, petit, ADMINISTRATIVE._replace(comment="Mardi"))
    page = desk.post(QUEUE, chosen(sent, second))
    assert [each.why_not for each in page.context["looked"]] == [
        "",
        "une demande complémentaire est à lire",
    ]
    answer = desk.post(QUEUE, confirmed(page))
    assert told(answer) == ["1 réinscription est validée."]
    assert list(Reenrolment.objects.filter(status=Status.VALIDATED)) == [second]


def test_several_at_once_wait_for_their_documents(desk, campaign, gounod, family, sent) -> None:
    proof = make_kind(gounod, "Justificatif")
    campaign.types.add(proof)
    assert "il manque\u00a0: Justificatif" in desk.post(QUEUE, chosen(sent)).content.decode()
    make_document(proof, family)
    assert "un document attend" in desk.post(QUEUE, chosen(sent)).content.decode()


def test_several_at_once_are_those_that_were_read(desk, sent, second, family, moreau) -> None:
    page = desk.post(QUEUE, chosen(sent, second))
    sending.withdraw(reenrolment=second, family=family, by=moreau)
    make_reenrolment(second.campaign, second.student, family, moreau)
    answer = desk.post(QUEUE, confirmed(page))
    assert told(answer) == ["1 réinscription est validée.", "1 reste à regarder."]


def test_what_is_of_another_site_does_not_exist(desk, xenakis_site, xenakis, sent) -> None:
    family = make_family(xenakis_site, "Leroy")
    strange = make_student(family, "Sacha")
    follows(strange, "Violon")
    other = make_reenrolment(make_campaign(xenakis_site), strange, family, xenakis)
    assert desk.get(address(other)).status_code == 404
    assert rows(desk.get(QUEUE)) == [sent]
