"""«Enseignant absent», from a course's page: a message that is ready, who gets it and how, then it leaves."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.too_late import give_back
from accounts.views import form_page
from students.away_page import AwayPage
from students.models import Course

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TELL = "students.add_coursenotice"


@form_page
def teacher_away(request: "HttpRequest", course_id: int) -> "HttpResponse":
    """For who may tell in that course; for anyone else there is no such page."""
    course = get_object_or_404(
        Course.objects.for_user(request.user, TELL).select_related("site", "teacher", "discipline"),
        pk=course_id,
    )
    page = AwayPage(request, course)
    if page.is_sent():
        told = page.tell()
        if told:
            messages.success(request, told)
            return redirect("admin:students_course_change", course.pk)
    give_back(request, page.words)
    context = {"page": page, "title": page.title}
    return render(request, "admin/students/away.html", admin.site.each_context(request) | context)
