"""«Accueil»: what is new of the students since one last came in."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.sessions import PREVIOUS
from students.models import Absence, Enrolment, Evaluation
from tests.factories import make_course, make_enrolment, make_guardian, make_student
from tests.students.test_pages import text

YESTERDAY = timezone.now() - timedelta(days=1)


@pytest.fixture
def guitar(moreau, family) -> Enrolment:
    make_guardian(family, "Luc", moreau)
    return make_enrolment(make_student(family, "Léa"), make_course(family.site, "Guitare A"))


@pytest.fixture
def back(client, moreau):
    """Who came in before, and comes again."""

    def come(*, previous: datetime | None = YESTERDAY):
        client.enter(moreau)
        session = client.session
        session[PREVIOUS] = previous.isoformat() if previous else ""
        session.save()
        return client

    return come


def record(enrolment: Enrolment, count: int = 1, **facts) -> None:
    for number in range(count):
        Evaluation.objects.create(enrolment=enrolment, subject=f"Examen {number}", **facts)
        Absence.objects.create(enrolment=enrolment, lesson=f"Cours {number}")


def test_what_is_new_is_counted_course_by_course(back, guitar) -> None:
    record(guitar, 2)
    record(make_enrolment(guitar.student, make_course(guitar.student.person.site, "Chœur")))
    read = text(back().get("/accueil"))
    assert [
        words in read
        for words in (
            "2 évaluations à lire Léa, Guitare A",
            "2 absences à lire Léa, Guitare A",
            "Une évaluation à lire Léa, Chœur",
            "Une absence à lire Léa, Chœur",
        )
    ] == [True] * 4


def test_line_leads_to_the_list_and_from_there_home(back, guitar) -> None:
    record(guitar)
    page = back().get("/accueil").content.decode()
    for tab in ("evaluations", "absences"):
        assert f'href="/eleves/{guitar.student_id}/cours/{guitar.pk}/{tab}?de=accueil"' in page


def test_nothing_is_new_to_who_saw_it_or_never_came_in(back, guitar) -> None:
    record(guitar)
    for previous in (timezone.now() + timedelta(minutes=1), None):
        assert "à lire" not in text(back(previous=previous).get("/accueil"))


def test_evaluation_is_new_on_the_day_that_it_is_shown(back, guitar) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    record(guitar, recorded_at=long_ago, visible_from=timezone.localdate())
    Absence.objects.all().delete()
    assert "Une évaluation à lire" in text(back().get("/accueil"))
    Evaluation.objects.update(visible_from=timezone.localdate() + timedelta(days=1))
    assert "à lire" not in text(back().get("/accueil"))


def test_most_recent_courses_are_told_and_no_more(back, guitar) -> None:
    for number in range(8):
        course = make_course(guitar.student.person.site, f"Atelier {number}")
        record(make_enrolment(guitar.student, course))
    read = text(back().get("/accueil"))
    assert [f"Une absence à lire Léa, Atelier {number}" in read for number in range(8)] == [
        number > 1 for number in range(8)
    ]


def test_home_asks_as_much_for_three(back, guitar, django_assert_num_queries) -> None:
    client = back()
    for names in (["Chœur"], ["Orchestre", "Piano"]):
        for name in names:
            record(make_enrolment(guitar.student, make_course(guitar.student.person.site, name)), 2)
        # the session, the account; the footer; names, requests (2), evaluations, absences, teachers who are away, the week; money (4), documents (2), a campaign
        with django_assert_num_queries(17):
            client.get("/accueil")
