"""What «Accueil» shows of the students: teachers who are away, what was recorded since one last came in, and the lessons of the week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.sessions import previous_sign_in
from imuse.components import Day, Waiting
from students.away import notices_for
from students.models import Absence, Enrolment, Evaluation
from students.timetable import monday_of, week_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from students.models import CourseNotice

MOST = 6  # lines of what is new; the rest is in the files
COURSE = {
    "student": F("enrolment__student"),
    "first_name": F("enrolment__student__person__first_name"),
    "last_name": F("enrolment__student__person__last_name"),
    "class_name": F("enrolment__class_name"),
}


def unread(request: "HttpRequest") -> Iterator[Waiting]:
    """A line for each course with something new in it."""
    since = previous_sign_in(request)
    if since:
        shown_since = Q(recorded_at__gt=since) | Q(visible_from__gt=timezone.localdate(since))
        evaluations = Evaluation.objects.for_user(request.user).filter(shown_since)
        yield from _lines(evaluations, "course_evaluations", _evaluations_in_words)
        absences = Absence.objects.for_user(request.user).filter(recorded_at__gt=since)
        yield from _lines(absences, "course_absences", _absences_in_words)


def _lines(rows: "QuerySet", route: str, in_words: "Callable[[int], tuple[str, str]]") -> Iterator[Waiting]:
    of_course = rows.order_by().values("enrolment", **COURSE)
    counted = of_course.annotate(number=Count("pk"), newest=Max("recorded_at"))
    for line in counted.order_by("-newest", "enrolment")[:MOST]:
        title, due = in_words(line["number"])
        yield Waiting(
            shape="unread",
            title=title,
            url=f"{reverse(route, args=[line['student'], line['enrolment']])}?de=accueil",
            text=f"{line['first_name'] or line['last_name']}, {line['class_name']}",
            due=due,
        )


def _evaluations_in_words(number: int) -> tuple[str, str]:
    title = ngettext("Une évaluation à lire", "%(number)s évaluations à lire", number)
    return title % {"number": number}, ngettext("nouvelle", "nouvelles", number)


def _absences_in_words(number: int) -> tuple[str, str]:
    title = ngettext("Une absence à lire", "%(number)s absences à lire", number)
    return title % {"number": number}, ngettext("nouvelle", "nouvelles", number)


def notices(request: "HttpRequest") -> "list[CourseNotice]":
    """A teacher is away: until the day of the lesson is over."""
    return notices_for(request.user)


@dataclass(frozen=True)
class Week:
    first: date
    last: date
    days: list[Day]


def week(request: "HttpRequest") -> Week | None:
    """Of all the family's students; nothing where none has a course."""
    today = timezone.localdate()
    year = request.user.site.school_year()
    enrolments = (
        Enrolment.objects.for_user(request.user)
        .filter(year=year)
        .select_related("student__person", "course__room")
    )
    days = week_of(today, enrolments.order_by("pk"), address=_address, with_names=True)
    if not any(day.lessons for day in days):
        return None
    return Week(monday_of(today), days[-1].date, days)


def _address(enrolment: Enrolment) -> str:
    return f"{reverse('course', args=[enrolment.student_id, enrolment.pk])}?de=accueil"
