"""What the list of documents is narrowed by."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from families.office_filters import OfferedFilter, SiteFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from families.office import OfficeAdmin


class StateFilter(admin.SimpleListFilter):
    """What waits for who asks, unless something else is asked for."""

    title = _("état")
    parameter_name = "etat"

    def lookups(self, _request: "HttpRequest", _page: "OfficeAdmin") -> list[tuple[str, Any]]:
        return [("valides", _("validés")), ("refuses", _("refusés")), ("tous", _("tous"))]

    def choices(self, changelist: Any) -> Any:
        offered = list(super().choices(changelist))
        return [offered[0] | {"display": _("en attente")}, *offered[1:]]

    def queryset(self, request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        match self.value():
            case "valides":
                return rows.filter(status=Document.Status.VALIDATED)
            case "refuses":
                return rows.filter(status=Document.Status.REFUSED)
            case "tous":
                return rows
        return rows.openable_by(request.user).waiting()


class SiteOfKind(SiteFilter):
    column = "type__site"
    labels = ("type__site__name",)


class KindFilter(OfferedFilter):
    title = _("document")
    parameter_name = "document"
    column = "type"
    labels = ("type__name",)
