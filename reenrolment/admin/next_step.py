"""What comes next, one by one: for a place without a course, and to find again what was prepared course by course."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.office import OfficeAdmin
from families.office_forms import OfficeForm
from imuse import parts
from reenrolment.admin.filters import CampaignFilter
from reenrolment.models import NextStep


class NextStepForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {
        "next_step_of_a_course_once": "course",
        "next_step_of_a_student_once": "enrolment",
        "next_step_of_one_thing": "enrolment",
    }


@admin.register(NextStep)
class NextStepAdmin(OfficeAdmin):
    part = parts.REENROLMENTS
    form = NextStepForm
    rank = 30
    list_display = ["words", "after", "cycle", "campaign"]
    list_filter = [CampaignFilter]
    list_select_related: ClassVar[list[str]] = ["campaign__site", "course", "enrolment__student__person"]
    search_fields = ["course__name_key", "enrolment__student__person__name_key"]
    fields = ["campaign", "course", "enrolment", "words", "discipline", "cycle"]
    autocomplete_fields = ["course", "enrolment"]
    fixed: ClassVar[list[str]] = ["campaign", "course", "enrolment"]

    def site_of(self, obj: NextStep) -> int:
        return obj.campaign.site_id

    @admin.display(description=_("après"))
    def after(self, obj: NextStep) -> str:
        return str(obj.course or obj.enrolment)
