"""«Élèves»: the family's students, and who they are."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from families.views import family_of, family_page
from students.files import student_of, student_page, students_of
from students.identity import student_facts
from students.models import Membership

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def students(request: "HttpRequest") -> "HttpResponse":
    return render(request, "students/list.html", {"students": students_of(request.user)})


@require_safe
def family_students(request: "HttpRequest") -> "HttpResponse":
    """The same, as a tab of «Famille»."""
    family = family_of(request)
    return family_page(request, "students/of_family.html", family, students=students_of(request.user))


@require_safe
def identity(request: "HttpRequest", student_id: int) -> "HttpResponse":
    student = student_of(request, student_id)
    place = get_object_or_404(
        Membership.objects.for_user(request.user).select_related("reached_through__person"), student=student
    )
    groups = student_facts(student, place, request.user)
    return student_page(request, "students/identity.html", student, "student", groups=groups)
