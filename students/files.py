"""A student's file: who sees it, its tabs, the way back to where it was opened from, the way to the next student."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imuse.components import PagerWords
from imuse.screens import STUDENT
from imuse.walking import place_among
from students.models import Enrolment, Student

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

# What an address may say in `de`, and where «Retour» then leads.
OPENED_FROM = {"accueil": "home", "famille": "family_students"}

STUDENTS = PagerWords(
    title=_("D’un élève à l’autre"),
    first=_("Premier élève"),
    previous=_("Élève précédent"),
    next=_("Élève suivant"),
    last=_("Dernier élève"),
)


def students_of(user: "User") -> "QuerySet[Student]":
    return Student.objects.for_user(user).select_related("person").order_by("person__birth_date", "pk")


def students_for(request: "HttpRequest") -> "list[Student]":
    """The same, asked for once in a request: the menu and the pager both name them."""
    if not hasattr(request, "students_listed"):
        request.students_listed = list(students_of(request.user))
    return request.students_listed


def student_of(request: "HttpRequest", student_id: int) -> Student:
    seen = Student.objects.for_user(request.user).select_related("person__site")
    return get_object_or_404(seen, pk=student_id)


def enrolment_of(request: "HttpRequest", student_id: int, enrolment_id: int) -> Enrolment:
    seen = Enrolment.objects.for_user(request.user).select_related(
        "student__person__site", "course__room", "course__teacher", "discipline"
    )
    enrolment = get_object_or_404(seen, pk=enrolment_id)
    if enrolment.student_id != student_id:  # an address may say any number, SQLite knows none beyond its own
        raise Http404
    return enrolment


def way_of(request: "HttpRequest") -> str:
    """What an address of the file carries on, so that «Retour» knows its way."""
    origin = request.GET.get("de", "")
    return f"?de={origin}" if origin in OPENED_FROM else ""


def student_page(
    request: "HttpRequest", template: str, student: Student, route: str, **context: Any
) -> "HttpResponse":
    """A tab of the file; the pager keeps the tab."""
    way = way_of(request)
    numbers = [each.pk for each in students_for(request)]
    facts = {
        "student": student,
        "tabs": STUDENT.tabs(request, student, student.pk, query=way),
        "pager": place_among(
            numbers, student.pk, lambda number: f"{reverse(route, args=[number])}{way}", STUDENTS
        ),
        "way_back": reverse(OPENED_FROM.get(request.GET.get("de", ""), "students")),
        "way": way,
        "tabs_label": _("Fiche de %(name)s") % {"name": student.person.first_name or student},
    }
    return render(request, template, facts | context)
