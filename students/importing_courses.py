"""Courses with who is enrolled in them, from a file: a row for each student, those of a course one after the other.

A course is known by the school's reference in its year, a student by theirs. Who waits for a course of that discipline
(«à placer») is placed, and not enrolled twice. What a course names, a discipline, a
teacher, a room, is made where there is none of that name. Who is not in the file stays enrolled.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site, User
from imuse.bulk import in_batches
from imuse.importing import columns, drafts
from imuse.importing.columns import YEAR, YES_OR_NO, Column
from imuse.importing.drafts import Draft
from imuse.importing.kinds import Kind, Plan
from imuse.importing.units import Row, Unit
from imuse.keys import key
from students.models import Course, Department, Discipline, Enrolment, Room, Student, Teacher

AT_ONCE = 200
# Of the course, in each of its rows.
COMMON = ["name", "discipline", "department", "teacher_last_name", "teacher_first_name", "room", "building"]
OWN = ["cycle", "is_active", "starts_on", "ends_on"]
SLOT = ["weekday", "starts_at", "minutes"]
MADE = [Department, Discipline, Teacher, Room, Course, Enrolment]
WEEKDAYS = columns.choice(
    dict(
        zip(
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            range(7),
            strict=True,
        )
    )
    | dict(
        zip(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"], range(7), strict=True)
    )
)
OWN_SLOT = {
    "own_weekday": "weekday",
    "own_starts_at": "starts_at",
    "own_minutes": "minutes",
}


class CourseFile(Kind):
    order, name = 30, "courses"
    label = gettext_lazy("Cours et inscriptions")
    lead = gettext_lazy(
        "Une ligne par élève inscrit ; celles d’un cours se suivent. Sans élève : le cours seul."
    )
    permission = "students.add_course"
    by = ["year", "reference"]
    example = Path(__file__).parent / "examples" / "courses.csv"
    columns = [
        columns.of(Course, "reference", "Référence cours", "Course reference", required=True),
        columns.of(Course, "year", "Année scolaire", "School year", required=True, **YEAR),
        columns.of(Course, "name", "Cours", "Course", required=True),
        columns.of(Discipline, "name", "Discipline", "Discipline", called="discipline"),
        columns.of(
            Department,
            "name",
            "Département",
            "Department",
            called="department",
            words=gettext_lazy("Celui d’une discipline nouvelle."),
        ),
        columns.of(
            Teacher, "last_name", "Nom de l'enseignant", "Teacher's last name", called="teacher_last_name"
        ),
        columns.of(
            Teacher,
            "first_name",
            "Prénom de l'enseignant",
            "Teacher's first name",
            called="teacher_first_name",
        ),
        columns.of(Room, "name", "Salle", "Room", called="room"),
        columns.of(Room, "building", "Bâtiment", "Building"),
        columns.of(Course, "weekday", "Jour", "Day", **WEEKDAYS),
        columns.of(Course, "starts_at", "Début", "Start"),
        columns.of(Course, "minutes", "Durée", "Minutes", words=gettext_lazy("En minutes.")),
        Column("student", "Référence élève", "Student reference"),
        columns.of(Enrolment, "cycle", "Cycle", "Cycle"),
        columns.of(Enrolment, "is_active", "Actif", "Active", **YES_OR_NO),
        columns.of(Enrolment, "starts_on", "Du", "From"),
        columns.of(Enrolment, "ends_on", "Au", "Until"),
        columns.of(Enrolment, "weekday", "HE : jour", "Own day", called="own_weekday", **WEEKDAYS),
        columns.of(Enrolment, "starts_at", "HE : début", "Own start", called="own_starts_at"),
        columns.of(Enrolment, "minutes", "HE : durée", "Own minutes", called="own_minutes"),
    ]

    def plans(self, units: Sequence[Unit], site: Site) -> list[Plan]:
        return _Batch(self.named(), units, site).plans

    def lock(self, units: Sequence[Unit], site: Site) -> None:
        """The school: of two files that name the same new teacher, one makes it."""
        Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
        courses = Course.objects.filter(site=site, reference__in={unit.first["reference"] for unit in units})
        list(courses.select_for_update(of=("self",)).order_by("pk"))
        asked = {row["student"] for unit in units for row in unit.rows if row["student"]}
        places = _to_place().filter(student__person__site=site, student__person__reference__in=asked)
        list(places.select_for_update(of=("self",)).order_by("pk"))

    def write(self, plans: Sequence[Plan], *, site: Site, by: User) -> None:  # noqa: ARG002
        drafts.save([draft for plan in plans for draft in plan.drafts], MADE)

    def rows(self, site: Site) -> Iterator[dict[str, Any]]:
        found = Course.objects.filter(site=site).exclude(reference="")
        related = found.select_related("discipline__department", "teacher", "room")
        for batch in in_batches(related.prefetch_related("enrolments__student__person"), AT_ONCE):
            for course in batch:
                yield from _rows(course)


def _to_place() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course=None, is_active=True)


def _rows(course: Course) -> Iterable[dict[str, Any]]:
    values = {name: getattr(course, name) for name in ["reference", "year", "name", *SLOT]}
    if course.discipline:
        values |= {
            "discipline": course.discipline.name,
            "department": str(course.discipline.department or ""),
        }
    if course.teacher:
        values |= {
            "teacher_last_name": course.teacher.last_name,
            "teacher_first_name": course.teacher.first_name,
        }
    if course.room:
        values |= {"room": course.room.name, "building": course.room.building}
    known = [each for each in course.enrolments.all() if each.student.person.reference]
    for each in sorted(known, key=lambda enrolment: enrolment.pk):
        own = {name: getattr(each, attribute) for name, attribute in OWN_SLOT.items()}
        mine = {"student": each.student.person.reference}
        yield values | mine | own | {name: getattr(each, name) for name in OWN}
    if not known:
        yield values


class Names:
    """What courses name: of that name and, where there is none, new."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known: dict[tuple, Any] = {}
        for row in Discipline.objects.filter(site=site).select_related("department"):
            self.known["discipline", row.name_key] = row
        for row in Department.objects.filter(site=site):
            self.known["department", row.name_key] = row
        for row in Room.objects.filter(site=site):
            self.known["room", row.name_key, key(row.building)] = row
        for row in Teacher.objects.filter(site=site).order_by("-pk"):  # of namesakes, the first one
            self.known["teacher", row.name_key] = row

    def discipline(self, row: Row, new: list[Model]) -> Discipline | None:
        def make() -> Discipline:
            department = self.named("department", row["department"], new)
            return Discipline(site=self.site, name=row["discipline"], department=department)

        return self._one(("discipline", key(row["discipline"] or "")), make, new)

    def named(self, what: str, name: str | None, new: list[Model]) -> Department | None:
        return self._one((what, key(name or "")), lambda: Department(site=self.site, name=name), new)

    def room(self, row: Row, new: list[Model]) -> Room | None:
        name, building = row["room"], row["building"] or ""
        where = "room", key(name or ""), key(building)
        return self._one(where, lambda: Room(site=self.site, name=name, building=building), new)

    def teacher(self, row: Row, new: list[Model]) -> Teacher | None:
        last, first = row["teacher_last_name"], row["teacher_first_name"] or ""
        who = "teacher", key(f"{last} {first}") if last else ""
        return self._one(who, lambda: Teacher(site=self.site, last_name=last, first_name=first), new)

    def _one(self, place: tuple, make: Callable[[], Any], new: list[Model]) -> Any:
        if not place[1]:
            return None
        if place not in self.known:
            self.known[place] = make()
            new.append(self.known[place])
        return self.known[place]


class _Batch:
    """A batch of the file beside what is on record."""

    def __init__(self, named: dict[str, Column], units: Sequence[Unit], site: Site) -> None:
        self.named, self.site, self.names = named, site, Names(site)
        references = {unit.first["reference"] for unit in units}
        related = ("discipline", "teacher", "room")
        courses = Course.objects.filter(site=site, reference__in=references).select_related(*related)
        self.courses = {(course.year, course.reference): course for course in courses}
        students = {row["student"] for unit in units for row in unit.rows if row["student"]}
        found = Student.objects.filter(person__site=site, person__reference__in=students)
        self.students = {
            student.person.reference: student for student in found.select_related("person__site")
        }
        enrolled = Enrolment.objects.filter(course__in=courses, student__in=found)
        self.enrolments = {
            (each.course_id, each.student_id): each
            for each in enrolled.select_related("course__site", "discipline__department")
        }
        waiting = _to_place().filter(student__in=found).select_related("discipline__department")
        self.to_place = {
            (each.student_id, each.year, each.discipline_id): each for each in waiting.order_by("-pk")
        }
        self.plans = [self._plan(unit) for unit in units]

    def _plan(self, unit: Unit) -> Plan:
        plan = Plan(unit)
        if unit.faults:
            return plan
        words = _("Ce cours est décrit autrement ligne %(line)s : %(names)s.")
        plan.check_says_one_thing([*COMMON, *SLOT], self.named, words)
        first = unit.first
        course = self.courses.get((first["year"], first["reference"]))
        plan.is_new = course is None
        course = course or Course(site=self.site, year=first["year"], reference=first["reference"])
        made: list[Model] = []
        given = first.given(["name", *SLOT])
        for name, of_row in (("discipline", self.names.discipline), ("room", self.names.room)):
            if name in first:
                given[name] = of_row(first, made)
        if "teacher_last_name" in first:
            given["teacher"] = self.names.teacher(first, made)
        named = {**self.named, "teacher": self.named["teacher_last_name"]}
        draft = Draft(_("Cours"), course, given, named)
        plan.drafts += [Draft("", obj, {}, named) for obj in made]
        plan.drafts.append(draft)
        self._check_slot(plan, unit.line, course)
        self._plan_enrolments(plan, unit, course)
        return plan

    def _check_slot(self, plan: Plan, line: int, obj: Course | Enrolment) -> None:
        given = [getattr(obj, name) is not None for name in SLOT]
        if any(given) and not all(given):
            plan.refuse(line, _("Le jour, le début et la durée se donnent ensemble."))

    def _plan_enrolments(self, plan: Plan, unit: Unit, course: Course) -> None:
        seen: set[str] = set()
        for row in unit.rows:
            reference = row["student"]
            if not reference:
                continue
            if reference in seen:
                plan.refuse(row.line, _("Cet élève est déjà dans ce cours."))
            seen.add(reference)
            student = self.students.get(reference)
            if student is None:
                plan.refuse(
                    row.line,
                    _("L’élève %(reference)s n’est pas connu : importez-le d’abord.")
                    % {"reference": reference},
                )
                continue
            self._plan_enrolment(plan, row, course, student)

    def _plan_enrolment(self, plan: Plan, row: Row, course: Course, student: Student) -> None:
        given = row.given(OWN)
        enrolment = self.enrolments.get((course.pk, student.pk))
        waiting = self._place_of(student, course) if enrolment is None else None
        if waiting:
            enrolment, waiting.student, given["course"] = waiting, student, course
        elif enrolment:
            enrolment.student, enrolment.course = student, course
        else:
            enrolment = Enrolment(student=student, course=course, year=course.year)
        if given.get("is_active", True) is None:
            given["is_active"] = True
        given |= {attribute: row[name] for name, attribute in OWN_SLOT.items() if name in row}
        named = {**self.named, **{attribute: self.named[name] for name, attribute in OWN_SLOT.items()}}
        named["course"] = self.named["name"]
        plan.drafts.append(Draft(str(student), enrolment, given, named))
        self._check_slot(plan, row.line, enrolment)
        if enrolment.starts_on and enrolment.ends_on and enrolment.ends_on < enrolment.starts_on:
            plan.refuse(row.line, _("La fin est après le début."))

    def _place_of(self, student: Student, course: Course) -> Enrolment | None:
        """That the student's re-enrolment made, for one course."""
        if course.discipline is None or course.discipline.pk is None:
            return None
        return self.to_place.pop((student.pk, course.year, course.discipline.pk), None)
