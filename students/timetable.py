"""A week of lessons, drawn from enrolments and their slots."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from imuse.components import Day, Lesson
from students.models import Enrolment
from students.models.course import Weekday

SUNDAY = Weekday.SUNDAY


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(
    day: date, enrolments: Iterable[Enrolment], *, address: Callable[[Enrolment], str], with_names: bool
) -> list[Day]:
    """The days of that week with their lessons in order; Sunday only where something is taught on it."""
    lessons: dict[int, list[Lesson]] = {weekday: [] for weekday in Weekday.values}
    for enrolment in enrolments:
        slot = enrolment.slot
        if slot and enrolment.is_current_on(monday_of(day) + timedelta(days=slot.weekday)):
            lessons[slot.weekday].append(_lesson(enrolment, address(enrolment), with_names))
    shown = [weekday for weekday in Weekday.values if weekday != SUNDAY or lessons[SUNDAY]]
    return [_day(monday_of(day) + timedelta(days=weekday), lessons[weekday], day) for weekday in shown]


def _day(this: date, lessons: list[Lesson], today: date) -> Day:
    return Day(this, sorted(lessons, key=lambda lesson: lesson.start), today=this == today)


def _lesson(enrolment: Enrolment, url: str, with_names: bool) -> Lesson:
    course, slot = enrolment.course, enrolment.slot
    return Lesson(
        start=slot.starts_at,
        minutes=slot.minutes,
        title=enrolment.class_name,
        url=url,
        who=enrolment.student.person.first_name if with_names else "",
        where=str(course.room) if course and course.room else "",
    )
