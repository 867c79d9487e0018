"""The office's queue of what families ask to change: one at a time, next after next, or several where nothing clashes."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.office_queue import Queued
from accounts.too_late import give_back
from families import deciding, record_fields
from families.models import ChangeRequest
from families.office import OfficeAdmin, address_of
from families.office_filters import SiteFilter
from families.review import Review, next_after, queue_of
from imuse import parts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

Status = ChangeRequest.Status


class StateFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = _("état")
    parameter_name = "etat"

    def lookups(self, _request: "HttpRequest", _page: "OfficeAdmin") -> list[tuple[str, Any]]:
        return [("decidees", _("décidées")), ("toutes", _("toutes"))]

    def choices(self, changelist: Any) -> Any:
        offered = list(super().choices(changelist))
        return [offered[0] | {"display": _("en attente")}, *offered[1:]]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        if self.value() == "decidees":
            return rows.filter(status__in=ChangeRequest.DECIDED)
        return rows if self.value() == "toutes" else rows.waiting()


class SiteOfFamily(SiteFilter):
    column = "family__site"
    labels = ("family__site__name",)


@admin.register(ChangeRequest)
class ChangeRequestAdmin(Queued, OfficeAdmin):
    part = parts.FAMILIES
    rank = 30
    list_display = ["who", "family_name", "fields_asked", "proposed_at", "status"]
    list_display_links = ["who"]
    list_filter = [StateFilter, SiteOfFamily]
    list_select_related: ClassVar[list[str]] = ["person", "family"]
    search_fields = ["person__name_key", "family__search_key"]
    fixed: ClassVar[list[str]] = []
    actions = ["accept_chosen"]

    def site_of(self, obj: ChangeRequest) -> int:
        return obj.family.site_id

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: ChangeRequest | None = None) -> bool:
        return False

    def changeform_view(
        self, request: "HttpRequest", object_id: str | None = None, *_args: Any, **_options: Any
    ) -> "HttpResponse":
        """No form of fields: the values compared, and a decision. A short transaction of its own takes it."""
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        change = self.get_object(request, object_id)
        if change is None:
            raise Http404
        review = Review(change, request.user, request.POST or None)
        if request.method == "POST":
            return self._decide(request, review)
        if review.may_decide:
            deciding.mark_seen(change)
        give_back(request, review.form)
        return self._shown(request, review)

    def _decide(self, request: "HttpRequest", review: Review) -> "HttpResponse":
        if not self.has_change_permission(request, review.change):
            raise PermissionDenied
        told = review.decide()
        if told is None:
            return self._shown(request, review)
        messages.success(request, told)
        following = next_after(review.change, request.user)
        return redirect(address_of(following) if following else self.queue())

    def _shown(self, request: "HttpRequest", review: Review) -> "HttpResponse":
        title = _("Demande de modification")
        context = {"review": review, "title": title, "queue": self.queue(), "opts": self.opts}
        return TemplateResponse(
            request, "admin/families/review.html", self.admin_site.each_context(request) | context
        )

    def waiting(self, request: "HttpRequest") -> "QuerySet":
        return queue_of(request.user)

    def queue(self) -> str:
        return reverse("admin:families_changerequest_changelist")

    @admin.action(description=_("Accepter les demandes choisies"), permissions=["change"])
    def accept_chosen(self, request: "HttpRequest", chosen: "QuerySet[ChangeRequest]") -> None:
        """Whole, where the record did not change meanwhile; the others stay for somebody to look at."""
        accepted, left = deciding.accept_without_clash(chosen.waiting(), by=request.user)
        done = ngettext("%(count)s demande est acceptée.", "%(count)s demandes sont acceptées.", accepted)
        messages.success(request, done % {"count": accepted})
        if left:
            rest = ngettext(
                "%(count)s demande reste à comparer : le dossier a changé depuis.",
                "%(count)s demandes restent à comparer : le dossier a changé depuis.",
                left,
            )
            messages.warning(request, rest % {"count": left})

    @admin.display(description=_("personne"), ordering="person__name_key")
    def who(self, obj: ChangeRequest) -> str:
        return str(obj.person)

    @admin.display(description=_("famille"), ordering="family__search_key")
    def family_name(self, obj: ChangeRequest) -> str:
        return obj.family.name

    @admin.display(description=_("champs"))
    def fields_asked(self, obj: ChangeRequest) -> str:
        return ", ".join(str(record_fields.label(key)) for key in record_fields.in_order(obj.values))
