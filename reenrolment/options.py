"""What a student may continue: the disciplines of this year in their cycle, or the cursus that they make up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from imuse.keys import key
from reenrolment.models import Campaign, Choice, NextStep, Reenrolment
from students.models import Cursus, Discipline, Enrolment, Student


@dataclass(frozen=True)
class Followed:
    """A discipline in a cycle, in one course or several, and what comes after it."""

    key: str
    name: str
    cycle: str
    teachers: str
    words: str
    next_discipline: Discipline | None
    next_cycle: str
    discipline_id: int | None


@dataclass(frozen=True)
class Option:
    """A box to tick."""

    key: str
    name: str
    parts: Sequence[Followed]
    cursus: Cursus | None = None

    @property
    def cycle(self) -> str:
        return self.parts[0].cycle

    @property
    def teachers(self) -> str:
        return _joined(part.teachers for part in self.parts)

    @property
    def described(self) -> str:
        """Below its name: the disciplines of a cursus, the cycle, who teaches."""
        names = [part.name for part in self.parts] if self.cursus else []
        return _joined([*names, self.cycle, self.teachers])

    @property
    def next_steps(self) -> list[tuple[str, str]]:
        """What comes next; of a cursus, for each of its disciplines."""
        return [(part.name if self.cursus else "", part.words) for part in self.parts if part.words]

    def is_continued_in(self, continued: set[str]) -> bool:
        return all(part.key in continued for part in self.parts)


def options_of(campaign: Campaign, student: Student) -> list[Option]:
    """A cursus before the disciplines that are followed by themselves."""
    followed = followed_by(campaign, [student]).get(student.pk, [])
    cursus = [_as_option(each, parts) for each, parts in _whole_cursus(campaign, followed)]
    in_cursus = {part.key for option in cursus for part in option.parts}
    alone = [Option(each.key, each.name, [each]) for each in followed if each.key not in in_cursus]
    return [*cursus, *alone]


def ticked_in(reenrolment: Reenrolment, options: Iterable[Option]) -> list[str]:
    """The boxes that what was sent amounts to."""
    continued = {choice.place_key for choice in reenrolment.continued}
    return [option.key for option in options if option.is_continued_in(continued)]


def choices_of(options: Iterable[Option], wanted: Iterable[str]) -> list[Choice]:
    """As rows, the ones that are given up too: the office sees which places become free."""
    wanted = set(wanted)
    return [
        Choice(
            place_key=part.key,
            name=part.name,
            cycle=part.cycle,
            cursus=option.cursus,
            cursus_name=option.cursus.name if option.cursus else "",
            teacher_name=part.teachers[:170],
            words=part.words,
            is_continued=option.key in wanted,
            next_discipline=part.next_discipline,
            next_cycle=part.next_cycle,
        )
        for option in options
        for part in option.parts
    ]


def followed_by(campaign: Campaign, students: Iterable[Student]) -> dict[int, list[Followed]]:
    """Of each student; in the same few queries for many."""
    lessons = Enrolment.objects.of_year(campaign.current_year).filter(student__in=students, is_active=True)
    rows = list(lessons.select_related("discipline").order_by("department_name", "class_name", "pk"))
    steps = _steps(campaign, rows)
    grouped: dict[int, dict[str, list[Enrolment]]] = {}
    for row in rows:
        place = Choice.key_of(row.discipline_id, row.class_name, row.cycle)
        grouped.setdefault(row.student_id, {}).setdefault(place, []).append(row)
    return {
        student: [_as_followed(place, same, steps) for place, same in places.items()]
        for student, places in grouped.items()
    }


def _steps(campaign: Campaign, rows: list[Enrolment]) -> dict[int, NextStep]:
    """By enrolment: the student's own, or that of the course."""
    places = Q(enrolment__in=rows) | Q(course__in=[row.course_id for row in rows if row.course_id])
    prepared = NextStep.objects.filter(places, campaign=campaign).select_related("discipline").order_by("pk")
    own = {step.enrolment_id: step for step in prepared if step.enrolment_id}
    of_course = {step.course_id: step for step in prepared if step.course_id}
    found = {row.pk: own.get(row.pk) or of_course.get(row.course_id) for row in rows}
    return {pk: step for pk, step in found.items() if step}


def _as_followed(place: str, rows: list[Enrolment], steps: dict[int, NextStep]) -> Followed:
    first = rows[0]
    prepared = [steps[row.pk] for row in rows if row.pk in steps]
    return Followed(
        key=place,
        name=first.discipline.name if first.discipline else first.class_name,
        cycle=first.cycle,
        teachers=_joined(row.teacher_name for row in rows),
        words=_joined(step.words for step in prepared)[:160],
        next_discipline=next((step.discipline for step in prepared if step.discipline), first.discipline),
        next_cycle=next((step.cycle for step in prepared if step.cycle), first.cycle),
        discipline_id=first.discipline_id,
    )


def _whole_cursus(campaign: Campaign, followed: list[Followed]) -> Iterable[tuple[Cursus, list[Followed]]]:
    """The largest first, each discipline in one at most; all of its disciplines are followed, in its cycle."""
    numbers = [each.discipline_id for each in followed if each.discipline_id]
    found = Cursus.objects.filter(site=campaign.site_id, disciplines__in=numbers).distinct()
    several = [
        (each, {part.pk for part in each.disciplines.all()}) for each in found.prefetch_related("disciplines")
    ]
    free = list(followed)
    for cursus, wanted in sorted(several, key=lambda pair: (-len(pair[1]), pair[0].name_key)):
        parts = [part for part in free if part.discipline_id in wanted and _is_in_cycle(part, cursus)]
        if len(wanted) > 1 and {part.discipline_id for part in parts} == wanted:
            free = [part for part in free if part not in parts]
            yield cursus, parts


def _is_in_cycle(part: Followed, cursus: Cursus) -> bool:
    """«2C1» is a year of «2C»; an orchestra mostly has no cycle."""
    return not (cursus.cycle and part.cycle) or key(part.cycle).startswith(key(cursus.cycle))


def _as_option(cursus: Cursus, parts: list[Followed]) -> Option:
    return Option(f"cursus-{cursus.pk}", cursus.name, parts, cursus)


def _joined(words: Iterable[str]) -> str:
    """Each once, in their order."""
    return ", ".join(dict.fromkeys(word for word in words if word))
