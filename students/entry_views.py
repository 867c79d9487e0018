"""What is recorded of a whole course, entered on one page by keyboard."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.too_late import give_back
from accounts.views import form_page
from students.forms import Entry
from students.models import Course

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def entry(request: "HttpRequest", course_id: int, *, kind: type[Entry]) -> "HttpResponse":
    """For who may record in that course; for anyone else there is no such page."""
    course = get_object_or_404(
        Course.objects.for_user(request.user, kind.permission).select_related("site", "teacher"), pk=course_id
    )
    page = kind(course, request.user, request.POST or None)
    if page.is_valid():
        messages.success(request, page.record())
        return redirect("admin:students_course_change", course.pk)
    for form in page.both():
        give_back(request, form)
    context = {"entry": page, "course": course, "title": kind.title}
    return render(request, "students/entry.html", admin.site.each_context(request) | context)
