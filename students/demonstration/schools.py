"""What a school of the demonstration has by itself: departments and disciplines, teachers, rooms, courses, events."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Site
from imuse import bulk
from students.demonstration.tables import Occasion, School, Taught
from students.demonstration.year import Year
from students.models import Course, Cursus, Department, Discipline, Event, Room, Teacher


class Teaching:
    """A school's rows, by the names that its table gives them."""

    def __init__(self, site: Site, today: date) -> None:
        self.site, self.today = site, today
        self.disciplines: dict[str, Discipline] = {}
        self.teachers: dict[str, Teacher] = {}
        self.rooms: dict[str, Room] = {}
        self.courses: dict[str, Course] = {}
        self.events: dict[str, Event] = {}

    def year(self, years_ago: int = 0) -> Year:
        number = self.site.school_year() - years_ago
        return Year(number, first_month=self.site.year_starts_in, today=self.today)


def fill_school(teaching: Teaching, school: School) -> None:
    rows = [*_departments(teaching, school), *_places(teaching, school), *_lessons(teaching, school)]
    bulk.create_in_order(rows, [Department, Discipline, Teacher, Room, Course, Event])
    for (name, cycle), disciplines in school.cursus.items():
        cursus = Cursus.objects.create(site=teaching.site, name=name, cycle=cycle)
        cursus.disciplines.set([teaching.disciplines[discipline] for discipline in disciplines])


def teacher_named(full_name: str, site: Site) -> Teacher:
    first_name, _blank, last_name = full_name.partition(" ")
    return Teacher(site=site, first_name=first_name, last_name=last_name)


def _departments(teaching: Teaching, school: School) -> Iterator[Department | Discipline]:
    for name, disciplines in school.departments.items():
        department = Department(site=teaching.site, name=name)
        yield department
        for discipline in disciplines:
            row = Discipline(site=teaching.site, name=discipline, department=department)
            teaching.disciplines[discipline] = row
            yield row


def _places(teaching: Teaching, school: School) -> Iterator[Room | Event]:
    for name, building in school.rooms.items():
        teaching.rooms[name] = Room(site=teaching.site, name=name, building=building)
        yield teaching.rooms[name]
    for name, occasion in school.events.items():
        teaching.events[name] = _event(occasion, teaching)
        yield teaching.events[name]


def _event(occasion: Occasion, teaching: Teaching) -> Event:
    day = teaching.year(occasion.years_ago).on(occasion.month, occasion.day)
    return Event(site=teaching.site, date=day, name=occasion.name.format(date=day), place=occasion.place)


def _lessons(teaching: Teaching, school: School) -> Iterator[Teacher | Course]:
    for taught in school.courses:
        if taught.teacher not in teaching.teachers:
            teaching.teachers[taught.teacher] = teacher_named(taught.teacher, teaching.site)
            yield teaching.teachers[taught.teacher]
        teaching.courses[taught.name] = _course(taught, teaching)
        yield teaching.courses[taught.name]


def _course(taught: Taught, teaching: Teaching) -> Course:
    return Course(
        site=teaching.site,
        year=teaching.year().number,
        name=taught.name,
        discipline=teaching.disciplines[taught.discipline],
        teacher=teaching.teachers[taught.teacher],
        room=teaching.rooms[taught.room] if taught.room else None,
        **(taught.when._asdict() if taught.when else {}),
    )
