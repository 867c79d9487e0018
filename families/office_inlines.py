"""Rows on the page of what they belong to."""

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.office import ScopedInline, may_at
from families.office import Plain

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from django.utils.functional import Promise


class Way(NamedTuple):
    """A link under rows, to where another one is added."""

    label: "Promise"
    model: str  # «students.student»

    def address(self, request: "HttpRequest", site_id: int | None, asked: str) -> str:
        """Nothing for who may not."""
        app, name = self.model.split(".")
        may = may_at(request.user, f"{app}.add_{name}", site_id)
        return f"{reverse(f'admin:{app}_{name}_add')}?{asked}" if may else ""


class FirstInline(Plain, ScopedInline, admin.StackedInline):
    """What something new comes with: its fields stand on the same page, and both are saved, or neither."""

    template = "admin/families/first_inline.html"
    min_num = max_num = 1
    can_delete = False


class LinkedInline(Plain, ScopedInline, admin.TabularInline):
    """Rows to read on the page of what they belong to, each with the way to its own page, and ways to add one."""

    template = "admin/families/linked_inline.html"
    extra = max_num = 0
    can_delete = False
    show_change_link = True
    ways: ClassVar[list[Way]] = []
    opens: "Promise" = _("Ouvrir")
    related: ClassVar[list[str]] = []

    def get_queryset(self, request: "HttpRequest") -> "QuerySet":
        return super().get_queryset(request).select_related(*self.related)

    def get_formset(self, request: "HttpRequest", obj: "Model | None" = None, **options: Any) -> type:
        """An inline is made for each request; its template reads the ways here."""
        formset = super().get_formset(request, obj, **options)
        asked, site = f"{formset.fk.name}={obj.pk if obj else ''}", self.site_of(obj) if obj else None
        self.open_ways = [(way.label, way.address(request, site, asked)) for way in self.ways if obj]
        return formset

    def has_add_permission(self, _request: "HttpRequest", _obj: "Model | None" = None) -> bool:
        return False

    def has_change_permission(self, _request: "HttpRequest", _obj: "Model | None" = None) -> bool:
        return False
