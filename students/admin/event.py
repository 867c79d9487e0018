from typing import TYPE_CHECKING

from django.contrib import admin

from accounts.office import ScopedInline
from families.office import OfficeAdmin, Plain
from families.office_filters import SiteFilter
from families.office_forms import OfficeForm
from imuse import parts
from students.admin.rows import RowOfStudent
from students.models import Event, Performance

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class PerformanceRow(RowOfStudent, OfficeForm):
    pass


class Performances(Plain, ScopedInline, admin.TabularInline):
    model = Performance
    form = PerformanceRow
    extra = 3
    autocomplete_fields = ["student"]
    fields = ["student", "piece", "composer", "minutes", "comment"]
    ordering = ["student__person__name_key", "pk"]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[Performance]":
        return super().get_queryset(request).select_related("student__person")


@admin.register(Event)
class EventAdmin(OfficeAdmin):
    part = parts.COURSES
    rank = 44
    list_display = ["name", "date", "place"]
    list_filter = [SiteFilter]
    fields = ["site", "date", "name", "place"]
    inlines = [Performances]
    kept_while = [lambda event: event.performances.exists()]

    def get_inlines(self, _request: "HttpRequest", obj: Event | None = None) -> list:
        return self.inlines if obj else []

    def page_after(self, obj: Event, *, is_new: bool) -> Event | None:
        return obj if is_new else None
