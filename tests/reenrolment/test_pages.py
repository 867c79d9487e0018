"""«Réinscription»: what a family reads, ticks, imports and sends; and that it reads nobody else's."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from imuse.templatetags.times import full_day, full_moment
from reenrolment import deciding, sending
from reenrolment.models import Campaign, Draft, Reenrolment, Remark
from reenrolment.options import options_of
from reenrolment.wishes import Wish
from tests.billing.test_pages import words
from tests.factories import make_account, make_student
from tests.factories.documents import make_kind, sent_file
from tests.factories.reenrolment import follows, make_campaign, make_reenrolment
from tests.papers import facts_of, tags_of, text_of

pytestmark = pytest.mark.django_db


def url(student, route: str = "reenrolment") -> str:
    return reverse(route, args=[student.pk])


def read(client, student) -> str:
    return words(client.get(url(student)).content.decode())


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def press(client, student, button: str = "", value: str = "", **typed):
    """As a browser sends the page that it was given."""
    form = client.get(url(student)).context["page"].form
    facts = {"seen": form.initial["seen"]} | typed
    return client.post(url(student), facts | ({button: value} if button else {}))


TICKED = {"is_administrative": "on", "comment": "Un peu plus tard le mardi."}


def test_tab_stands_from_the_announcement_until_the_year_begins(enter, gounod, lea) -> None:
    now = timezone.now()
    campaign = make_campaign(gounod, opens_at=now + timedelta(days=20), closes_at=now + timedelta(days=40))
    page = f"/eleves/{lea.pk}"
    assert "Réinscription" not in words(enter.get(page).content.decode())
    assert enter.get(url(lea)).status_code == 404
    with time_machine.travel(now + timedelta(days=7), tick=False):
        enter.enter(lea.memberships.get().family.guardians.get().user)
        assert "Réinscription" in words(enter.get(page).content.decode())
        assert "Rien n’est à faire avant." in read(enter, lea)
    with time_machine.travel(timezone.make_aware(timezone.datetime(campaign.year, 9, 1)), tick=False):
        enter.enter(lea.memberships.get().family.guardians.get().user)
        assert enter.get(url(lea)).status_code == 404


def test_who_left_long_ago_has_no_tab(enter, campaign, family, gounod) -> None:
    tom = make_student(family, "Tom")
    follows(tom, "Guitare", year=gounod.school_year() - 2)
    assert enter.get(url(tom)).status_code == 404


def test_sent_says_so_on_the_page_and_offers_the_next_student(enter, campaign, family, lea) -> None:
    make_student(family, "Tom")
    answer = press(enter, lea, **TICKED)
    assert (answer.status_code, answer["Location"]) == (302, url(lea))
    assert told(answer) == [
        "La réinscription de Léa est envoyée. Elle est en attente de validation.",
        "Un accusé de réception part à luc@example.org.",
    ]
    page = read(enter, lea)
    assert "Réinscription en attente de validation" in page
    assert "Continuer avec Tom" in page


def test_draft_is_given_back_and_nothing_is_sent(enter, campaign, lea) -> None:
    answer = press(enter, lea, "save", **TICKED)
    assert told(answer) == ["Brouillon gardé. Rien n’est envoyé\u00a0: vous pouvez finir plus tard."]
    form = enter.get(url(lea)).context["page"].form
    assert (form["is_administrative"].value(), form["comment"].value()) == (True, TICKED["comment"])
    assert not Reenrolment.objects.exists()


@pytest.mark.parametrize("mode", ["administrative", "courses"])
def test_import_before_anything_is_ticked_is_refused(enter, gounod, lea, mode) -> None:
    kind = make_kind(gounod)
    make_campaign(gounod, mode=mode).types.add(kind)
    answer = press(enter, lea, "import", str(kind.pk), comment="Bonjour")
    form = answer.context["page"].form
    assert list(form.errors) == [form.box]
    assert form["comment"].value() == "Bonjour"
    page = words(answer.content.decode())
    assert (page.startswith("Erreur : Réinscription"), "Cochez d’abord" in page) == (True, True)


def test_import_keeps_the_draft_and_asks_for_that_file(enter, campaign, gounod, lea) -> None:
    kinds = [make_kind(gounod, "Assurance", of="student"), make_kind(gounod, "Domicile")]
    campaign.types.set(kinds)
    answer = press(enter, lea, "import", str(kinds[1].pk), **TICKED)
    way = url(lea, "reenrolment_import")
    assert answer["Location"] == f"{way}?document={kinds[1].pk}"
    assert Draft.objects.get().comment == TICKED["comment"]
    assert enter.get(answer["Location"]).context["papers"].form["document"].value() == str(kinds[1].pk)
    wrong = enter.post(way, {"document": kinds[1].pk})
    assert words(wrong.content.decode()).startswith("Erreur : Importer un document")
    sent = enter.post(way, {"document": kinds[1].pk, "file": sent_file()})
    assert (sent.status_code, Document.objects.get().type) == (302, kinds[1])
    assert "En attente de validation" in read(enter, lea)


def test_nothing_given_is_a_dash_in_each_column(enter, campaign, gounod, lea) -> None:
    campaign.types.set([make_kind(gounod, "Assurance", of="student")])
    page = enter.get(url(lea)).content.decode()
    assert len(re.findall(r"<td[^>]*>-</td>", page)) == 4


def test_import_without_a_row_asks_for_the_first_that_misses(enter, campaign, gounod, lea) -> None:
    campaign.types.set([make_kind(gounod, "Assurance", of="student"), make_kind(gounod, "Domicile")])
    answer = press(enter, lea, "import", **TICKED)
    assert answer["Location"] == url(lea, "reenrolment_import")
    chosen = enter.get(answer["Location"]).context["papers"].form["document"].value()
    assert chosen == str(campaign.types.get(name="Assurance").pk)


def test_not_concerned_and_remove_keep_the_draft_too(enter, campaign, gounod, lea, family, moreau) -> None:
    kind = make_kind(gounod, "RIB", condition="En cas de prélèvement automatique")
    campaign.types.add(kind)
    press(enter, lea, "not_concerned", str(kind.pk), **TICKED)
    document = Document.objects.get()
    assert (document.answer, Draft.objects.get().comment) == ("not_concerned", TICKED["comment"])
    answer = press(enter, lea, "remove", str(document.pk), **(TICKED | {"comment": "Autre"}))
    assert answer["Location"] == reverse("reenrolment_remove", args=[lea.pk, document.pk])
    assert Draft.objects.get().comment == "Autre"
    assert enter.post(answer["Location"])["Location"] == f"{url(lea)}#documents"
    assert Document.objects.get().status == "removed"
    assert enter.get(answer["Location"]).status_code == 404


def test_documents_first(enter, gounod, lea) -> None:
    campaign = make_campaign(gounod, documents_first=True)
    campaign.types.set([make_kind(gounod, "Domicile"), make_kind(gounod, "Frais", in_person=True)])
    assert "À importer avant de valider : Domicile." in read(enter, lea)
    answer = press(enter, lea, **TICKED)
    assert "Importez d’abord les documents obligatoires : Domicile." in words(answer.content.decode())
    assert not Reenrolment.objects.exists()


def test_documents_are_asked_for_while_it_is_open_but_of_who_leaves(enter, campaign, gounod, lea) -> None:
    campaign.types.add(make_kind(gounod, "Assurance", of="student", asked="reenrolment"))
    papers = f"/eleves/{lea.pk}/documents"
    assert "Assurance" in words(enter.get(papers).content.decode())
    press(enter, lea, is_leaving="on", leaving_reason="Déménagement")
    assert "Assurance" not in words(enter.get(papers).content.decode())


def test_student_without_a_course(enter, by_course, family) -> None:
    tom = make_student(family, "Tom")
    assert "Aucun cours attribué" in read(enter, tom)
    press(enter, tom, is_administrative="on")
    assert Reenrolment.objects.get().is_administrative


def test_by_course_shows_a_box_for_each(enter, by_course, lea) -> None:
    page = read(enter, lea)
    assert "Guitare Cycle 1, VIDAL Anne" in page
    keys = [option.key for option in options_of(by_course, lea)]
    press(enter, lea, wanted=keys[:1])
    assert [str(choice) for choice in Reenrolment.objects.get().continued] == ["Chœur"]


def test_closed_meanwhile_is_kept_as_a_draft_and_says_whom_to_call(enter, campaign, lea, family) -> None:
    form = enter.get(url(lea)).context["page"].form
    with time_machine.travel(campaign.closes_at, tick=False):
        enter.enter(family.guardians.get().user)
        answer = enter.post(url(lea), {"seen": form.initial["seen"], **TICKED})
        assert "Appelez l’établissement." in told(answer)[0]
        page = read(enter, lea)
    assert "est gardé, mais il n’a pas été envoyé" in page
    assert ("01 99 00 12 10" in page, TICKED["comment"] in page) == (True, True)
    assert Draft.objects.get().comment == TICKED["comment"]


def test_page_that_is_outdated_is_shown_again_with_all_that_was_typed(
    enter, campaign, lea, other_household, petit
) -> None:
    seen = enter.get(url(lea)).context["page"].form.initial["seen"]
    make_reenrolment(campaign, lea, other_household, petit)
    answer = enter.post(url(lea), {"seen": seen, **TICKED})
    assert "L’autre foyer a envoyé cette réinscription" in words(answer.content.decode())
    form = answer.context["page"].form
    assert form["comment"].value() == TICKED["comment"]
    assert enter.post(url(lea), {"seen": form["seen"].value(), **TICKED}).status_code == 302
    assert Remark.objects.get().text == TICKED["comment"]


def test_other_household_reads_the_state_never_the_words(
    client, campaign, lea, family, moreau, other_household, petit, enter
) -> None:
    press(enter, lea, **TICKED)
    client.enter(petit)
    page = read(client, lea)
    assert "par l’autre foyer" in page
    assert TICKED["comment"] not in page
    receipt = text_of(client.get(url(lea, "reenrolment_receipt")).content)
    assert TICKED["comment"] not in receipt


def test_withdrawn(enter, sent, lea) -> None:
    assert enter.get(url(lea, "withdraw_reenrolment")).status_code == 200
    answer = enter.post(url(lea, "withdraw_reenrolment"))
    assert answer["Location"] == url(lea)
    assert Reenrolment.objects.get().status == "withdrawn"
    assert "Réinscription retirée" in read(enter, lea)
    receipt = text_of(enter.get(url(lea, "reenrolment_receipt")).content)
    assert "Elle a été retirée depuis" in receipt


def test_validated_is_read_only(enter, sent, lea, office) -> None:
    deciding.validate(reenrolment=sent, version=1, by=office)
    page = read(enter, lea)
    assert "Réinscription validée le" in page
    assert enter.get(url(lea)).context["page"].form is None
    answer = enter.post(url(lea), {"seen": "1sent.", "is_leaving": "on"})
    assert "Pour la changer, appelez l’établissement." in words(answer.content.decode())


def test_more_is_asked_for(enter, sent, lea, office) -> None:
    day = timezone.localdate() + timedelta(days=3)
    deciding.ask_more(reenrolment=sent, version=1, question="L’adresse\u202f?", until=day, by=office)
    page = read(enter, lea)
    assert "« L’adresse ? »" in page
    assert ("Retirer la réinscription" in page, "Accusé de réception (PDF)" in page) == (True, True)
    assert enter.get("/accueil").context["waiting"][0].shape == "refused"
    press(enter, lea, **TICKED)
    assert Reenrolment.objects.get().status == "sent"


def test_who_is_asked_for_more_may_answer_in_words_whatever_is_offered(
    enter, campaign, sent, lea, office
) -> None:
    Campaign.objects.update(offers_comment=False)
    assert "comment" not in enter.get(url(lea)).context["page"].form.fields
    deciding.ask_more(
        reenrolment=sent, version=1, question="Quel jour\u202f?", until=timezone.localdate(), by=office
    )
    press(enter, lea, **TICKED)
    assert Remark.objects.get().text == TICKED["comment"]
    press(enter, lea, **(TICKED | {"comment": "Le mardi."}))
    assert Remark.objects.get().text == "Le mardi."


def test_waits_is_said_where_no_comment_is_offered_too(enter, campaign, sent, lea) -> None:
    assert read(enter, lea).count("Réinscription en attente de validation") == 1
    Campaign.objects.update(offers_comment=False)
    assert read(enter, lea).count("Réinscription en attente de validation") == 1


def test_day_to_answer_is_over_while_the_campaign_is_open(enter, campaign, sent, lea, office) -> None:
    deciding.ask_more(
        reenrolment=sent, version=1, question="L’adresse ?", until=timezone.localdate(), by=office
    )
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        enter.enter(sent.sent_by)
        page = read(enter, lea)
        assert f"validez de nouveau, jusqu’au {words(full_moment(campaign.closes_at))}." in page
        (line,) = enter.get("/accueil").context["waiting"]
        assert str(line.due) == f"jusqu’au {full_moment(campaign.closes_at)}"


def test_home_names_who_is_not_done(enter, campaign, family, lea) -> None:
    make_student(family, "Tom")
    press(enter, lea, **TICKED)
    lines = [(line.title, line.text) for line in enter.get("/accueil").context["waiting"]]
    assert lines == [(f"Réinscription pour {campaign.year}/{campaign.year + 1} à faire", "Tom")]


def test_receipt_is_tagged_and_the_same_each_time(enter, sent, lea) -> None:
    first, second = (enter.get(url(lea, "reenrolment_receipt")) for _time in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content == second.content
    text = text_of(first.content)
    assert "Accusé de réception de la réinscription" in text
    assert "Réinscription administrative" in text
    assert facts_of(first.content)["standard"] == "ua-1"
    assert {"H1", "H2"} <= set(tags_of(first.content))


@pytest.mark.parametrize("several", [1, 3])
def test_page_asks_as_much_for_three(enter, by_course, family, several, django_assert_num_queries) -> None:
    students = [make_student(family, f"Enfant {number}") for number in range(several)]
    for student in students:
        follows(student, "Guitare")
    # session, account; the student, the campaign; the family's students, whom it is about; the family; what is sent,
    # drafted, prolonged; lessons, next steps, cursus; what was typed before; documents; footer
    with django_assert_num_queries(16):
        assert len(enter.get(url(students[0])).context["page"].siblings) == several


def test_answer_of_the_office_meanwhile_leaves_what_was_typed_to_be_copied(enter, sent, lea, office) -> None:
    deciding.validate(reenrolment=sent, version=1, by=office)
    answer = enter.post(url(lea), {"seen": "1sent.", **TICKED})
    page = words(answer.content.decode())
    assert "Réinscription validée\u00a0: elle ne se change plus ici" in answer.content.decode()
    assert TICKED["comment"] in page
    assert "Réinscription retirée" not in page
    assert (
        "Enregistrer le brouillon" not in page.split("Une question")[0].split("Demandes complémentaires")[1]
    )


def test_closed_meanwhile_leaves_the_draft_of_the_other_guardian(
    enter, campaign, lea, gounod, of_lea
) -> None:
    seen = enter.get(url(lea)).context["page"].form.initial["seen"]
    of_anne = of_lea | {"by": make_account("moreau2", gounod)}
    sending.save_draft(**of_anne, wish=Wish(is_administrative=True, comment="D’Anne"), seen=".")
    with time_machine.travel(campaign.closes_at, tick=False):
        enter.enter(of_lea["by"])
        answer = enter.post(url(lea), {"seen": seen, **TICKED})
    page = words(answer.content.decode())
    assert "La réinscription est close depuis" in page
    assert "a gardé un brouillon pendant que vous remplissiez" in page
    assert TICKED["comment"] in page
    assert Draft.objects.get().comment == "D’Anne"


def test_draft_beside_what_the_other_household_sent_shows_both(
    enter, by_course, lea, other_household, petit, family, moreau
) -> None:
    first, second = options_of(by_course, lea)
    facts = {"campaign": by_course, "student": lea}
    sending.save_draft(**facts, family=family, by=moreau, wish=Wish(wanted=(first.key,)))
    make_reenrolment(by_course, lea, other_household, petit, Wish(wanted=(second.key,)))
    page = read(enter, lea)
    assert "avec des changements qui ne le sont pas encore" in page
    assert f"Continue {second.name}" in page.split("Ce qui a été envoyé")[1]


@pytest.fixture
def answered_late(enter, campaign, sent, lea, office):
    """More is asked for, until two days after the closing; it is the day after it."""
    with time_machine.travel(campaign.closes_at + timedelta(days=1), tick=False):
        day = timezone.localdate() + timedelta(days=1)
        deciding.ask_more(reenrolment=sent, version=1, question="L’adresse\u202f?", until=day, by=office)
        enter.enter(sent.sent_by)
        yield day


def test_answer_after_the_closing_names_its_own_last_day(enter, campaign, gounod, lea, answered_late) -> None:
    campaign.types.add(make_kind(gounod, "Assurance", of="student"))
    page = read(enter, lea)
    assert f"le donner jusqu’au {full_day(answered_late)} inclus" in page
    assert words(full_moment(campaign.closes_at)) not in page
    assert "vous ne pourrez plus l’envoyer ici" in words(
        enter.get(url(lea, "withdraw_reenrolment")).content.decode()
    )


def test_answer_that_did_not_come_in_time_is_not_called_nothing(enter, sent, lea, answered_late) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        enter.enter(sent.sent_by)
        page = read(enter, lea)
        (line,) = enter.get("/accueil").context["waiting"]
    assert "Le complément demandé n’est pas arrivé à temps." in page
    assert line.due == "date passée : appelez l’établissement"
    assert "Rien n’a été envoyé" not in page
