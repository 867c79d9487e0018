"""A student's place in a discipline for a year: its own page, with what is recorded of it."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from families.office import OfficeAdmin
from families.office_filters import SiteFilter, YearFilter
from families.office_forms import OfficeForm
from families.office_inlines import LinkedInline, Way
from imuse import parts
from imuse.school_year import named
from students.models import Absence, Enrolment, Evaluation, FollowUp, Student, YearComment

if TYPE_CHECKING:
    from django.http import HttpRequest

SLOT = ("weekday", "starts_at", "minutes")


class EnrolmentForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {
        "enrolment_slot_is_whole": "weekday",
        "enrolment_once_in_a_course": "course",
        "enrolment_ends_after_it_starts": "ends_on",
    }


class OfYearAdmin(OfficeAdmin):
    """What is of a school year is added in the one that runs, and stays in its own."""

    once_saved: ClassVar[dict[str, str]] = {"year": "year_named"}

    def get_changeform_initial_data(self, request: "HttpRequest") -> dict[str, Any]:
        site = Site.objects.for_user(request.user, self._permission("add")).first()
        year = {"year": site.school_year()} if site else {}
        return year | super().get_changeform_initial_data(request)

    @admin.display(description=_("année scolaire"), ordering="year")
    def year_named(self, obj: Any) -> str:
        return named(obj.year)


class Enrolments(LinkedInline):
    """On a student's page."""

    model = Enrolment
    verbose_name_plural = _("cours")
    fields = readonly_fields = ["year_named", "class_name", "cycle", "teacher_name", "is_active"]
    related = ["student__person"]
    ways = [Way(_("Inscrire à un cours"), "students.enrolment")]

    @admin.display(description=_("année scolaire"))
    def year_named(self, obj: Enrolment) -> str:
        return named(obj.year)


class Recorded(LinkedInline):
    """On an enrolment's page, the latest first."""

    related = ["enrolment"]
    ordering = ["-date", "-pk"]


class FollowUps(Recorded):
    model = FollowUp
    fields = readonly_fields = ["date", "title"]
    ways = [Way(_("Ajouter un suivi"), "students.followup")]


class Evaluations(Recorded):
    model = Evaluation
    fields = readonly_fields = ["date", "subject", "result", "visible_from"]
    ways = [Way(_("Ajouter une évaluation"), "students.evaluation")]

    @admin.display(description=_("résultat"))
    def result(self, obj: Evaluation) -> str:
        return obj.result


class Absences(Recorded):
    model = Absence
    fields = readonly_fields = ["date", "lesson", "is_excused", "announced_by"]
    ways = [Way(_("Ajouter une absence"), "students.absence")]


class YearComments(Recorded):
    model = YearComment
    fields = readonly_fields = ["date", "author"]
    ways = [Way(_("Ajouter un commentaire de fin d’année"), "students.yearcomment")]


class SiteOfStudent(SiteFilter):
    column = "student__person__site"
    labels = ("student__person__site__name",)


def has_record(enrolment: Enrolment) -> bool:
    kept = (enrolment.followups, enrolment.evaluations, enrolment.absences, enrolment.yearcomments)
    return any(lines.exists() for lines in kept)


@admin.register(Enrolment)
class EnrolmentAdmin(OfYearAdmin):
    part = parts.COURSES
    rank = 30
    form = EnrolmentForm
    list_display = ["student", "class_name", "cycle", "teacher_name", "year_named", "is_active"]
    list_filter = [YearFilter, SiteOfStudent, "is_active"]
    list_select_related = ["student__person"]
    search_fields = ["student__person__name_key", "course__name_key"]
    ordering = ["-year", "student__person__name_key", "pk"]
    autocomplete_fields = ["student", "course"]
    fixed: ClassVar[list[str]] = ["student", "year_named"]
    inlines = [FollowUps, Evaluations, Absences, YearComments]
    kept_while = [has_record]
    fieldsets = [
        (None, {"fields": ["student", "year", "discipline", "course", "cycle", "is_active"]}),
        (_("Horaire propre (HE)"), {"fields": [SLOT]}),
        (_("Dates"), {"fields": [("starts_on", "ends_on")]}),
        (
            _("Libellés de l’historique"),
            {
                "fields": ["class_name", "department_name", "teacher_name"],
                "description": _(
                    "Repris du cours et de la discipline ; à remplir pour une année sans cours."
                ),
            },
        ),
    ]

    def site_of(self, obj: Enrolment) -> int:
        return obj.student.person.site_id

    def page_after(self, obj: Enrolment, *, is_new: bool) -> Student:  # noqa: ARG002
        return obj.student

    def get_inlines(self, _request: "HttpRequest", obj: Enrolment | None = None) -> list:
        return self.inlines if obj else []
