"""What teachers record of a student in a course, line by line."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.office import OfficeAdmin
from families.office_filters import SiteFilter, YearFilter
from families.office_forms import OfficeForm
from imuse import parts
from students.forms import MarkField
from students.models import Absence, Enrolment, Evaluation, FollowUp, YearComment
from students.recording import shown_from


class YearOfEnrolment(YearFilter):
    column = "enrolment__year"


class SiteOfEnrolment(SiteFilter):
    column = "enrolment__student__person__site"
    labels = ("enrolment__student__person__site__name",)


class RecordAdmin(OfficeAdmin):
    part = parts.COURSES
    list_filter = [YearOfEnrolment, SiteOfEnrolment]
    list_select_related = ["enrolment__student__person"]
    search_fields = ["enrolment__student__person__name_key", "enrolment__course__name_key"]
    autocomplete_fields = ["enrolment"]
    fixed: ClassVar[list[str]] = ["enrolment"]

    def site_of(self, obj: Any) -> int:
        return obj.enrolment.student.person.site_id

    def page_after(self, obj: Any, *, is_new: bool) -> Enrolment:  # noqa: ARG002
        return obj.enrolment

    @admin.display(description=_("élève"), ordering="enrolment__student__person__name_key")
    def student(self, obj: Any) -> str:
        return str(obj.enrolment.student)

    @admin.display(description=_("classe"), ordering="enrolment__class_name")
    def class_name(self, obj: Any) -> str:
        return obj.enrolment.class_name


@admin.register(FollowUp)
class FollowUpAdmin(RecordAdmin):
    rank = 40
    list_display = ["date", "student", "class_name", "title"]
    fields = ["enrolment", "date", "title", "text"]


class EvaluationForm(OfficeForm):
    mark = MarkField(label=_("Note"), required=False)
    told_at: ClassVar[dict[str, str]] = {"evaluation_mark_within_its_scale": "mark"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields.get("visible_from")
        if field:
            field.required = field.show_hidden_initial = False
            field.help_text = _("Vide : d’après la date et le réglage du site.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        enrolment = cleaned.get("enrolment") or getattr(self.instance, "enrolment", None)
        if enrolment and cleaned.get("date") and not cleaned.get("visible_from"):
            cleaned["visible_from"] = shown_from(cleaned["date"], at=enrolment.student.person.site)
        return cleaned


@admin.register(Evaluation)
class EvaluationAdmin(RecordAdmin):
    rank = 41
    form = EvaluationForm
    list_display = ["date", "student", "class_name", "subject", "result", "visible_from"]
    fields = [
        "enrolment",
        "date",
        "kind",
        "subject",
        ("mark", "out_of"),
        "mention",
        "jury",
        "comment",
        "visible_from",
    ]

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        return {"visible_from": None} | super().get_changeform_initial_data(request)

    @admin.display(description=_("résultat"))
    def result(self, obj: Evaluation) -> str:
        return obj.result


@admin.register(Absence)
class AbsenceAdmin(RecordAdmin):
    rank = 42
    list_display = ["date", "student", "class_name", "lesson", "is_excused", "announced_by"]
    fields = ["enrolment", "date", "lesson", "is_excused", "reason", "announced_by"]


@admin.register(YearComment)
class YearCommentAdmin(RecordAdmin):
    rank = 43
    list_display = ["date", "student", "class_name", "author"]
    fields = ["enrolment", "date", "author", "text"]
