"""The office's queue of requests: one after the other, or several at once; and its own forms meanwhile."""

import pytest
from django.contrib.messages import get_messages

from accounts.roles import Role
from families import changes, deciding, guardians
from families.changes import Wish
from families.models import ChangeRequest
from tests.factories import make_family, make_guardian, make_staff
from tests.office_pages import errors, saved, sent

QUEUE = "/gestion/families/changerequest/"
Status = ChangeRequest.Status


def ask(guardian, by) -> ChangeRequest:
    wish = {"person.profession": Wish("Luthier", guardian.person.profession)}
    return changes.propose(family=guardian.family, person=guardian.person, wishes=wish, by=by).waiting


@pytest.fixture
def change(luc, moreau) -> ChangeRequest:
    return ask(luc, moreau)


@pytest.fixture
def desk(client, office):
    return client.enter(office)


def address(change: ChangeRequest) -> str:
    return f"{QUEUE}{change.pk}/change/"


def decision(response, decision: str = "accept", **answers) -> dict:
    """What the page offers, sent as it stands, with these answers."""
    review = response.context["review"]
    offered = {"accepted": review.ticked, "state": review.form["state"].value(), "reason": ""}
    return {**offered, "decision": decision, **answers}


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_next_comes_after_next(desk, luc, change, family) -> None:
    second = ask(make_guardian(family, "Anne"), change.proposed_by)
    answer = desk.post(address(change), decision(desk.get(address(change))))
    assert (saved(answer), told(answer)) == (
        address(second),
        ["Luc Moreau\u00a0: 1 champ accepté. La famille est prévenue."],
    )
    answer = desk.post(address(second), decision(desk.get(address(second)), "refuse", reason="Non."))
    assert saved(answer) == QUEUE
    second.refresh_from_db()
    assert (second.status, second.reason) == (Status.REFUSED, "Non.")


def test_refusal_without_a_word_is_shown_again(desk, change) -> None:
    answer = desk.post(address(change), decision(desk.get(address(change)), accepted=[]))
    assert "Dites à la famille pourquoi" in answer.context["review"].denied
    assert answer.context["review"].ticked == []


def test_what_clashes_is_not_ticked_beforehand(desk, luc, change) -> None:
    luc.person.profession = "Facteur"
    luc.person.save()
    review = desk.get(address(change)).context["review"]
    line = review.lines[0]
    assert (line.was, line.now, line.asked) == ("–", "Facteur", "Luthier")
    assert (review.clashes, review.ticked) == (True, [])


def test_record_that_changes_while_it_is_compared(desk, luc, change) -> None:
    answers = decision(desk.get(address(change)))
    luc.person.profession = "Facteur"
    luc.person.save()
    answer = desk.post(address(change), answers)
    assert "Le dossier a changé pendant que vous lisiez" in answer.context["review"].denied
    assert "Facteur" in answer.content.decode()
    saved(desk.post(address(change), decision(answer)))
    luc.person.refresh_from_db()
    assert luc.person.profession == "Luthier"


def test_second_who_clicks_reads_who_was_first(desk, change, administrator) -> None:
    answers = decision(desk.get(address(change)))
    other = type(desk)().enter(administrator)
    saved(other.post(address(change), answers))
    answer = desk.post(address(change), answers)
    assert "déjà décidée (acceptée), par Vasseur" in answer.context["review"].denied
    assert "Accepter les champs" not in answer.content.decode()


def test_several_at_once(desk, luc, change, family) -> None:
    second = ask(make_guardian(family, "Anne"), change.proposed_by)
    luc.person.profession = "Facteur"
    luc.person.save()
    chosen = {"action": "accept_chosen", "_selected_action": [change.pk, second.pk]}
    answer = desk.post(QUEUE, chosen)
    assert told(answer) == [
        "1 demande est acceptée.",
        "1 demande reste à comparer\u00a0: le dossier a changé depuis.",
    ]


def test_list_shows_what_waits_unless_asked_otherwise(desk, change) -> None:
    shown = {state: desk.get(f"{QUEUE}{state}").content.decode() for state in ("", "?etat=decidees")}
    assert ("Luc Moreau" in shown[""], "Luc Moreau" in shown["?etat=decidees"]) == (True, False)
    changes.withdraw(change)
    assert "Luc Moreau" not in desk.get(QUEUE).content.decode()
    assert "Luc Moreau" in desk.get(f"{QUEUE}?etat=toutes").content.decode()


def test_front_page_says_how_many_wait_and_since_when(desk, change) -> None:
    queues = desk.get("/gestion/").context["queues"]
    assert [(str(queue.label), queue.url, queue.count) for queue in queues] == [
        ("Demandes de modification", QUEUE, 1)
    ]


@pytest.mark.parametrize("role", [Role.REGIE, Role.PEDAGOGIE])
def test_who_has_no_part_in_it_sees_nothing(client, gounod, change, role) -> None:
    client.enter(make_staff("ailleurs", gounod, role=role))
    assert client.get(address(change)).status_code == 404
    assert client.get("/gestion/").context["queues"] == []


def test_look_is_told_to_the_family(desk, change, moreau) -> None:
    desk.get(address(change))
    verdicts = type(desk)().enter(moreau).get("/famille").context["page"].verdicts
    assert [str(verdict.state) for verdict in verdicts] == ["Vu"]


def test_journal_says_who_did_what(desk, change, luc) -> None:
    page = f"/gestion/families/guardian/{luc.pk}/change/"
    saved(desk.post(page, sent(desk.get(page), city="Nantes")))
    entries = [(entry.who, entry.what) for entry in desk.get(address(change)).context["review"].journal()]
    assert entries == [("Vasseur", "Ville : « Nantes »"), ("Luc Moreau", "1 modification demandée")]


def test_queue_asks_as_much_for_three(desk, change, family, django_assert_num_queries) -> None:
    ask(make_guardian(family, "Maud"), change.proposed_by)
    desk.get(address(change))
    with django_assert_num_queries(20):
        desk.get(address(change))
    for name in ("Anne", "Zoé"):
        ask(make_guardian(family, name), change.proposed_by)
    with django_assert_num_queries(20):
        desk.get(address(change))


# The office's own forms


@pytest.fixture
def record_page(luc) -> str:
    return f"/gestion/families/guardian/{luc.pk}/change/"


def test_request_that_waits_is_told_on_the_record_s_page(desk, record_page, change) -> None:
    assert address(change) in desk.get(record_page).content.decode()


def test_stale_save_is_refused_and_shows_both(desk, record_page, luc) -> None:
    answers = sent(desk.get(record_page), city="Rennes", profession="Luthier")
    luc.city, luc.person.first_name = "Nantes", "Lucas"
    luc.save()
    luc.person.save()
    answer = desk.post(record_page, answers)
    meanwhile = "Changé entre-temps\u00a0: «\u00a0%s\u00a0» est maintenant au dossier. Vérifiez, puis enregistrez de nouveau."
    assert errors(answer) == {"city": [meanwhile % "Nantes"], "first_name": [meanwhile % "Lucas"]}
    form = answer.context["adminform"].form
    assert (form["city"].value(), form["first_name"].value()) == ("Rennes", "Lucas")
    saved(desk.post(record_page, sent(answer)))
    luc.refresh_from_db()
    assert (luc.city, luc.person.first_name, luc.person.profession) == ("Rennes", "Lucas", "Luthier")


def test_stale_save_of_a_student_and_of_a_place_is_refused(desk, lea, luc) -> None:
    student, place = f"/gestion/students/student/{lea.pk}/change/", lea.memberships.get()
    answers = sent(desk.get(student), school_level="6e")
    lea.school_level = "5e"
    lea.save()
    assert list(errors(desk.post(student, answers))) == ["school_level"]
    where = f"/gestion/students/membership/{place.pk}/change/"
    answers = sent(desk.get(where), city="Rennes")
    place.reached_through = luc
    place.save()
    answer = desk.post(where, answers)
    assert "Luc Moreau" in errors(answer)["reached_through"][0]


def test_what_the_office_enters_is_nobody_s_own_refusal(desk, lea, luc) -> None:
    lea.image_right, lea.image_refused_by = "refused", luc
    lea.save()
    page = f"/gestion/students/student/{lea.pk}/change/"
    saved(desk.post(page, sent(desk.get(page), school_level="5e")))
    lea.refresh_from_db()
    assert lea.image_refused_by == luc
    saved(desk.post(page, sent(desk.get(page), image_right="granted")))
    lea.refresh_from_db()
    assert (lea.image_right, lea.image_refused_by) == ("granted", None)


def test_email_that_the_office_corrects_is_the_account_s_and_both_are_told(desk, record_page, moreau) -> None:
    saved(desk.post(record_page, sent(desk.get(record_page), email="corrige@example.org")))
    moreau.refresh_from_db()
    assert moreau.email == "corrige@example.org"
    told = set(moreau.mails.filter(template="email_changed").values_list("to", flat=True))
    assert told == {"luc@example.org", "corrige@example.org"}


@pytest.fixture
def account_page(moreau) -> str:
    return f"/gestion/accounts/familyaccount/{moreau.pk}/change/"


def test_email_corrected_at_the_account_is_the_record_s_and_is_compared(
    desk, account_page, luc, moreau, office
) -> None:
    wish = {"guardian.email": Wish("nouveau@example.org", "luc@example.org")}
    change = changes.propose(family=luc.family, person=luc.person, wishes=wish, by=moreau).waiting
    saved(desk.post(account_page, sent(desk.get(account_page), email="corrige@example.org")))
    luc.refresh_from_db()
    assert luc.email == "corrige@example.org"
    told = set(moreau.mails.filter(template="email_changed").values_list("to", flat=True))
    assert told == {"luc@example.org", "corrige@example.org"}
    assert [line.clashes for line in desk.get(address(change)).context["review"].lines] == [True]
    assert deciding.accept_without_clash([change], by=office) == (0, 1)


def test_stale_save_of_an_account_does_not_give_the_former_email_back(
    desk, account_page, luc, moreau
) -> None:
    answers = sent(desk.get(account_page))
    guardians.write_to(moreau, "nouveau@example.org")
    assert list(errors(desk.post(account_page, answers))) == ["email"]
    moreau.refresh_from_db()
    assert moreau.email == "nouveau@example.org"


def test_free_email_is_no_rule(client, administrator, gounod) -> None:
    client.enter(administrator)
    add = "/gestion/families/fieldrule/add/"
    answers = sent(client.get(add), site=gounod.pk, of="guardian.email", rule="free")
    assert list(errors(client.post(add, answers))) == ["rule"]


def test_family_of_another_school_is_not_here(client, other_office, change) -> None:
    theirs = make_guardian(make_family(other_office.posts.get().site, "Leroy"), "Inès")
    stranger = ask(theirs, change.proposed_by)
    client.enter(other_office)
    assert client.get(address(change)).status_code == 404
    assert client.get(address(stranger)).status_code == 200
