"""The students of a large population: one to four a family, each with one to three courses in each of four years."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model

from families.models import Guardian, Person
from families.population import coordinates, mobile
from imuse import bulk
from imuse.invented import MEN, WOMEN, drawn
from students.demonstration.year import evening_of
from students.models import (
    Absence,
    Enrolment,
    Evaluation,
    FollowUp,
    Membership,
    Performance,
    Student,
    YearComment,
)
from students.population.schools import KINDS, MAIN, School

# A number of students, of courses: as often as it stands here.
STUDENTS = [1] * 9 + [2] * 7 + [3] * 3 + [4]
COURSES = [1] * 3 + [2] * 4 + [3] * 3
LEVELS = [f"{cycle}C{year}" for cycle in (1, 2, 3) for year in (1, 2, 3, 4)]
AGES = range(6, 18)
SCHOOL_LEVELS = ["CP", "CE1", "CE2", "CM1", "CM2", "6e", "5e", "4e", "3e", "2de", "1re", "Terminale"]

ADULT, IN_TWO_HOUSEHOLDS, OWN_TIME = 0.06, 0.03, 0.4
FOLLOWED_UP, ASSESSED, ABSENT = 0.05, 0.25, 0.1
COMMENTED, PLAYED = 0.05, 0.1  # of the years that are over
PIECES = ["Menuet", "Valse", "Sonatine", "Berceuse", "Tango", "Choral", "Suite de danses"]


class Household(NamedTuple):
    """With the neighbours: some of its students live with them as well."""

    guardian: Guardian
    neighbour: Guardian
    students: list[Student]


@transaction.atomic
def write_students(guardians: Sequence[Guardian], school: School) -> Counter[str]:
    """Step by step: a row takes the key of what it points to, which costs less than to take the row."""
    neighbours = [*guardians[1:], guardians[0]]
    households = [
        Household(guardian, neighbour, list(_students_of(guardian, school)))
        for guardian, neighbour in zip(guardians, neighbours, strict=True)
    ]
    students = [student for household in households for student in household.students]
    written = bulk.create([student.person for student in students if student.person.pk is None])
    written += bulk.create(students)
    written += bulk.create([place for household in households for place in _places(household, school.dice)])
    enrolments = [enrolment for student in students for enrolment in _enrolments(student, school)]
    written += bulk.create(enrolments)
    records = (record for enrolment in enrolments for record in _records(enrolment, school))
    return written + bulk.create_in_order(records, [FollowUp, Evaluation, Absence, YearComment, Performance])


def _students_of(guardian: Guardian, school: School) -> Iterator[Student]:
    children = drawn(school.dice, STUDENTS)
    if school.dice.random() < ADULT:
        children -= 1
        yield Student(person=guardian.person)
    for _child in range(children):
        yield _child_of(guardian, school)


def _child_of(guardian: Guardian, school: School) -> Student:
    dice = school.dice
    is_girl, age = dice.random() < 0.5, drawn(dice, AGES)
    birthday = drawn(dice, range(1, 13)), drawn(dice, range(1, 29))
    person = Person(
        site=school.site,
        sex=Person.Sex.FEMALE if is_girl else Person.Sex.MALE,
        first_name=drawn(dice, WOMEN if is_girl else MEN),
        last_name=guardian.person.last_name,
        birth_date=school.years[-1].birth_date(age, *birthday),
    )
    return Student(
        person=person,
        school_level=SCHOOL_LEVELS[AGES.index(age)],
        image_right=drawn(dice, Student.ImageRight.values),
        may_leave_alone=age > 10,
    )


def _places(household: Household, dice: Random) -> Iterator[Membership]:
    guardian, neighbour, students = household
    for student in students:
        yield Membership(
            student_id=student.pk,
            family_id=guardian.family_id,
            reached_through_id=guardian.pk,
            emergency_telephone=mobile(dice),
        )
        is_child = student.person_id != guardian.person_id
        if is_child and neighbour != guardian and dice.random() < IN_TWO_HOUSEHOLDS:
            elsewhere = coordinates(dice)
            yield Membership(student_id=student.pk, family_id=neighbour.family_id, pays=False, **elsewhere)


def _enrolments(student: Student, school: School) -> Iterator[Enrolment]:
    dice = school.dice
    main, level = drawn(dice, MAIN.disciplines), drawn(dice, range(len(LEVELS) - len(school.years) + 1))
    for year, cycle in zip(school.years, LEVELS[level:], strict=False):
        for kind in KINDS[: drawn(dice, COURSES)]:
            course = school.course(year, main if kind is MAIN else drawn(dice, kind.disciplines))
            enrolment = Enrolment(student_id=student.pk, year=year.number, course=course, cycle=cycle)
            if kind is MAIN and dice.random() < OWN_TIME:
                _give_own_time(enrolment, dice)
            yield enrolment


def _give_own_time(enrolment: Enrolment, dice: Random) -> None:
    course = enrolment.course
    enrolment.weekday, enrolment.minutes = course.weekday, 30
    enrolment.starts_at = course.starts_at.replace(minute=drawn(dice, [0, 30]))


def _records(enrolment: Enrolment, school: School) -> Iterator[Model]:
    dice = school.dice
    if dice.random() < FOLLOWED_UP:
        yield FollowUp(title="Travail de la semaine", **_dated(enrolment, school))
    if dice.random() < ASSESSED:
        facts = _dated(enrolment, school)
        mark = drawn(dice, range(8, 21))
        yield Evaluation(subject="Contrôle continu", mark=mark, visible_from=facts["date"], **facts)
    if dice.random() < ABSENT:
        yield Absence(is_excused=dice.random() < 0.5, **_dated(enrolment, school))
    if enrolment.year in school.events:
        yield from _end_of_year(enrolment, school)


def _end_of_year(enrolment: Enrolment, school: School) -> Iterator[Model]:
    dice = school.dice
    if dice.random() < COMMENTED:
        author = enrolment.teacher_name
        yield YearComment(author=author, text="Une bonne année.", **_dated(enrolment, school))
    if dice.random() < PLAYED:
        event, piece = drawn(dice, school.events[enrolment.year]), drawn(dice, PIECES)
        yield Performance(event_id=event.pk, student_id=enrolment.student_id, piece=piece, minutes=5)


def _dated(enrolment: Enrolment, school: School) -> dict[str, Any]:
    day = school.lesson_day(enrolment.year, enrolment.course.weekday)
    return {"enrolment_id": enrolment.pk, "date": day, "recorded_at": evening_of(day)}
