"""The office's queue of what families sent: one at a time, next after next, or several where nothing asks for a look;
and the desk, where the office fills a family's form in its stead."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.office_queue import Queued
from accounts.too_late import give_back
from families.office import OfficeAdmin, address_of
from imuse import parts
from imuse.templatetags.times import age
from reenrolment import codes, several
from reenrolment.admin.filters import CampaignFilter, LeavingFilter, StateFilter
from reenrolment.desk import Desk, Finder
from reenrolment.models import Reenrolment, Remark
from reenrolment.review import Review, next_after, queue_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


@admin.register(Reenrolment)
class ReenrolmentAdmin(Queued, OfficeAdmin):
    part = parts.REENROLMENTS
    rank = 1
    list_display = ["student", "asked", "has_word", "family_name", "sent_at", "since", "status"]
    list_filter = [StateFilter, CampaignFilter, LeavingFilter]
    list_select_related: ClassVar[list[str]] = ["student__person", "family", "campaign"]
    search_fields = ["student__person__name_key", "family__search_key"]
    search_help_text = _("Par nom d’élève ou de famille, ou par le code d’un formulaire ou d’un accusé.")
    fixed: ClassVar[list[str]] = []
    actions = ["validate_chosen"]

    def site_of(self, obj: Reenrolment) -> int:
        return obj.campaign.site_id

    def has_delete_permission(self, _request: "HttpRequest", _obj: Reenrolment | None = None) -> bool:
        return False

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[Reenrolment]":
        word = Remark.objects.for_user(request.user).filter(reenrolment=OuterRef("pk"))
        return super().get_queryset(request).annotate(word=Exists(word)).prefetch_related("choices")

    def changelist_view(
        self, request: "HttpRequest", extra_context: dict[str, Any] | None = None
    ) -> "HttpResponse":
        """A code, typed or read by a reader, opens what it stands for, whichever state the list shows."""
        there = self._place_of(request, request.GET.get("q", ""))
        return redirect(there) if there else super().changelist_view(request, extra_context)

    def _place_of(self, request: "HttpRequest", typed: str) -> str:
        """What was sent; before that, the form at the desk."""
        found = codes.read(typed)
        if found is None:
            return ""
        sent = self.get_queryset(request).filter(campaign=found[0], student=found[1]).first()
        return address_of(sent) if sent else Finder({"code": typed}, request.user).leads_to

    def changeform_view(
        self, request: "HttpRequest", object_id: str | None = None, *_args: Any, **_options: Any
    ) -> "HttpResponse":
        """No form of fields: what is asked, beside a decision. A short transaction of its own takes it."""
        if object_id is None:
            return self._desk(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        reenrolment = self.get_object(request, object_id)
        if reenrolment is None:
            raise Http404
        review = Review(reenrolment, request.user, request.POST or None)
        if request.method == "POST":
            return self._decide(request, review)
        give_back(request, review.form)
        return self._shown(request, review)

    def _decide(self, request: "HttpRequest", review: Review) -> "HttpResponse":
        if not self.has_change_permission(request, review.reenrolment):
            raise PermissionDenied
        if "paper" in request.POST:
            return self._stay(request, review, review.validate_paper(request.POST["paper"]))
        if "reconsider" in request.POST:
            return self._stay(request, review, review.reconsider())
        told = review.decide()
        if told is None:
            return self._shown(request, review)
        messages.success(request, told)
        following = next_after(review.reenrolment, request.user)
        return redirect(address_of(following) if following else self.queue())

    def _stay(self, request: "HttpRequest", review: Review, told: str | None) -> "HttpResponse":
        if told:
            messages.success(request, told)
        elif review.denied:
            messages.warning(request, review.denied)
        return redirect(request.path)

    def _shown(self, request: "HttpRequest", review: Review) -> "HttpResponse":
        return self._page(request, "review.html", review=review, queue=self.queue(), title=_("Réinscription"))

    def _desk(self, request: "HttpRequest") -> "HttpResponse":
        """The form of a family, filled by who stands at the desk; which one, the address says or a code."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = self.get_changeform_initial_data(request)
        if not asked:
            return self._found(request, Finder(request.GET, request.user))
        desk = Desk.of(asked, request.user, request.POST or None)
        if desk is None:
            raise Http404
        if request.method == "POST" and desk.record():
            messages.success(request, desk.told)
            return redirect(desk.leads_to)
        give_back(request, desk.form)
        return self._page(request, "desk.html", desk=desk, title=_("Enregistrer une réinscription"))

    def _found(self, request: "HttpRequest", finder: Finder) -> "HttpResponse":
        if finder.leads_to:
            return redirect(finder.leads_to)
        return self._page(request, "finder.html", finder=finder, title=_("Enregistrer une réinscription"))

    def _page(self, request: "HttpRequest", template: str, **context: Any) -> "HttpResponse":
        facts = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, f"admin/reenrolment/{template}", facts)

    def waiting(self, request: "HttpRequest") -> "QuerySet":
        return queue_of(request.user)

    def queue(self) -> str:
        return reverse("admin:reenrolment_reenrolment_changelist")

    @admin.action(description=_("Valider ensemble celles qui sont complètes"), permissions=["change"])
    def validate_chosen(
        self, request: "HttpRequest", chosen: "QuerySet[Reenrolment]"
    ) -> "HttpResponse | None":
        """Looked over first: the list that is confirmed carries the versions that were read. Of the schools where the
        person decides, not of those where one looks on."""
        kept = chosen.for_user(request.user, "reenrolment.change_reenrolment")
        rows = kept.waiting().select_related("campaign__site", "family__site", "student__person")
        if "confirmed" not in request.POST:
            looked = several.look_over(rows[: self.list_per_page])
            safe = any(each.is_safe for each in looked)
            return self._page(
                request, "several.html", looked=looked, are_safe=safe, title=_("Valider ensemble")
            )
        done, left = several.validate_safe(rows, seen=_versions(request), by=request.user)
        words = ngettext("%(n)s réinscription est validée.", "%(n)s réinscriptions sont validées.", done)
        messages.success(request, words % {"n": done})
        if left:
            words = ngettext("%(n)s reste à regarder.", "%(n)s restent à regarder.", left)
            messages.warning(request, words % {"n": left})
        return None

    @admin.display(description=_("demande"))
    def asked(self, obj: Reenrolment) -> str:
        if obj.is_leaving:
            return _("ne revient pas")
        if obj.is_administrative:
            return _("administrative")
        return ", ".join(choice.name for choice in obj.continued)

    @admin.display(description=_("un mot"))
    def has_word(self, obj: Reenrolment) -> str:
        return _("oui") if obj.word else ""

    @admin.display(description=_("famille"), ordering="family__search_key")
    def family_name(self, obj: Reenrolment) -> str:
        return obj.family.name if obj.family else ""

    @admin.display(description=_("depuis"))
    def since(self, obj: Reenrolment) -> str:
        return age(obj.sent_at)


def _versions(request: "HttpRequest") -> dict[int, int]:
    """«12:3»: number and version, as the list had them that is confirmed."""
    pairs = (seen.partition(":") for seen in request.POST.getlist("seen"))
    return {int(pk): int(version) for pk, _sep, version in pairs if pk.isdecimal() and version.isdecimal()}
