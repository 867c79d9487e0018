"""The students of a large population: one to four a family, each with one to three courses in each of four years."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Model

from families.models import Guardian, Person
from families.population import coordinates, mobile
from imuse import bulk
from imuse.invented import MEN, WOMEN, drawn
from students.demonstration.year import Year, evening_of
from students.models import Absence, Enrolment, Evaluation, FollowUp, Membership, Student
from students.population.schools import KINDS, MAIN, School

MODELS = [Person, Student, Membership, Enrolment, FollowUp, Evaluation, Absence]

# A number of students, of courses: as often as it stands here.
STUDENTS = [1] * 9 + [2] * 7 + [3] * 3 + [4]
COURSES = [1] * 3 + [2] * 4 + [3] * 3
LEVELS = [f"{cycle}C{year}" for cycle in (1, 2, 3) for year in (1, 2, 3, 4)]
AGES = range(6, 18)
SCHOOL_LEVELS = ["CP", "CE1", "CE2", "CM1", "CM2", "6e", "5e", "4e", "3e", "2de", "1re", "Terminale"]

ADULT, IN_TWO_HOUSEHOLDS, OWN_TIME = 0.06, 0.03, 0.4
FOLLOWED_UP, ASSESSED, ABSENT = 0.05, 0.25, 0.1


@transaction.atomic
def write_students(guardians: Sequence[Guardian], school: School) -> Counter[str]:
    others = [*guardians[1:], guardians[0]]
    families = zip(guardians, others, strict=True)
    rows = (row for guardian, other in families for row in _family(guardian, other, school))
    return bulk.create_in_order(rows, MODELS)


def _family(guardian: Guardian, other: Guardian, school: School) -> Iterator[Model]:
    """Some of its students live with the other guardian's family as well, which has coordinates of its own."""
    dice = school.dice
    number = drawn(dice, STUDENTS)
    if dice.random() < ADULT:
        number -= 1
        yield from _student(Student(person=guardian.person), guardian, school)
    for _child in range(number):
        student = _child_of(guardian, school)
        yield student.person
        yield from _student(student, guardian, school)
        if other != guardian and dice.random() < IN_TWO_HOUSEHOLDS:
            yield Membership(student=student, family=other.family, pays=False, **coordinates(dice))


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


def _student(student: Student, guardian: Guardian, school: School) -> Iterator[Model]:
    dice = school.dice
    yield student
    yield Membership(
        student=student, family=guardian.family, reached_through=guardian, emergency_telephone=mobile(dice)
    )
    main, level = drawn(dice, MAIN.disciplines), drawn(dice, range(len(LEVELS) - len(school.years) + 1))
    for year, cycle in zip(school.years, LEVELS[level:], strict=False):
        for kind in KINDS[: drawn(dice, COURSES)]:
            course = school.course(year, main if kind is MAIN else drawn(dice, kind.disciplines))
            enrolment = Enrolment(student=student, year=year.number, course=course, cycle=cycle)
            if kind is MAIN and dice.random() < OWN_TIME:
                _give_own_time(enrolment, dice)
            yield enrolment
            yield from _records(enrolment, year, school)


def _give_own_time(enrolment: Enrolment, dice: Random) -> None:
    course = enrolment.course
    enrolment.weekday, enrolment.minutes = course.weekday, 30
    enrolment.starts_at = course.starts_at.replace(minute=drawn(dice, [0, 30]))


def _records(enrolment: Enrolment, year: Year, school: School) -> Iterator[Model]:
    dice = school.dice
    if dice.random() < FOLLOWED_UP:
        yield FollowUp(title="Travail de la semaine", **_dated(enrolment, year, school))
    if dice.random() < ASSESSED:
        facts = _dated(enrolment, year, school)
        mark = drawn(dice, range(8, 21))
        yield Evaluation(subject="Contrôle continu", mark=mark, visible_from=facts["date"], **facts)
    if dice.random() < ABSENT:
        yield Absence(is_excused=dice.random() < 0.5, **_dated(enrolment, year, school))


def _dated(enrolment: Enrolment, year: Year, school: School) -> dict[str, Any]:
    day = school.lesson_day(year, enrolment.course.weekday)
    return {"enrolment": enrolment, "date": day, "recorded_at": evening_of(day)}
