"""What a family reads of its students."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from families.models import Family
from students.models import (
    Absence,
    Enrolment,
    Evaluation,
    Event,
    FollowUp,
    Performance,
    Student,
    YearComment,
)
from tests.factories import (
    make_account,
    make_course,
    make_enrolment,
    make_family,
    make_guardian,
    make_place,
    make_student,
    make_teacher,
)


@pytest.fixture
def family(moreau) -> Family:
    made = make_family(moreau.site)
    make_guardian(made, "Luc", moreau)
    return made


@pytest.fixture
def lea(family) -> Student:
    return make_student(family, "Léa")


@pytest.fixture
def guitar(lea) -> Enrolment:
    course = make_course(
        lea.person.site,
        "Guitare A",
        teacher=make_teacher(lea.person.site, "Schuster", first_name="Clara"),
        weekday=0,
        starts_at=time(16, 30),
        minutes=45,
    )
    return make_enrolment(lea, course, cycle="2C1")


def text(response) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def links(response) -> list[str]:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.findall(r'href="([^"]*)"', main)


def test_courses_and_their_week(client, moreau, lea, guitar) -> None:
    read = text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours"))
    assert "Guitare A SCHUSTER Clara 2C1 Oui Lundi 16 h 30 45 min" in read
    assert read.count("16 h 30") == 2


def test_own_time_in_a_group_course_is_the_one_of_the_week(client, moreau, lea, guitar) -> None:
    guitar.weekday, guitar.starts_at, guitar.minutes = 2, time(14, 0), 30
    guitar.save()
    read = text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours"))
    assert "Guitare A 14 h 00 SCHUSTER Clara 2C1 Oui Mercredi 14 h 00 30 min" in read


def test_student_without_a_course_reads_so(client, moreau, lea) -> None:
    assert "Aucun cours attribué." in text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours"))


def test_course_that_ended_is_not_in_the_week(client, moreau, lea, guitar) -> None:
    guitar.is_active, guitar.ends_on = False, date(2026, 4, 3)
    guitar.save()
    read = text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours"))
    assert ("Non, terminé le 3 avril" in read, read.count("16 h 30")) == (True, 1)


def test_course_that_has_not_begun_is_not_in_the_week(client, moreau, lea, guitar) -> None:
    guitar.starts_on = timezone.localdate() + timedelta(days=7)
    guitar.save()
    assert text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours")).count("16 h 30") == 1


@time_machine.travel("2026-11-18 10:00Z", tick=False)
def test_course_is_in_the_week_up_to_its_last_day(client, moreau, lea, guitar) -> None:
    counts = []
    for last in (date(2026, 11, 15), date(2026, 11, 16)):  # a Sunday, and the lesson's Monday
        guitar.ends_on = last
        guitar.save()
        counts.append(text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours")).count("16 h 30"))
    assert counts == [1, 2]


def test_course_of_next_year_says_so_and_is_not_in_the_week(client, moreau, lea) -> None:
    year = lea.person.site.school_year() + 1
    course = make_course(lea.person.site, "Luth", year=year, weekday=1, starts_at=time(9, 15), minutes=30)
    make_enrolment(lea, course)
    read = text(client.enter(moreau).get(f"/eleves/{lea.pk}/cours"))
    assert (f"Luth {year}/{year + 1}" in read, read.count("9 h 15")) == (True, 1)


def test_number_beyond_any_is_no_page(client, moreau, lea, guitar) -> None:
    beyond = 10**20
    pages = [f"/eleves/{beyond}/cours/{guitar.pk}", f"/eleves/{lea.pk}/cours/{beyond}"]
    assert [client.enter(moreau).get(page).status_code for page in pages] == [404, 404]


def test_evaluation_is_read_from_its_day_on(client, moreau, lea, guitar) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    early = Evaluation.objects.create(enrolment=guitar, subject="Examen", visible_from=tomorrow)
    page = f"/eleves/{lea.pk}/cours/{guitar.pk}/evaluations"
    assert "Aucune évaluation" in text(client.enter(moreau).get(page))
    assert client.get(f"{page}/{early.pk}").status_code == 404
    Evaluation.objects.update(visible_from=timezone.localdate(), mark="15.5", mention="Bien")
    assert "Examen 15,5/20 · Bien" in text(client.get(page))


def test_history_is_of_former_years_and_keeps_its_labels(client, moreau, lea, guitar) -> None:
    former = make_enrolment(lea, year=2019, class_name="FM 1C3", teacher_name="ASTAREL Carmen")
    read = text(client.enter(moreau).get(f"/eleves/{lea.pk}/historique"))
    assert ("2019/2020" in read, "FM 1C3" in read, "Guitare A" in read) == (True, True, False)
    assert client.get(f"/eleves/{lea.pk}/historique/{former.pk}").status_code == 200


def test_long_history_is_paged(client, moreau, lea) -> None:
    for year in range(2005, 2020):
        for number in range(3):
            make_enrolment(lea, year=year, class_name=f"Classe {number}")
    page = f"/eleves/{lea.pk}/historique"
    assert "Page 1 sur 2" in text(client.enter(moreau).get(page))
    assert "Page 2 sur 2" in text(client.get(f"{page}?page=2"))
    assert "Page 1 sur 2" in text(client.get(f"{page}?page=x"))


def test_way_back_remembers_where_the_file_was_opened_from(client, moreau, lea) -> None:
    client.enter(moreau)
    assert f"/eleves/{lea.pk}?de=famille" in links(client.get("/famille/eleves"))
    shown = links(client.get(f"/eleves/{lea.pk}/historique?de=famille"))
    assert ("/famille/eleves" in shown, f"/eleves/{lea.pk}/cours?de=famille" in shown) == (True, True)
    assert "/eleves" in links(client.get(f"/eleves/{lea.pk}/historique?de=//example.org"))


def test_pager_keeps_the_tab(client, moreau, family, lea) -> None:
    tom = make_student(family, "Tom")
    assert f"/eleves/{tom.pk}/cours" in links(client.enter(moreau).get(f"/eleves/{lea.pk}/cours"))


def record(enrolment: Enrolment, count: int) -> None:
    for number in range(count):
        FollowUp.objects.create(enrolment=enrolment, title=f"Gammes {number}")
        Evaluation.objects.create(enrolment=enrolment, subject=f"Examen {number}")
        Absence.objects.create(enrolment=enrolment, lesson=f"Cours {number}")
        make_enrolment(enrolment.student, year=2010 + number, class_name="FM")
        make_enrolment(enrolment.student, make_course(enrolment.student.person.site, f"Chœur {number}"))
        event = Event.objects.create(site=enrolment.course.site, name="Audition", date=date(2026, 1, 1))
        Performance.objects.create(event=event, student=enrolment.student, piece=f"Valse {number}")


# Beside the session and the account: the footer's facts, the menu's names, and the page's own.
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/accueil", 15),
        ("/famille", 9),
        ("/famille/eleves", 6),
        ("/eleves", 4),
        ("/eleves/{student}", 11),
        ("/eleves/{student}/cours", 7),
        ("/eleves/{student}/cours/{course}", 9),
        ("/eleves/{student}/cours/{course}/evaluations", 9),
        ("/eleves/{student}/cours/{course}/absences", 9),
        ("/eleves/{student}/historique", 8),
        ("/eleves/{student}/repertoire", 8),
    ],
)
def test_page_asks_the_same_number_of_questions_at_one_and_three_rows(
    client, moreau, family, lea, guitar, path, queries, django_assert_num_queries
) -> None:
    address = path.format(student=lea.pk, course=guitar.pk)
    client.enter(moreau)
    record(guitar, 1)
    with django_assert_num_queries(queries):
        client.get(address)
    record_more(guitar, family)
    with django_assert_num_queries(queries):
        client.get(address)


def record_more(guitar: Enrolment, family: Family) -> None:
    for name in ("Tom", "Zoé"):
        make_enrolment(make_student(family, name), make_course(family.site, f"Piano {name}"))
    Enrolment.objects.exclude(pk=guitar.pk).filter(student=guitar.student).delete()
    for model in (FollowUp, Evaluation, Absence, Performance):
        model.objects.all().delete()
    record(guitar, 3)


@pytest.mark.parametrize("tab", ["", "/evaluations", "/commentaires"])
def test_past_course_asks_as_much_for_three(client, moreau, lea, tab, django_assert_num_queries) -> None:
    past = make_enrolment(lea, year=2015, class_name="FM")
    client.enter(moreau)
    for subjects in (["Un"], ["Deux", "Trois"]):
        for subject in subjects:
            FollowUp.objects.create(enrolment=past, title=subject)
            Evaluation.objects.create(enrolment=past, subject=subject)
            YearComment.objects.create(enrolment=past, text=subject)
        with django_assert_num_queries(8):
            client.get(f"/eleves/{lea.pk}/historique/{past.pk}{tab}")


def test_guardians_ask_as_much_for_three(client, moreau, family, django_assert_num_queries) -> None:
    client.enter(moreau)
    for names in (["Anne"], ["Paul", "Jeanne"]):
        for name in names:
            make_guardian(family, name)
        with django_assert_num_queries(7):
            client.get("/famille/responsables")


# Whose students


def test_child_of_two_families_is_seen_by_both_each_with_its_own_coordinates(
    client, moreau, petit, family, lea
) -> None:
    other = make_family(petit.site, "Petit")
    make_guardian(other, "Maud", petit)
    make_place(lea, other, pays=False, city="Bois-l’Abbesse", emergency_name="Mamie Petit")
    ours = lea.memberships.get(family=family)
    ours.city, ours.emergency_name = "Mantes-sur-Lys", "Papi Moreau"
    ours.save()
    read = client.enter(moreau).get(f"/eleves/{lea.pk}").content.decode()
    assert ("Mantes-sur-Lys" in read, "Papi Moreau" in read, "Petit" in read) == (True, True, False)
    read = type(client)().enter(petit).get(f"/eleves/{lea.pk}").content.decode()
    assert ("Bois-l’Abbesse" in read, "Mamie Petit" in read, "Mantes-sur-Lys" in read) == (True, True, False)


def test_second_guardian_sees_the_same_students(client, family, lea) -> None:
    second = make_account("moreau2", family.site, first_name="Anne")
    make_guardian(family, "Anne", second)
    assert client.enter(second).get(f"/eleves/{lea.pk}").status_code == 200


def test_adult_student_is_guardian_and_student_at_once(client, moreau, family) -> None:
    adult = Student.objects.create(person=family.guardians.get().person)
    make_place(adult, family, reached_through=family.guardians.get())
    read = text(client.enter(moreau).get(f"/eleves/{adult.pk}"))
    assert "L’adresse et les téléphones sont alors ceux de Luc Moreau" in read


def test_account_without_a_family_is_told_whom_to_call(client, petit) -> None:
    assert "Votre compte n’est pas encore relié à une famille." in text(client.enter(petit).get("/famille"))
    assert "Aucun élève" in text(client.get("/eleves"))
