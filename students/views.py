"""«Élèves»: the family's students, and who they are."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.views import form_page
from families.field_rules import Kind
from families.record_page import open_record
from families.sheet import Sheet
from families.views import family_of, family_page
from students.files import student_of, student_page, students_for
from students.identity import StudentRecordForm
from students.models import Membership

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def students(request: "HttpRequest") -> "HttpResponse":
    return render(request, "students/list.html", {"students": students_for(request)})


@require_safe
def family_students(request: "HttpRequest") -> "HttpResponse":
    """The same, as a tab of «Famille»."""
    family = family_of(request)
    return family_page(request, "students/of_family.html", family, students=students_for(request))


@form_page
def identity(request: "HttpRequest", student_id: int) -> "HttpResponse":
    student = student_of(request, student_id)
    place = get_object_or_404(
        Membership.objects.for_user(request.user).select_related("family__site", "reached_through__person"),
        student=student,
    )
    rows = {"person": student.person, "student": student, "membership": place}
    sheet = Sheet(Kind.STUDENT, place.family, student.person, rows, request.user)
    page = open_record(request, sheet, StudentRecordForm)
    return page.answer or student_page(request, "students/identity.html", student, "student", page=page)
