"""A campaign as a table."""

import csv
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reenrolment import deciding, export, sending
from reenrolment.export import HEAD
from reenrolment.options import options_of
from reenrolment.wishes import Wish
from tests.factories import make_family, make_student
from tests.factories.documents import make_document, make_kind
from tests.factories.reenrolment import follows, make_reenrolment

pytestmark = pytest.mark.django_db


def table(campaign, *columns: str) -> list[tuple]:
    """Those columns of all rows."""
    places = [HEAD.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in export.rows(campaign)]


def test_row_for_each_discipline_says_what_becomes_of_it(by_course, lea, family, moreau) -> None:
    guitar = next(option for option in options_of(by_course, lea) if option.name == "Guitare")
    make_reenrolment(by_course, lea, family, moreau, Wish(wanted=(guitar.key,), comment="Le mardi ?"))
    columns = ("Nom", "Prénom", "Discipline", "Cycle", "Enseignant", "Choix", "État", "Envoyée par")
    sent = ("En attente de validation", "Luc Moreau")
    assert table(by_course, *columns) == [
        ("Moreau", "Léa", "Chœur", "", "", "Ne continue pas", *sent),
        ("Moreau", "Léa", "Guitare", "Cycle 1", "VIDAL Anne", "Continue", *sent),
    ]
    assert table(by_course, "Famille", "Référence", "Demandes complémentaires")[0] == (
        "Moreau",
        "F-1",
        "Moreau\u00a0: Le mardi ?",
    )


def test_administrative_continues_what_is_followed(sent, campaign) -> None:
    assert table(campaign, "Discipline", "Choix") == [("Chœur", "Continue"), ("Guitare", "Continue")]


def test_who_sent_nothing_is_there_with_what_is_followed(by_course, lea, family, moreau) -> None:
    assert table(by_course, "Choix", "État") == [("", "À faire")] * 2
    wish = Wish(comment="Plus tard")
    sending.save_draft(campaign=by_course, student=lea, family=family, wish=wish, by=moreau)
    assert (
        table(by_course, "État", "Demandes complémentaires") == [("Brouillon, pas encore envoyée", None)] * 2
    )


def test_who_follows_nothing_has_a_row(campaign, family) -> None:
    make_student(family, "Tom")
    assert table(campaign, "Prénom", "Discipline", "État") == [("Tom", "", "À faire")]


def test_who_leaves_says_why_and_owes_no_document(campaign, lea, family, moreau, gounod) -> None:
    campaign.types.set([make_kind(gounod)])
    make_reenrolment(campaign, lea, family, moreau, Wish(is_leaving=True, leaving_reason="Emploi"))
    columns = ("Choix", "Motif du départ", "Documents manquants")
    assert table(campaign, *columns) == [("Ne continue pas", "Emploi", "")] * 2


def test_answer_of_the_office_is_told(sent, campaign, office) -> None:
    until = timezone.localdate() + timedelta(days=3)
    deciding.ask_more(reenrolment=sent, version=1, question="Quel jour ?", until=until, by=office)
    columns = ("État", "Décidée par", "Réponse de l’établissement")
    assert table(campaign, *columns)[0] == ("Complément demandé", office.get_full_name(), "Quel jour ?")


def test_missing_documents_of_student_and_family(campaign, lea, family, gounod) -> None:
    of_student = make_kind(gounod, "Assurance", of="student")
    of_family = make_kind(gounod, "Domicile")
    campaign.types.set([of_student, of_family, make_kind(gounod, "Facultatif", is_required=False)])
    assert table(campaign, "Documents manquants")[0] == ("Assurance, Domicile",)
    make_document(of_student, family, student=lea)
    make_document(of_family, family, status="refused", reason="Illisible")
    assert table(campaign, "Documents manquants")[0] == ("Domicile",)


def test_document_asked_in_a_department_is_missing_there_alone(campaign, lea, family, gounod) -> None:
    from students.models import Department

    dance = Department.objects.create(site=gounod, name="Danse")
    kind = make_kind(gounod, "Certificat médical", of="student")
    kind.departments.set([dance])
    campaign.types.set([kind])
    assert table(campaign, "Documents manquants")[0] == ("",)
    lesson = follows(lea, "Danse classique")
    lesson.discipline.department = dance
    lesson.discipline.save()
    assert table(campaign, "Documents manquants")[0] == ("Certificat médical",)


def test_other_household_is_named_and_what_it_gave_counts(
    campaign, lea, family, other_household, gounod
) -> None:
    kind = make_kind(gounod, "Assurance", of="student")
    campaign.types.set([kind])
    make_document(kind, other_household, student=lea)
    assert table(campaign, "Famille", "Autre foyer", "Documents manquants")[0] == (
        "Moreau",
        "Petit (F-2)",
        "",
    )


def test_who_sent_and_left_the_family_is_still_there(sent, campaign, lea) -> None:
    lea.memberships.all().delete()
    assert (
        table(campaign, "Famille", "État", "Documents manquants")
        == [("", "En attente de validation", "")] * 2
    )


def test_queries_are_the_same_for_one_and_for_many(campaign, gounod, django_assert_num_queries) -> None:
    campaign.types.set([make_kind(gounod, of="student"), make_kind(gounod, "Domicile")])
    for number in range(3):
        family = make_family(gounod, f"Famille {number}")
        follows(make_student(family, "Zoé"), "Guitare")
        if number != 1:
            with django_assert_num_queries(15):
                assert len(list(export.rows(campaign))) == number + 1


def test_batches_follow_one_another(campaign, lea, family, monkeypatch) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 1)
    follows(make_student(family, "Zoé"), "Guitare")
    assert table(campaign, "Prénom") == [("Léa",), ("Léa",), ("Zoé",)]


def test_office_downloads_both_forms(sent, client, office, lea, campaign) -> None:
    lea.person.last_name = "=Moreau"
    lea.person.birth_date = date(2016, 5, 3)
    lea.person.save()
    client.enter(office)
    answer = client.get(reverse("reenrolments_csv", args=[campaign.pk]))
    lines = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[0] == HEAD
    assert lines[1][1:4] == ["'=Moreau", "Léa", "03/05/2016"]
    answer = client.get(reverse("reenrolments_xlsx", args=[campaign.pk]))
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    assert [cell.value for cell in sheet[1]] == HEAD
    assert sheet["B2"].value == "'=Moreau"
