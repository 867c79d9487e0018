"""What a school teaches, by whom and where."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.office import OfficeAdmin
from families.office_filters import SiteFilter
from imuse import parts
from imuse.telephones import show
from students.courses import pass_on_department, pass_on_name
from students.models import Cursus, Department, Discipline, Room, Teacher

if TYPE_CHECKING:
    from django.db.models import ManyToManyField
    from django.http import HttpRequest


class NamedAdmin(OfficeAdmin):
    part = parts.SCHOOL
    rank = 60
    list_filter = [SiteFilter]
    search_fields = ["name_key"]


@admin.register(Department)
class DepartmentAdmin(NamedAdmin):
    fields = ["site", "name"]
    kept_while = [lambda department: department.disciplines.exists()]

    def save_model(self, request: "HttpRequest", obj: Department, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        pass_on_department(obj)


@admin.register(Discipline)
class DisciplineAdmin(NamedAdmin):
    list_display = ["name", "department"]
    list_select_related = ["department"]
    fields = ["site", "name", "department"]
    chosen_at_site: ClassVar[list[str]] = ["department"]

    def save_model(self, request: "HttpRequest", obj: Discipline, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.department:
            pass_on_department(obj.department)


@admin.register(Cursus)
class CursusAdmin(NamedAdmin):
    list_display = ["name", "cycle"]
    fields = ["site", "name", "cycle", "disciplines"]
    chosen_at_site: ClassVar[list[str]] = ["disciplines"]

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField", request: "HttpRequest", **options: Any
    ) -> Any:
        """Boxes: nothing to hold a key for."""
        options["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **options)


@admin.register(Room)
class RoomAdmin(NamedAdmin):
    list_display = ["name", "building"]
    fields = ["site", "name", "building"]


@admin.register(Teacher)
class TeacherAdmin(OfficeAdmin):
    part = parts.SCHOOL
    list_display = ["last_name", "first_name", "email", "mobile_shown"]
    list_filter = [SiteFilter]
    search_fields = ["name_key"]
    fields = ["site", "last_name", "first_name", "email", "mobile", "user"]

    def get_readonly_fields(self, request: "HttpRequest", obj: Teacher | None = None) -> list[str]:
        """An account gets rights by its link to a teacher: who gives rights makes it."""
        given = super().get_readonly_fields(request, obj)
        return given if request.user.is_superuser else [*given, "user"]

    def save_model(self, request: "HttpRequest", obj: Teacher, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        pass_on_name(obj)

    @admin.display(description=_("mobile"))
    def mobile_shown(self, obj: Teacher) -> str:
        return show(obj.mobile)
