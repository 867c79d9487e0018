"""The rows of a student of the demonstration: person, places in families, courses, what is recorded of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import singledispatch

from django.db.models import Model

from families.models import Guardian, Person
from students.demonstration.schools import Teaching, teacher_named
from students.demonstration.tables import (
    WEDNESDAY,
    Assessed,
    Awaits,
    Commented,
    Followed,
    Follows,
    Missed,
    Place,
    Pupil,
    Worked,
)
from students.demonstration.year import DAY, Year, evening_of
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

MODELS = [Person, Student, Membership, Enrolment, FollowUp, Evaluation, Absence, YearComment, Performance]


def rows_of_pupil(pupil: Pupil, teaching: Teaching) -> Iterator[Model]:
    person = _guardian(pupil.places[0], teaching).person if pupil.is_guardian else _person(pupil, teaching)
    if not pupil.is_guardian:
        yield person
    student = Student(person=person, **pupil.facts)
    yield student
    yield from (_membership(place, student, teaching) for place in pupil.places)
    for line in [*pupil.this_year, *pupil.before]:
        enrolled = enrolled_by(line, student, teaching)
        yield enrolled.enrolment
        yield from (row_of(record, enrolled) for record in getattr(line, "records", ()))
    for played in pupil.played:
        facts = {"piece": played.piece, "composer": played.composer, "comment": played.comment}
        yield Performance(
            event=teaching.events[played.event], student=student, minutes=played.minutes, **facts
        )


def _person(pupil: Pupil, teaching: Teaching) -> Person:
    return Person(site=teaching.site, birth_date=teaching.year().birth_date(*pupil.born), **pupil.person)


def _guardian(place: Place, teaching: Teaching, order: int = 1) -> Guardian:
    guardians = Guardian.objects.select_related("person", "family")
    return guardians.get(family__site=teaching.site, family__reference=place.family, order=order)


def _membership(place: Place, student: Student, teaching: Teaching) -> Membership:
    guardian = _guardian(place, teaching, place.through or 1)
    return Membership(
        student=student,
        family=guardian.family,
        pays=place.pays,
        reached_through=guardian if place.through else None,
        **place.facts,
    )


@dataclass(frozen=True)
class Enrolled:
    """An enrolment, and when its lessons were."""

    enrolment: Enrolment
    year: Year
    today: date
    weekday: int = WEDNESDAY

    def day(self, part: float) -> date:
        return self.year.lesson(part, self.weekday)


@singledispatch
def enrolled_by(line: Follows, student: Student, teaching: Teaching) -> Enrolled:
    year, course = teaching.year(), teaching.courses[line.course]
    slot = line.own_time._asdict() if line.own_time else {}
    enrolment = Enrolment(student=student, year=year.number, course=course, cycle=line.cycle, **slot)
    weekday = WEDNESDAY if course.weekday is None else course.weekday
    if line.ended is not None:
        enrolment.is_active, enrolment.ends_on = False, year.lesson(line.ended, weekday)
    return Enrolled(enrolment, year, teaching.today, weekday)


@enrolled_by.register
def _awaiting(line: Awaits, student: Student, teaching: Teaching) -> Enrolled:
    year, discipline = teaching.year(), teaching.disciplines[line.discipline]
    enrolment = Enrolment(student=student, year=year.number, discipline=discipline, cycle=line.cycle)
    return Enrolled(enrolment, year, teaching.today)


@enrolled_by.register
def _having_followed(line: Followed, student: Student, teaching: Teaching) -> Enrolled:
    year = teaching.year(line.years_ago)
    enrolment = Enrolment(
        student=student,
        year=year.number,
        discipline=teaching.disciplines[line.discipline],
        class_name=line.name,
        cycle=line.cycle,
        teacher_name=str(teacher_named(line.teacher, teaching.site)),
    )
    return Enrolled(enrolment, year, teaching.today)


@singledispatch
def row_of(record: Worked, enrolled: Enrolled) -> Model:
    day = enrolled.day(record.part)
    return FollowUp(**_dated(enrolled, day), title=record.title, text=record.text)


@row_of.register
def _assessed(record: Assessed, enrolled: Enrolled) -> Model:
    day = enrolled.day(record.part)
    shown = day if record.shown_in_days is None else enrolled.today + timedelta(days=record.shown_in_days)
    facts = _dated(enrolled, day, recorded=enrolled.today - DAY if record.recorded_yesterday else day)
    names = ["kind", "subject", "mark", "out_of", "mention", "jury", "comment"]
    return Evaluation(**facts, visible_from=shown, **{name: getattr(record, name) for name in names})


@row_of.register
def _missed(record: Missed, enrolled: Enrolled) -> Model:
    names = ["reason", "lesson", "is_excused", "announced_by"]
    facts = {name: getattr(record, name) for name in names}
    return Absence(**_dated(enrolled, enrolled.day(record.part)), **facts)


@row_of.register
def _commented(record: Commented, enrolled: Enrolled) -> Model:
    return YearComment(**_dated(enrolled, enrolled.year.last_day), text=record.text)


def _dated(enrolled: Enrolled, day: date, recorded: date | None = None) -> dict:
    return {
        "enrolment": enrolled.enrolment,
        "date": day,
        "recorded_at": evening_of(recorded or day),
    }
