"""What the list of re-enrolments, and that of next steps, are narrowed by."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.office_filters import OfferedFilter
from imuse.school_year import named
from reenrolment.models import Reenrolment

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from families.office import OfficeAdmin

Status = Reenrolment.Status
SLUGS = {
    "complement": (_("complément demandé"), Status.MORE_ASKED),
    "validees": (_("validées"), Status.VALIDATED),
    "refusees": (_("refusées"), Status.REFUSED),
    "retirees": (_("retirées"), Status.WITHDRAWN),
}
UNANSWERED = "sans-reponse"


class StateFilter(admin.SimpleListFilter):
    """What waits for the office, unless something else is asked for."""

    title = _("état")
    parameter_name = "etat"

    def lookups(self, _request: "HttpRequest", _page: "OfficeAdmin") -> list[tuple[str, Any]]:
        states = [(slug, label) for slug, (label, _status) in SLUGS.items()]
        return [*states, (UNANSWERED, _("complément resté sans réponse")), ("toutes", _("toutes"))]

    def choices(self, changelist: Any) -> Any:
        offered = list(super().choices(changelist))
        return [offered[0] | {"display": _("à valider")}, *offered[1:]]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        if self.value() in SLUGS:
            return rows.filter(status=SLUGS[self.value()][1])
        if self.value() == UNANSWERED:
            return rows.unanswered()
        return rows if self.value() == "toutes" else rows.waiting()


class CampaignFilter(OfferedFilter):
    title = _("campagne")
    parameter_name = "campagne"
    column = "campaign"
    labels = ("campaign__site__name", "campaign__year")

    def label(self, _value: Any, *words: Any) -> str:
        site, year = words
        return f"{site} {named(year)}"


class LeavingFilter(admin.SimpleListFilter):
    title = _("l’an prochain")
    parameter_name = "revient"

    def lookups(self, _request: "HttpRequest", _page: "OfficeAdmin") -> list[tuple[str, Any]]:
        return [("oui", _("reviennent")), ("non", _("ne reviennent pas"))]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        leaving = {"oui": False, "non": True}.get(self.value())
        return rows if leaving is None else rows.filter(is_leaving=leaving)
