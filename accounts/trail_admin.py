"""The whole trail of a school, what is gone included, which has no page of its own any more. For the direction."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.models import Trace
from accounts.office import ScopedAdmin
from accounts.trail.words import Names, actor, model_of, pointed_to, sentence
from imuse import parts

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


@admin.register(Trace)
class TraceAdmin(ScopedAdmin):
    part = parts.SCHOOL
    rank = 90
    list_display = ["at", "actor", "act", "of_what", "site"]
    list_filter = ["act"]
    list_select_related = ["site"]
    fields = ["at", "actor", "act", "of_what", "details", "address", "site"]
    readonly_fields = fields

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_change_permission(self, _request: "HttpRequest", _obj: Trace | None = None) -> bool:
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: Trace | None = None) -> bool:
        return False

    @admin.display(description=_("qui"), ordering="who")
    def actor(self, obj: Trace) -> str:
        return actor(obj)

    @admin.display(description=_("fiche"))
    def of_what(self, obj: Trace) -> str:
        """By its name where it is gone; what is still there is told by its number alone, which costs no question."""
        model = model_of(obj.kind)
        label = model._meta.verbose_name if model else obj.kind  # noqa: SLF001 - Django's documented name
        number = _("n° %(number)s") % {"number": obj.record}
        return f"{label} {obj.name or number}"

    @admin.display(description=_("valeurs"))
    def details(self, obj: Trace) -> "SafeString":
        names = Names(pointed_to(obj))
        return format_html_join("", "<p>{}</p>", ((sentence(obj, name, names),) for name in obj.values))
