"""What is recorded of a student in the office, line by line, and what a teacher does there."""

import datetime
from decimal import Decimal

import pytest

from students.models import (
    Absence,
    Evaluation,
    FollowUp,
)
from tests.office_pages import errors, rows, saved, sent

COURSES = "/gestion/students/course/"
ENROLMENTS = "/gestion/students/enrolment/"
EVALUATIONS = "/gestion/students/evaluation/"
ABSENCES = "/gestion/students/absence/"
FOLLOW_UPS = "/gestion/students/followup/"
TEACHERS = "/gestion/students/teacher/"
REQUIRED = "Ce champ est obligatoire."


def change(obj) -> str:
    return f"/gestion/students/{obj._meta.model_name}/{obj.pk}/change/"


def delete(client, obj):
    return client.post(f"/gestion/students/{obj._meta.model_name}/{obj.pk}/delete/", {"post": "yes"})


# What is recorded


def test_evaluation_is_entered_with_a_comma_and_shown_when_the_site_says(client, pedagogy, enrolment) -> None:
    enrolment.course.site.evaluations_shown_after = 3
    enrolment.course.site.save()
    page = f"{EVALUATIONS}add/?enrolment={enrolment.pk}"
    client.enter(pedagogy)
    typed = sent(client.get(page), date="2026-03-02", subject="Audition", mark="12,5")
    assert saved(client.post(page, typed)) == change(enrolment)
    made = Evaluation.objects.get()
    assert (made.mark, made.visible_from, made.result) == (
        Decimal("12.5"),
        datetime.date(2026, 3, 5),
        "12,5/20",
    )
    shown = client.get(change(made))
    assert shown.context["adminform"].form["mark"].value() == "12,5"
    saved(client.post(change(made), sent(shown, visible_from="2026-06-01")))
    made.refresh_from_db()
    assert (made.mark, made.visible_from) == (Decimal("12.5"), datetime.date(2026, 6, 1))


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("20,5", "La note est entre 0 et le maximum."),
        ("-1", "Une note n’est pas négative."),
        ("douze", "Une note est un nombre, par exemple 12,5."),
        ("12,345", "Une note a deux chiffres au plus après la virgule."),
    ],
)
def test_mark_is_refused_at_its_field(client, pedagogy, enrolment, mark, told) -> None:
    page = f"{EVALUATIONS}add/?enrolment={enrolment.pk}"
    typed = sent(client.enter(pedagogy).get(page), subject="Audition", mark=mark)
    assert errors(client.post(page, typed)) == {"mark": [told]}


def test_absence_is_entered_once(client, pedagogy, enrolment) -> None:
    page = f"{ABSENCES}add/?enrolment={enrolment.pk}"
    client.enter(pedagogy)
    typed = sent(client.get(page), date="2026-03-02", reason="Grippe")
    saved(client.post(page, typed))
    assert errors(client.post(page, typed)) == {"lesson": ["Cette absence est déjà saisie."]}
    other = Absence.objects.create(enrolment=enrolment, date="2026-03-09")
    again = sent(client.get(change(other)), date="2026-03-02")
    assert errors(client.post(change(other), again)) == {"lesson": ["Cette absence est déjà saisie."]}


def test_record_of_a_student_without_student_is_refused(client, pedagogy, enrolment) -> None:
    page = f"{FOLLOW_UPS}add/"
    answer = client.enter(pedagogy).post(page, sent(client.get(page), title="Gammes"))
    assert errors(answer) == {"enrolment": [REQUIRED]}


# A teacher who signs in


def test_teacher_sees_the_own_courses_alone(client, vidal, enrolment, of_another) -> None:
    for each in (enrolment, of_another):
        FollowUp.objects.create(enrolment=each, title="Gammes")
    client.enter(vidal)
    assert [rows(client.get(page)) for page in (COURSES, ENROLMENTS, FOLLOW_UPS)] == [
        [enrolment.course],
        [enrolment],
        list(enrolment.followups.all()),
    ]
    theirs = (of_another.course, of_another, of_another.followups.get())
    assert [client.get(change(obj)).status_code for obj in theirs] == [404, 404, 404]


def test_teacher_records_in_the_own_courses_alone(client, vidal, enrolment, of_another) -> None:
    client.enter(vidal)
    for each, expected in ((enrolment, 302), (of_another, 200)):
        page = f"{FOLLOW_UPS}add/?enrolment={each.pk}"
        typed = sent(client.get(page), title="Gammes", enrolment=f"n° {each.pk}")
        assert client.post(page, typed).status_code == expected
    assert FollowUp.objects.get().enrolment == enrolment


def test_teacher_is_suggested_the_own_students_alone(client, vidal, enrolment, of_another) -> None:
    asked = {"app_label": "students", "model_name": "followup", "field_name": "enrolment", "term": "moreau"}
    found = client.enter(vidal).get("/gestion/autocomplete/", asked).json()["results"]
    assert [each["id"] for each in found] == [str(enrolment.pk)]


def test_who_teaches_reads_a_course_and_finds_the_way_to_record(client, vidal, enrolment) -> None:
    client.enter(vidal)
    course, page = (client.get(change(obj)).content.decode() for obj in (enrolment.course, enrolment))
    ways = ("Léa Moreau", "Saisir des évaluations", "Saisir des absences", 'value="Enregistrer"')
    assert [words in course for words in ways] == [True, True, True, False]
    assert f'href="{change(enrolment)}"' in course
    assert [words in page for words in ("Ajouter un suivi", 'value="Enregistrer"')] == [True, False]


def test_pedagogy_without_a_course_of_its_own_sees_those_of_the_site(
    client, pedagogy, enrolment, of_another
) -> None:
    client.enter(pedagogy)
    assert set(rows(client.get(COURSES))) == {enrolment.course, of_another.course}
    assert client.get(f"{COURSES}add/").status_code == 404
    assert client.get(TEACHERS).status_code == 404
