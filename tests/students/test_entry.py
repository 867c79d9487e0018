"""A whole course's evaluations and absences on one page."""

import datetime
from decimal import Decimal

import pytest
import time_machine

from students.models import Absence, Course, Enrolment, Evaluation
from tests.accounts.test_sent_once import stamped
from tests.factories import make_enrolment, make_student

TODAY = "2026-11-16"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(f"{TODAY} 10:00Z", tick=False):
        yield


@pytest.fixture
def both(enrolment: Enrolment, tom) -> tuple[str, str]:
    """How the fields of the two students begin."""
    return f"e{enrolment.pk}", f"e{make_enrolment(tom, enrolment.course).pk}"


def evaluations(course: Course) -> str:
    return f"/gestion/cours/{course.pk}/evaluations/saisir"


def absences(course: Course) -> str:
    return f"/gestion/cours/{course.pk}/absences/saisir"


def head(**typed: str) -> dict[str, str]:
    return {"date": TODAY, "subject": "Audition", "kind": "", "out_of": "20", "visible_from": "", **typed}


def wrong(response) -> list[tuple[str, str]]:
    assert response.status_code == 200
    return response.context["entry"].wrong()


def said(client, response) -> str:
    assert response.status_code == 302, wrong(response)
    [message] = client.get(response["Location"]).context["messages"]
    return str(message)


def test_page_has_a_row_for_each_current_student(client, office, course, both, family) -> None:
    left = make_enrolment(make_student(family, "Ana"), course, is_active=False)
    over = make_enrolment(make_student(family, "Bob"), course, ends_on=datetime.date(2026, 10, 1))
    make_enrolment(make_student(family, "Zoé"), course, ends_on=TODAY)
    client.enter(office)
    for page in (evaluations(course), absences(course)):
        rows = client.get(page).context["entry"].rows
        assert [str(row.enrolment.student) for row in rows] == ["Léa Moreau", "Tom Moreau", "Zoé Moreau"]
    assert {left.is_active, over.is_active} == {False, True}


def test_page_of_a_course_without_students_says_so(client, office, course) -> None:
    page = client.enter(office).get(evaluations(course)).content.decode()
    assert ("Ce cours n’a pas d’élève" in page, "Enregistrer" in page) == (True, False)


def test_today_and_the_usual_scale_are_there_beforehand(client, office, course, both) -> None:
    shown = client.enter(office).get(evaluations(course)).context["entry"].head
    assert (shown["date"].value(), shown["out_of"].value()) == (datetime.date(2026, 11, 16), 20)


def test_evaluations_of_a_course_are_saved_and_counted(client, office, course, both) -> None:
    lea, tom = both
    typed = head() | {f"{lea}-mark": "12,5", f"{lea}-mention": "Bien", f"{tom}-comment": "À revoir"}
    response = client.enter(office).post(evaluations(course), typed)
    assert response["Location"] == f"/gestion/students/course/{course.pk}/change/"
    assert said(client, response) == "2 évaluations sont enregistrées."
    told = Evaluation.objects.order_by("pk").values_list("mark", "mention", "comment", "out_of", "subject")
    assert list(told) == [
        (Decimal("12.5"), "Bien", "", 20, "Audition"),
        (None, "", "À revoir", 20, "Audition"),
    ]


def test_empty_rows_are_left_out(client, office, course, both) -> None:
    response = client.enter(office).post(evaluations(course), head() | {f"{both[1]}-mark": "12"})
    assert said(client, response) == "1 évaluation est enregistrée."
    assert Evaluation.objects.get().enrolment.student.person.first_name == "Tom"


@pytest.mark.parametrize("address", [evaluations, absences])
def test_page_that_says_nothing_of_anybody_is_not_sent(client, office, course, both, address) -> None:
    response = client.enter(office).post(address(course), head())
    assert "Rien n’est saisi\u00a0: remplissez au moins une ligne." in response.content.decode()


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("21", "La note est entre 0 et 20."),
        ("20,01", "La note est entre 0 et 20."),
        ("-1", "Une note n’est pas négative."),
        ("douze", "Une note est un nombre, par exemple 12,5."),
        ("12,345", "Une note a deux chiffres au plus après la virgule."),
        ("NaN", "Une note est un nombre, par exemple 12,5."),
    ],
)
def test_wrong_mark_is_told_at_its_row_and_nothing_is_lost(client, office, course, both, mark, told) -> None:
    lea, tom = both
    typed = head() | {f"{lea}-mark": mark, f"{lea}-comment": "Bon son", f"{tom}-mark": "14"}
    response = client.enter(office).post(evaluations(course), typed)
    assert wrong(response) == [(f"id_{lea}-mark", f"Léa Moreau, Note\u00a0: {told}")]
    rows = response.context["entry"].rows
    kept = [rows[0]["mark"].value(), rows[0]["comment"].value(), rows[1]["mark"].value()]
    assert (kept, Evaluation.objects.count()) == ([mark, "Bon son", "14"], 0)
    page = response.content.decode()
    assert f'aria-describedby="id_{lea}-mark_error"' in page
    assert f'id="id_{lea}-mark_error"' in page


@pytest.mark.parametrize("mark", ["12,5", "12.5", " 12,50 ", "0", "20"])
def test_mark_is_read_as_people_write_it(client, office, course, both, mark) -> None:
    client.enter(office).post(evaluations(course), head() | {f"{both[0]}-mark": mark})
    assert Evaluation.objects.get().mark == Decimal(mark.strip().replace(",", "."))


def test_mark_is_within_the_scale_that_is_given(client, office, course, both) -> None:
    typed = {f"{both[0]}-mark": "38,5"}
    assert wrong(client.enter(office).post(evaluations(course), head(out_of="") | typed)) != []
    assert client.post(evaluations(course), head(out_of="40") | typed).status_code == 302


def test_what_is_said_once_is_told_at_its_field(client, office, course, both) -> None:
    typed = head(date="demain", subject="", out_of="0") | {f"{both[0]}-mark": "12"}
    assert [anchor for anchor, _words in wrong(client.enter(office).post(evaluations(course), typed))] == [
        "id_date",
        "id_out_of",
        "id_subject",
    ]


@pytest.mark.parametrize(("typed", "shown"), [("", 18), ("2026-12-01", 1)])
def test_families_read_it_when_the_site_or_the_page_says(client, office, course, both, typed, shown) -> None:
    course.site.evaluations_shown_after = 2
    course.site.save()
    client.enter(office).post(evaluations(course), head(visible_from=typed) | {f"{both[0]}-mark": "12"})
    assert Evaluation.objects.get().visible_from.day == shown


def test_last_day_of_the_calendar_is_a_day(client, office, course, both) -> None:
    course.site.evaluations_shown_after = 2
    course.site.save()
    typed = head(date="9999-12-31") | {f"{both[0]}-mark": "12"}
    assert client.enter(office).post(evaluations(course), typed).status_code == 302


def test_who_left_meanwhile_keeps_what_was_typed(client, office, course, both, enrolment) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(is_active=False)
    response = client.enter(office).post(evaluations(course), head() | {f"{both[0]}-mark": "12"})
    assert said(client, response) == "1 évaluation est enregistrée."


def test_student_of_another_course_is_not_reached(client, office, course, both, of_another, theirs) -> None:
    typed = {f"e{each.pk}-mark": "12" for each in (of_another, theirs)} | {"e9-mark": "1", "ex-mark": "1"}
    client.enter(office).post(evaluations(course), head() | typed)
    assert Evaluation.objects.count() == 0


def test_absences_of_a_course_are_saved_and_counted(client, office, course, both) -> None:
    lea, tom = both
    typed = {"date": TODAY, "lesson": "", f"{tom}-is_absent": "on", f"{tom}-reason": "Grippe"}
    typed |= {f"{lea}-announced_by": "", f"{tom}-announced_by": "family", f"{tom}-is_excused": "on"}
    response = client.enter(office).post(absences(course), typed)
    assert said(client, response) == "1 absence est enregistrée."
    again = client.post(absences(course), typed | {f"{lea}-is_absent": "on"})
    assert said(client, again) == "1 absence est enregistrée. 1 était déjà saisie."
    assert said(client, client.post(absences(course), typed)) == "1 était déjà saisie."
    told = Absence.objects.order_by("pk").values_list("is_excused", "reason", "announced_by")
    assert list(told) == [(True, "Grippe", "family"), (False, "", "")]


def test_line_about_somebody_who_is_not_ticked_asks(client, office, course, both) -> None:
    typed = {"date": TODAY, "lesson": "", f"{both[0]}-reason": "Grippe"}
    told = "Léa Moreau, Absent\u00a0: Cochez «\u00a0Absent\u00a0», ou videz la ligne."
    response = client.enter(office).post(absences(course), typed)
    assert wrong(response) == [(f"id_{both[0]}-is_absent", told)]
    assert Absence.objects.count() == 0


@pytest.mark.parametrize(("address", "model"), [(evaluations, Evaluation), (absences, Absence)])
def test_page_that_is_sent_twice_counts_once(client, office, course, both, address, model) -> None:
    typed = head(lesson="") | {f"{both[0]}-mark": "12", f"{both[0]}-is_absent": "on"}
    form = stamped(client.enter(office), address(course), typed)
    for _each in range(2):
        assert said(client, client.post(address(course), form)).startswith("1 ")
    assert model.objects.count() == 1


def test_what_was_typed_comes_back_after_the_session_ended(client, office, course, both) -> None:
    typed = head(subject="Audition de Noël") | {f"{both[1]}-mark": "14,5"}
    form = stamped(client.enter(office), evaluations(course), typed)
    client.logout()
    client.post(evaluations(course), form)
    shown = client.enter(office).get(evaluations(course)).context["entry"]
    assert (shown.head["subject"].value(), shown.rows[1]["mark"].value()) == ("Audition de Noël", "14,5")


def test_pages_ask_as_much_for_three(client, office, course, family, django_assert_num_queries) -> None:
    client.enter(office).get(evaluations(course))
    for names in (["Un"], ["Deux", "Trois"]):
        rows = [make_enrolment(make_student(family, name), course) for name in names]
        marks = {f"e{each.pk}-mark": "12" for each in rows} | {f"e{each.pk}-is_absent": "on" for each in rows}
        with django_assert_num_queries(8):
            client.get(evaluations(course))
        with django_assert_num_queries(8):
            client.get(absences(course))
        with django_assert_num_queries(14):
            assert client.post(evaluations(course), head() | marks).status_code == 302
        with django_assert_num_queries(16):
            assert client.post(absences(course), head(lesson=names[0]) | marks).status_code == 302


def test_choir_of_a_hundred_and_twenty_is_sent_whole(client, office, course, family) -> None:
    for number in range(120):
        make_enrolment(make_student(family, f"Élève {number}"), course)
    rows = client.enter(office).get(absences(course)).context["entry"].rows
    every = {
        f"{row.prefix}-{name}": value
        for row in rows
        for name, value in (
            ("is_absent", "on"),
            ("is_excused", "on"),
            ("reason", "Pont"),
            ("announced_by", "school"),
        )
    }
    response = client.post(absences(course), {"date": TODAY, "lesson": ""} | every)
    assert said(client, response) == "120 absences sont enregistrées."


def test_who_may_not_record_there_finds_no_page(
    client, office, other_office, vidal, course, both, of_another
) -> None:
    answers = {
        staff.identifier: [client.enter(staff).get(evaluations(each)).status_code for each in courses]
        for staff, courses in (
            (office, [course, of_another.course]),
            (vidal, [course, of_another.course]),
            (other_office, [course]),
        )
    }
    assert answers == {"secretariat.gounod": [200, 200], "vidal": [200, 404], "secretariat.xenakis": [404]}
    assert client.post(evaluations(course), head()).status_code == 404
    assert client.put(evaluations(course)).status_code == 405
