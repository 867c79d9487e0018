"""What the office's lists are narrowed by: what there is among the rows that one sees."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from imuse.school_year import named

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from families.office import OfficeAdmin


class OfferedFilter(admin.SimpleListFilter):
    """Nothing where there is no choice, or so much that one searches instead."""

    most = 60
    column = ""
    labels: tuple[str, ...] = ()

    def lookups(self, request: "HttpRequest", page: "OfficeAdmin") -> list[tuple[Any, str]]:
        columns = (self.column, *self.labels)
        seen = page.get_queryset(request).exclude(**{self.column: None})
        rows = seen.order_by(*(self.labels or columns)).values_list(*columns).distinct()[: self.most + 1]
        offered = [(row[0], self.label(*row)) for row in rows]
        return offered if 1 < len(offered) <= self.most else []

    def label(self, _value: Any, *words: str) -> str:
        return " ".join(words)

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        offered = {str(value) for value, _label in self.lookup_choices}
        return rows.filter(**{self.column: self.value()}) if self.value() in offered else rows


class SiteFilter(OfferedFilter):
    title = _("site")
    parameter_name = "site"
    column = "site"
    labels = ("site__name",)


class YearFilter(OfferedFilter):
    title = _("année scolaire")
    parameter_name = "annee"
    column = "year"

    def lookups(self, request: "HttpRequest", page: "OfficeAdmin") -> list[tuple[Any, str]]:
        return super().lookups(request, page)[::-1]

    def label(self, value: int, *_words: str) -> str:
        return named(value)
