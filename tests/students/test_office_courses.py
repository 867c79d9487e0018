"""Courses in the office, who follows them, and what is recorded line by line."""

import datetime

import pytest

from students.models import (
    Course,
    Department,
    Discipline,
    Enrolment,
    Evaluation,
    Room,
)
from tests.factories import make_course, make_enrolment, make_student, make_teacher
from tests.office_pages import errors, rows, saved, sent

COURSES = "/gestion/students/course/"
ENROLMENTS = "/gestion/students/enrolment/"
EVALUATIONS = "/gestion/students/evaluation/"
TEACHERS = "/gestion/students/teacher/"
NOT_AMONG = "Sélectionnez un choix valide. Ce choix ne fait pas partie de ceux disponibles."
REQUIRED = "Ce champ est obligatoire."
WHOLE = "Le jour, le début et la durée se donnent ensemble."


def change(obj) -> str:
    return f"/gestion/students/{obj._meta.model_name}/{obj.pk}/change/"


def delete(client, obj):
    return client.post(f"/gestion/students/{obj._meta.model_name}/{obj.pk}/delete/", {"post": "yes"})


# Lists


def test_lists_are_of_the_own_site(client, office, enrolment, theirs) -> None:
    for each in (enrolment, theirs):
        Evaluation.objects.create(enrolment=each, subject="Audition")
    client.enter(office)
    found = [rows(client.get(page)) for page in (COURSES, ENROLMENTS, EVALUATIONS)]
    assert found == [[enrolment.course], [enrolment], list(enrolment.evaluations.all())]
    assert client.get(change(theirs.course)).status_code == 404
    assert client.get(change(theirs)).status_code == 404


def test_courses_are_narrowed_by_year_and_teacher(client, office, gounod, course, theirs) -> None:
    make_teacher(theirs.course.site, "Étranger")
    vidal, roux = make_teacher(gounod, "Vidal"), make_teacher(gounod, "Roux")
    Course.objects.update(teacher=vidal)
    old = make_course(gounod, "Piano", year=course.year - 1, teacher=roux)
    client.enter(office)
    page = client.get(COURSES)
    choices = [
        [choice["display"] for choice in each.choices(page.context["cl"])]
        for each in page.context["cl"].filter_specs
    ]
    years = [f"{year}/{year + 1}" for year in (course.year, old.year)]
    assert choices == [["Tout", *years], ["Tout", "Roux ", "Vidal "]]
    assert rows(client.get(COURSES, {"annee": old.year})) == [old]
    assert rows(client.get(COURSES, {"enseignant": vidal.pk})) == [course]
    assert client.get(COURSES, {"teacher__user__password": "x"}).status_code == 400


@pytest.mark.parametrize("typed", ["guitare", "GUITÀRE 1", "vidal"])
def test_course_is_found_by_name_and_teacher(client, office, gounod, course, theirs, typed) -> None:
    Course.objects.filter(pk=course.pk).update(teacher=make_teacher(gounod, "Vidal"))
    assert rows(client.enter(office).get(COURSES, {"q": typed})) == [course]


def test_lists_ask_as_much_for_three(client, office, gounod, family, django_assert_num_queries) -> None:
    client.enter(office)
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            course = make_course(gounod, name, teacher=make_teacher(gounod, name))
            enrolment = make_enrolment(make_student(family, name), course)
            Evaluation.objects.create(enrolment=enrolment, subject="Audition", mark=12)
        for page, queries in ((COURSES, 11), (ENROLMENTS, 10), (EVALUATIONS, 10), (TEACHERS, 8)):
            with django_assert_num_queries(queries):
                client.get(page)


def test_pages_of_a_course_ask_as_much_for_three(
    client, office, course, family, django_assert_num_queries
) -> None:
    for names in (["Zéro"], ["Un"], ["Deux", "Trois"]):
        for name in names:
            enrolment = make_enrolment(make_student(family, name), course)
            for number in range(len(names)):
                enrolment.evaluations.create(subject="Audition")
                enrolment.absences.create(lesson=str(number))
        if names == ["Zéro"]:  # what is asked once in a process
            client.enter(office).get(change(course))
            client.get(change(enrolment))
            continue
        with django_assert_num_queries(13):
            client.get(change(course))
        with django_assert_num_queries(17):
            client.get(change(enrolment))


# Courses


def test_course_is_added_in_the_year_that_runs_and_opens(client, office, gounod) -> None:
    room = Room.objects.create(site=gounod, name="Salle 1")
    client.enter(office)
    facts = {"name": "Guitare 2", "room": room.pk, "weekday": "2", "starts_at": "17:30", "minutes": "45"}
    leads_to = saved(client.post(f"{COURSES}add/", sent(client.get(f"{COURSES}add/"), **facts)))
    course = Course.objects.get()
    assert (leads_to, course.site, course.year, course.room) == (
        change(course),
        gounod,
        gounod.school_year(),
        room,
    )
    assert (course.weekday, course.starts_at, course.minutes) == (2, datetime.time(17, 30), 45)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"name": ""}, {"name": [REQUIRED]}),
        ({"weekday": "2"}, {"weekday": [WHOLE]}),
        (
            {"weekday": "2", "starts_at": "25:00", "minutes": "45"},
            {"starts_at": ["Saisissez une heure valide."]},
        ),
    ],
    ids=str,
)
def test_course_is_refused_at_its_field(client, office, course, typed, sentences) -> None:
    client.enter(office)
    assert errors(client.post(change(course), sent(client.get(change(course)), **typed))) == sentences


def test_things_of_another_site_are_not_offered(client, administrator, course, theirs) -> None:
    strangers = {
        "teacher": make_teacher(theirs.course.site),
        "room": Room.objects.create(site=theirs.course.site, name="Salle 1"),
        "discipline": Discipline.objects.create(site=theirs.course.site, name="Guitare"),
    }
    shown = client.enter(administrator).get(change(course))
    for name, stranger in strangers.items():
        answer = client.post(change(course), sent(shown, **{name: stranger.pk}))
        assert errors(answer) == {name: [NOT_AMONG]}


def test_where_there_are_several_sites_the_site_comes_first(client, administrator, course, theirs) -> None:
    shown = client.enter(administrator).get(f"{COURSES}add/")
    fields = shown.context["adminform"].form.fields
    assert list(fields) == ["site", "year", "reference", "name", "weekday", "starts_at", "minutes"]
    saved(client.post(f"{COURSES}add/", sent(shown, site=course.site.pk, year="2026", name="Piano")))
    assert Course.objects.latest("pk").site == course.site


def test_year_and_site_of_a_course_stay(client, administrator, course, theirs) -> None:
    client.enter(administrator)
    typed = sent(client.get(change(course)), year="1999", site=theirs.course.site.pk)
    saved(client.post(change(course), typed))
    assert Course.objects.filter(pk=course.pk, year=course.year, site=course.site).exists()


def test_course_that_is_renamed_is_so_in_the_students_files(client, office, gounod, enrolment, lea) -> None:
    past = make_enrolment(lea, make_course(gounod, "Guitare 0", year=enrolment.year - 1))
    teacher = make_teacher(gounod, "Vidal", first_name="Élise")
    client.enter(office)
    for each in (enrolment, past):
        typed = sent(client.get(change(each.course)), name="Luth", teacher=teacher.pk)
        saved(client.post(change(each.course), typed))
        each.refresh_from_db()
    told = [(each.class_name, each.teacher_name) for each in (enrolment, past)]
    assert told == [("Luth", "VIDAL Élise"), ("Guitare 0", "")]


def test_history_that_is_saved_again_keeps_its_labels(client, office, gounod, lea) -> None:
    strings = Department.objects.create(site=gounod, name="Cordes")
    guitar = Discipline.objects.create(site=gounod, name="Guitare", department=strings)
    course = make_course(gounod, "Guitare 0", year=2019, discipline=guitar, teacher=make_teacher(gounod))
    past = make_enrolment(lea, course)
    for each, facts in ((strings, {"name": "Bois"}), (course.teacher, {"last_name": "Roux"})):
        type(each).objects.filter(pk=each.pk).update(**facts)
    Course.objects.update(name="Luth")
    client.enter(office)
    saved(client.post(change(past), sent(client.get(change(past)), cycle="2C1")))
    past.refresh_from_db()
    told = (past.cycle, past.class_name, past.department_name, past.teacher_name)
    assert told == ("2C1", "Guitare 0", "Cordes", "VIDAL")


def test_names_that_change_are_so_in_this_year_s_files(client, office, gounod, lea) -> None:
    strings = Department.objects.create(site=gounod, name="Cordes")
    guitar = Discipline.objects.create(site=gounod, name="Guitare", department=strings)
    teacher, year = make_teacher(gounod), gounod.school_year()
    facts = {"discipline": guitar, "teacher": teacher}
    both = [make_enrolment(lea, make_course(gounod, "Guitare", year=each, **facts)) for each in (year, 2019)]
    client.enter(office)
    for each, typed in ((strings, {"name": "Bois"}), (teacher, {"last_name": "Roux"})):
        saved(client.post(change(each), sent(client.get(change(each)), **typed)))
    told = Enrolment.objects.in_bulk([each.pk for each in both]).values()
    labels = {(each.year, each.department_name, each.teacher_name) for each in told}
    assert labels == {(year, "Bois", "ROUX"), (2019, "Cordes", "VIDAL")}


def test_discipline_that_moves_takes_this_year_s_files_along(client, office, gounod, lea) -> None:
    woods = Department.objects.create(site=gounod, name="Bois")
    flute = Discipline.objects.create(site=gounod, name="Flûte")
    waiting = make_enrolment(lea, discipline=flute)
    saved(client.enter(office).post(change(flute), sent(client.get(change(flute)), department=woods.pk)))
    waiting.refresh_from_db()
    assert waiting.department_name == "Bois"


def test_course_that_somebody_follows_is_not_deleted(client, office, enrolment) -> None:
    client.enter(office)
    assert delete(client, enrolment.course).status_code == 404
    course = make_course(enrolment.course.site, "Vide")
    saved(delete(client, course))


# Who follows them


def test_students_are_put_in_a_course_on_its_page(client, office, course, lea, tom) -> None:
    client.enter(office)
    typed = {"enrolments_0_student": "lea", "enrolments_0_cycle": "1C1", "enrolments_2_student": "tom moreau"}
    saved(client.post(change(course), sent(client.get(change(course)), **typed)))
    placed = {str(each.student): (each.cycle, each.year, each.class_name) for each in course.enrolments.all()}
    assert placed == {
        "Léa Moreau": ("1C1", course.year, "Guitare 1"),
        "Tom Moreau": ("", course.year, "Guitare 1"),
    }


def test_row_of_a_student_keeps_the_student(client, office, enrolment, tom) -> None:
    page = change(enrolment.course)
    own_time = {"enrolments_0_weekday": "2", "enrolments_0_starts_at": "17:30", "enrolments_0_minutes": "30"}
    typed = sent(client.enter(office).get(page), enrolments_0_student="tom", **own_time)
    del typed["enrolments-0-is_active"]
    saved(client.post(page, typed))
    enrolment.refresh_from_db()
    assert (enrolment.student.person.first_name, enrolment.is_active, enrolment.slot.minutes) == (
        "Léa",
        False,
        30,
    )


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {"enrolments_1_student": "lea"},
            {"enrolments-1-student": ["Cet élève est déjà dans ce cours."]},
        ),
        ({"enrolments_1_cycle": "1C1"}, {"enrolments-1-student": [REQUIRED]}),
        ({"enrolments_0_weekday": "2"}, {"enrolments-0-weekday": [WHOLE]}),
    ],
    ids=str,
)
def test_row_is_refused_at_its_field(client, office, enrolment, tom, typed, sentences) -> None:
    page = change(enrolment.course)
    answer = client.enter(office).post(page, sent(client.get(page), **typed))
    assert errors(answer) == sentences


def test_student_of_another_site_is_not_put_in_a_course(
    client, office, administrator, course, theirs
) -> None:
    typed = {"enrolments_0_student": f"n° {theirs.student.pk}"}
    for staff, told in ((office, "aucune fiche"), (administrator, "D’un autre site.")):
        answer = client.enter(staff).post(change(course), sent(client.get(change(course)), **typed))
        [[sentence]] = errors(answer).values()
        assert told in sentence


def test_choir_is_saved_without_asking_for_each_singer_again(
    client, office, course, family, django_assert_max_num_queries
) -> None:
    for number in range(30):
        make_enrolment(make_student(family, f"Élève {number}"), course)
    client.enter(office)
    typed = sent(client.get(change(course)), enrolments_7_cycle="2C1")
    with django_assert_max_num_queries(30 + 45):  # Django looks each row up by its number
        saved(client.post(change(course), typed))
    assert course.enrolments.get(cycle="2C1").student.person.first_name.startswith("Élève")


def test_student_waits_for_a_course_and_gets_one(client, office, lea, course) -> None:
    guitar = Discipline.objects.create(site=course.site, name="Guitare")
    page = f"{ENROLMENTS}add/?student={lea.pk}"
    client.enter(office)
    assert (
        saved(client.post(page, sent(client.get(page), discipline=guitar.pk)))
        == f"/gestion/students/student/{lea.pk}/change/"
    )
    enrolment = Enrolment.objects.get()
    assert (enrolment.year, enrolment.class_name, enrolment.course) == (course.year, "Guitare", None)
    saved(client.post(change(enrolment), sent(client.get(change(enrolment)), course="guitare 1")))
    enrolment.refresh_from_db()
    assert (enrolment.course, enrolment.class_name) == (course, "Guitare 1")


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"student": ""}, {"student": [REQUIRED]}),
        ({"course": "ancien"}, {"course": ["Ce cours est d’une autre année scolaire."]}),
        (
            {"starts_on": "2026-03-02", "ends_on": "2026-03-01"},
            {"ends_on": ["La fin est après le début."]},
        ),
        ({"course": "guitare"}, {"course": ["Cet élève est déjà dans ce cours."]}),
    ],
    ids=str,
)
def test_enrolment_is_refused_at_its_field(client, office, enrolment, typed, sentences) -> None:
    make_course(enrolment.course.site, "Ancien", year=1999)
    page = f"{ENROLMENTS}add/?student={enrolment.student.pk}"
    answer = client.enter(office).post(page, sent(client.get(page), **typed))
    assert errors(answer) == sentences
