"""What a court decided: entered once, traced, and ended by a date; never deleted."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.office import OfficeAdmin
from families.office_forms import OfficeForm
from families.office_inlines import LinkedInline, Way
from imuse import parts
from students.models import Restriction, Student

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest


class RestrictionForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {"restriction_ends_after_it_starts": "ends_on"}


class Restrictions(LinkedInline):
    model = Restriction
    verbose_name_plural = _("décisions de justice")
    fields = readonly_fields = ["guardian", "starts_on", "ends_on", "reason"]
    related = ["guardian__person", "student__person"]
    ways = [Way(_("Saisir une décision de justice"), "students.restriction")]


@admin.register(Restriction)
class RestrictionAdmin(OfficeAdmin):
    part = parts.STUDENTS
    form = RestrictionForm
    list_display = ["student", "guardian", "starts_on", "ends_on", "decided_by", "decided_at"]
    list_select_related = ["student__person", "guardian__person", "decided_by"]
    search_fields = ["student__person__name_key", "guardian__person__name_key"]
    autocomplete_fields = ["student", "guardian"]
    fields = ["student", "guardian", "starts_on", "ends_on", "reason"]
    fixed: ClassVar[list[str]] = ["student", "guardian", "starts_on", "reason", "decided_by", "decided_at"]

    def site_of(self, obj: Restriction) -> int:
        return obj.guardian.family.site_id

    def page_after(self, obj: Restriction, *, is_new: bool) -> Student:  # noqa: ARG002
        return obj.student

    def get_fields(self, request: "HttpRequest", obj: Restriction | None = None) -> list[str]:
        given = super().get_fields(request, obj)
        return [*given, "decided_by", "decided_at"] if obj else given

    def has_delete_permission(self, _request: "HttpRequest", _obj: "Model | None" = None) -> bool:
        return False

    def save_model(self, request: "HttpRequest", obj: Restriction, form: Any, change: bool) -> None:
        if not change:
            obj.decided_by = request.user
        super().save_model(request, obj, form, change)
