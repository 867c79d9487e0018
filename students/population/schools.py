"""What a school of a large population has by itself: teachers, rooms, and the courses of four years."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from math import ceil
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model

from accounts.models import Site
from imuse import bulk
from imuse.invented import LAST_NAMES, MEN, WOMEN, dice_for, drawn
from students.demonstration.year import Year
from students.models import Course, Department, Discipline, Event, Room, Teacher
from students.models.course import Weekday

YEARS = 4
ROOMS = 12
STUDENTS_A_FAMILY = 1.8
COURSES_A_TEACHER = 4
LESSON_DAYS = list(Weekday)[: Weekday.SUNDAY]


class Kind(NamedTuple):
    """Disciplines by department; what part of the students follows one of them, and how many share a course."""

    departments: dict[str, list[str]]
    part: float
    places: int
    minutes: int

    @property
    def disciplines(self) -> list[str]:
        return [name for names in self.departments.values() for name in names]


MAIN = Kind(
    {
        "Claviers": ["Piano", "Orgue", "Clavecin", "Accordéon"],
        "Cordes": ["Violon", "Alto", "Violoncelle", "Contrebasse", "Guitare", "Harpe"],
        "Danse": ["Danse classique", "Danse contemporaine", "Danse jazz"],
        "Vents": ["Flûte", "Hautbois", "Clarinette", "Basson", "Saxophone", "Trompette", "Cor", "Trombone"],
    },
    part=1,
    places=15,
    minutes=180,
)
THEORY = Kind({"Formation musicale": ["Formation musicale"]}, part=0.7, places=12, minutes=60)
TOGETHER = Kind(
    {"Pratiques collectives": ["Orchestre", "Chœur", "Musique de chambre"]}, part=0.3, places=25, minutes=90
)
EVENTS = {"Concert de Noël": (12, 14), "Audition de printemps": (3, 20), "Concert de fin d’année": (6, 20)}
KINDS = [MAIN, THEORY, TOGETHER]  # who follows one of a kind follows one of each before it


class School:
    """A school's courses, by year and discipline, and the dice for everybody in it."""

    def __init__(self, site: Site, today: date) -> None:
        self.site, self.dice = site, dice_for(f"students of {site.name}")
        this_year = site.school_year()
        self.years = [
            Year(number, first_month=site.year_starts_in, today=today)
            for number in range(this_year - YEARS + 1, this_year + 1)
        ]
        self.courses: dict[tuple[int, str], list[Course]] = {}
        self.events = {year.number: list(self._events(year)) for year in self.years[:-1]}
        self._lesson_days = {
            (year.number, weekday): _lesson_days(year, weekday)
            for year in self.years
            for weekday in LESSON_DAYS
        }

    def course(self, year: Year, discipline: str) -> Course:
        return drawn(self.dice, self.courses[year.number, discipline])

    def lesson_day(self, year: int, weekday: int) -> date:
        return drawn(self.dice, self._lesson_days[year, weekday])

    @transaction.atomic
    def write(self) -> Counter[str]:
        students = self.site.families.count() * STUDENTS_A_FAMILY
        rooms = [Room(site=self.site, name=f"Salle {number}") for number in range(1, ROOMS + 1)]
        rows: list[Model] = [*rooms]
        for kind in KINDS:
            courses = ceil(students * kind.part / len(kind.disciplines) / kind.places)
            rows += self._teaching(kind, courses, rooms)
        rows += [event for events in self.events.values() for event in events]
        return bulk.create_in_order(rows, [Room, Department, Discipline, Teacher, Course, Event])

    def _events(self, year: Year) -> Iterator[Event]:
        for name, day in EVENTS.items():
            yield Event(site=self.site, date=year.on(*day), name=name, place="Auditorium")

    def _teaching(self, kind: Kind, courses: int, rooms: list[Room]) -> Iterator[Model]:
        for name, disciplines in kind.departments.items():
            department = Department(site=self.site, name=name)
            yield department
            for discipline in disciplines:
                row = Discipline(site=self.site, name=discipline, department=department)
                teachers = [self._teacher() for _teacher in range(ceil(courses / COURSES_A_TEACHER))]
                yield from (row, *teachers)
                yield from self._courses(row, courses, kind.minutes, teachers, rooms)

    def _teacher(self) -> Teacher:
        first_name, last_name = drawn(self.dice, [*WOMEN, *MEN]), drawn(self.dice, LAST_NAMES)
        return Teacher(site=self.site, first_name=first_name, last_name=last_name)

    def _courses(
        self, discipline: Discipline, count: int, minutes: int, teachers: list[Teacher], rooms: list[Room]
    ) -> Iterator[Course]:
        for year in self.years:
            courses = [
                Course(
                    site=self.site,
                    year=year.number,
                    name=f"{discipline.name} {number}",
                    discipline=discipline,
                    teacher=drawn(self.dice, teachers),
                    room=drawn(self.dice, rooms),
                    weekday=drawn(self.dice, LESSON_DAYS),
                    starts_at=time(drawn(self.dice, range(10, 20))),
                    minutes=minutes,
                )
                for number in range(1, count + 1)
            ]
            self.courses[year.number, discipline.name] = courses
            yield from courses


def _lesson_days(year: Year, weekday: int) -> list[date]:
    last = year.lesson(1, weekday)
    weeks = max(1, (last - year.first_day).days // 7)
    return [last - timedelta(weeks=week) for week in range(weeks)]
