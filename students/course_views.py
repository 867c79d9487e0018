"""«Cours», «Historique», «Répertoire»: what a student follows, followed and played."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from families.identity import facts
from imuse.components import PagerWords
from imuse.templatetags.times import duration
from imuse.walking import page_of, place_among
from students.course_files import CourseFile, courses_of, line_page, lines_page, past_courses_of
from students.files import enrolment_of, student_of, student_page, way_of
from students.models import Performance
from students.timetable import week_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from students.models import Enrolment, Student

EVENTS = PagerWords(
    title=_("D’un événement à l’autre"),
    first=_("Premier événement"),
    previous=_("Événement précédent"),
    next=_("Événement suivant"),
    last=_("Dernier événement"),
)


@require_safe
def courses(request: "HttpRequest", student_id: int) -> "HttpResponse":
    student, way = student_of(request, student_id), way_of(request)
    related = ("student__person", "course__room", "course__teacher")
    enrolments = list(courses_of(request, student).select_related(*related))

    def address(enrolment: "Enrolment") -> str:
        return f"{reverse('course', args=[student.pk, enrolment.pk])}{way}"

    year = student.person.site.school_year()
    this_year = [enrolment for enrolment in enrolments if enrolment.year == year]
    week = week_of(timezone.localdate(), this_year, address=address, with_names=False)
    context = {"enrolments": enrolments, "week": week, "year": year}
    return student_page(request, "students/courses.html", student, "courses", **context)


@require_safe
def history(request: "HttpRequest", student_id: int) -> "HttpResponse":
    student = student_of(request, student_id)
    page = page_of(request, past_courses_of(request, student))
    return student_page(request, "students/history.html", student, "history", page=page)


@require_safe
def records(
    request: "HttpRequest", student_id: int, enrolment_id: int, *, file: CourseFile, tab: int
) -> "HttpResponse":
    enrolment = enrolment_of(request, student_id, enrolment_id)
    return lines_page(request, file, file.records[tab], enrolment)


@require_safe
def record(
    request: "HttpRequest", student_id: int, enrolment_id: int, pk: int, *, file: CourseFile, tab: int
) -> "HttpResponse":
    enrolment = enrolment_of(request, student_id, enrolment_id)
    return line_page(request, file, file.records[tab], enrolment, pk)


def performances_of(request: "HttpRequest", student: "Student") -> "QuerySet[Performance]":
    return Performance.objects.for_user(request.user).filter(student=student).select_related("event")


@require_safe
def repertoire(request: "HttpRequest", student_id: int) -> "HttpResponse":
    student = student_of(request, student_id)
    page = page_of(request, performances_of(request, student))
    return student_page(request, "students/repertoire.html", student, "repertoire", page=page)


@require_safe
def performance(request: "HttpRequest", student_id: int, performance_id: int) -> "HttpResponse":
    student, way = student_of(request, student_id), way_of(request)
    played = performances_of(request, student)
    shown = get_object_or_404(performances_of(request, student), pk=performance_id)

    def address(number: int) -> str:
        return f"{reverse('performance', args=[student.pk, number])}{way}"

    pager = place_among(list(played.values_list("pk", flat=True)), shown.pk, address, EVENTS)
    pairs = [
        *facts(shown.event, ["date", "name", "place"]),
        *facts(shown, ["piece", "composer"]),
        (_("Durée"), duration(shown.minutes) if shown.minutes else "–"),
        *facts(shown, ["comment"]),
    ]
    context = {"student": student, "performance": shown, "pager": pager, "way": way, "pairs": pairs}
    return render(request, "students/performance.html", context)
