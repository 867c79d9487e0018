"""More than most schools ever see: a family of twelve, fifteen years of lessons, a choir of a hundred and twenty."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from families.models import Family, Person
from imuse import bulk
from students.models import (
    Absence,
    Course,
    Enrolment,
    Evaluation,
    Event,
    FollowUp,
    Membership,
    Performance,
    Student,
    YearComment,
)
from tests.factories import make_course, make_enrolment

CHILDREN, YEARS, LESSONS = 12, 15, 90
FIRST_NAMES = [
    *("Léa", "Tom", "Zoé", "Marie-Apolline", "Éléonore", "Maxence", "Anne-Sixtine", "Noé", "Inès", "Côme"),
    *("Jean-Baptiste", "Lou"),
]
SUBJECTS = ["Guitare", "Formation musicale", "Orchestre symphonique des élèves du deuxième cycle"]
TEACHERS = ["SCHUSTER Clara", "KERDRAON-LEFÈVRE Jean-Baptiste", "OULD-AHMED Aïcha"]


def make_children(family: Family, names: Sequence[str]) -> list[Student]:
    born = date(2010, 1, 1)
    persons = [
        Person(
            site=family.site, first_name=name, last_name=family.name, birth_date=born + timedelta(days=day)
        )
        for day, name in enumerate(names)
    ]
    bulk.create(persons)
    students = [Student(person=person) for person in persons]
    bulk.create(students)
    bulk.create([Membership(student=student, family=family) for student in students])
    return students


def make_large_family(family: Family) -> Student:
    """Its eldest, whose file is the longest."""
    children = make_children(family, FIRST_NAMES[:CHILDREN])
    for weekday, subject in enumerate(SUBJECTS):
        times = {"weekday": weekday, "starts_at": time(17 + weekday), "minutes": 60}
        course = make_course(family.site, subject, **times)
        bulk.create([Enrolment(student=each, course=course, year=course.year) for each in children])
    eldest = children[0]
    _give_history(eldest)
    return eldest


def make_large_course(family: Family, size: int = 120) -> Course:
    """All of one family, that the test may tell them apart; a choir would be of many."""
    course = make_course(family.site, "Grand chœur", weekday=2, starts_at=time(18), minutes=120)
    names = [f"{FIRST_NAMES[number % CHILDREN]} {number:03}" for number in range(1, size + 1)]
    children = make_children(family, names)
    bulk.create([Enrolment(student=each, course=course, year=course.year) for each in children])
    return course


def _give_history(student: Student) -> None:
    site = student.person.site
    this_year = site.school_year()
    for back in range(1, YEARS + 1):
        for subject, teacher in zip(SUBJECTS, TEACHERS, strict=True):
            facts = {"class_name": f"{subject} {back}", "teacher_name": teacher, "cycle": "2C1"}
            make_enrolment(student, year=this_year - back, department_name="Cordes", **facts)
    for enrolment in (student.enrolments.earliest("-year", "pk"), student.enrolments.earliest("year", "pk")):
        bulk.create_in_order(_records(enrolment), [FollowUp, Evaluation, Absence, YearComment])
    event = Event.objects.create(site=site, name="Audition de classe", date=timezone.localdate())
    bulk.create(
        [Performance(event=event, student=student, piece=f"Étude n° {n}", minutes=3) for n in range(1, 91)]
    )


def _records(enrolment: Enrolment) -> Iterator[Model]:
    today = timezone.localdate()
    for number in range(LESSONS):
        said: dict[str, Any] = {"enrolment": enrolment, "date": today - timedelta(days=number)}
        yield FollowUp(title=f"Gammes et arpèges {number}", text="À jouer lentement, puis vite.", **said)
        yield Evaluation(subject=f"Contrôle {number}", kind="Contrôle continu", mark=15, **said)
        yield Absence(reason="Voyage scolaire", lesson="Cours", **said)
        yield YearComment(text="Une belle année, pleine de musique.", author="SCHUSTER Clara", **said)
