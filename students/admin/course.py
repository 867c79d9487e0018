"""A course, with who follows it; from there, the pages that take a whole course's evaluations and absences."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.dateformat import time_format
from django.utils.translation import gettext_lazy as _

from accounts.office import ScopedInline, may_at
from families.office import Plain, link_to
from families.office_filters import OfferedFilter, SiteFilter, YearFilter
from families.office_forms import OfficeForm
from imuse import parts
from students.admin.enrolment import SLOT, EnrolmentForm, OfYearAdmin
from students.admin.rows import RowOfStudent
from students.courses import pass_on_labels
from students.models import Course, Enrolment

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class TeacherFilter(OfferedFilter):
    title = _("enseignant")
    parameter_name = "enseignant"
    column = "teacher"
    labels = ("teacher__last_name", "teacher__first_name")


class CourseForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {"course_slot_is_whole": "weekday"}


class EnrolmentRow(RowOfStudent, EnrolmentForm):
    told_at: ClassVar[dict[str, str]] = {
        "enrolment_once_in_a_course": "student",
        "enrolment_slot_is_whole": "weekday",
    }

    class Meta:
        labels = {"weekday": _("HE : jour"), "starts_at": _("HE : début"), "minutes": _("HE : minutes")}

    def opens(self) -> Enrolment:
        return self.instance

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.year = cleaned["course"].year
        return cleaned


class StudentsOfCourse(Plain, ScopedInline, admin.TabularInline):
    model = Enrolment
    form = EnrolmentRow
    verbose_name, verbose_name_plural = _("élève"), _("élèves")
    extra = 3
    can_delete = False
    autocomplete_fields = ["student"]
    ordering = ["-is_active", "student__person__name_key", "pk"]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[Enrolment]":
        return super().get_queryset(request).select_related("student__person")

    def get_fields(self, request: "HttpRequest", obj: Course | None = None) -> list[str]:
        who = "student" if self.has_change_permission(request, obj) else "name"
        return [who, "cycle", *SLOT, "is_active"]

    def get_readonly_fields(self, request: "HttpRequest", obj: Course | None = None) -> list[str]:
        return [] if self.has_change_permission(request, obj) else ["name"]

    @admin.display(description=_("élève"))
    def name(self, obj: Enrolment) -> "SafeString":
        return link_to(obj, obj.student)


@admin.register(Course)
class CourseAdmin(OfYearAdmin):
    part = parts.COURSES
    rank = 20
    form = CourseForm
    list_display = ["name", "year_named", "teacher", "discipline", "room", "time", "students"]
    list_filter = [YearFilter, TeacherFilter, SiteFilter]
    list_select_related = ["teacher", "discipline", "room"]
    search_fields = ["name_key", "teacher__name_key"]
    fields = ["site", "year", "reference", "name", "discipline", "teacher", "room", SLOT]
    fixed: ClassVar[list[str]] = ["site", "year_named"]
    chosen_at_site: ClassVar[list[str]] = ["discipline", "teacher", "room"]
    inlines = [StudentsOfCourse]
    kept_while = [lambda course: course.enrolments.exists()]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[Course]":
        active = Count("enrolments", filter=Q(enrolments__is_active=True))
        return super().get_queryset(request).annotate(active=active)

    def get_inlines(self, _request: "HttpRequest", obj: Course | None = None) -> list:
        return self.inlines if obj else []

    def page_after(self, obj: Course, *, is_new: bool) -> "Model | None":
        return obj if is_new else None

    def save_model(self, request: "HttpRequest", obj: Course, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        pass_on_labels(obj)

    def name_of(self, obj: Course) -> str:
        return f"{obj} ({obj.teacher})" if obj.teacher else str(obj)

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        context["entries"] = self._entries(request, context["original"])
        return super().render_change_form(request, context, *args, **options)

    def _entries(self, request: "HttpRequest", obj: Course | None) -> list[tuple[Any, str]]:
        """The pages that take what is recorded of all its students at once, and from which they are told."""
        pages = [
            (_("Enseignant absent"), "teacher_away", "students.add_coursenotice"),
            (_("Saisir des évaluations"), "course_evaluations_entry", "students.add_evaluation"),
            (_("Saisir des absences"), "course_absences_entry", "students.add_absence"),
        ]
        return [
            (label, reverse(route, args=[obj.pk]))
            for label, route, permission in pages
            if obj and may_at(request.user, permission, obj.site_id)
        ]

    @admin.display(description=_("horaire"), ordering="weekday")
    def time(self, obj: Course) -> str:
        return f"{obj.get_weekday_display()} {time_format(obj.starts_at, 'H:i')}" if obj.has_slot else ""

    @admin.display(description=_("élèves"), ordering="active")
    def students(self, obj: Course) -> int:
        return obj.active
