"""The office's queue of what families gave: one at a time, next after next; and the desk, where something is brought."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.office_queue import Queued
from accounts.too_late import give_back
from documents.admin.filters import KindFilter, SiteOfKind, StateFilter
from documents.desk import Desk
from documents.models import Document
from documents.review import Review, next_after, queue_of
from families.office import OfficeAdmin, address_of
from imuse import parts
from imuse.templatetags.times import age

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


@admin.register(Document)
class DocumentAdmin(Queued, OfficeAdmin):
    part = parts.DOCUMENTS
    rank = 10
    list_display = ["kind", "family_name", "whose", "sent_at", "since", "status"]
    list_display_links = ["kind"]
    list_filter = [StateFilter, SiteOfKind, KindFilter]
    list_select_related: ClassVar[list[str]] = ["type", "family", "student__person"]
    search_fields = ["type__name_key", "family__search_key", "student__person__name_key"]
    fixed: ClassVar[list[str]] = []
    actions = None  # each is looked at

    def site_of(self, obj: Document) -> int:
        return obj.type.site_id

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        """One comes from the page of the family, or of the student, that brings it."""
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: Document | None = None) -> bool:
        return False

    def changeform_view(
        self, request: "HttpRequest", object_id: str | None = None, *_args: Any, **_options: Any
    ) -> "HttpResponse":
        """No form of fields: the file beside a decision. A short transaction of its own takes it."""
        if object_id is None:
            return self._desk(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        document = self.get_object(request, object_id)
        if document is None:
            raise Http404
        review = Review(document, request.user, data=request.POST or None, asked=request.GET.get("page", ""))
        if request.method == "POST":
            return self._decide(request, review)
        give_back(request, review.form)
        return self._shown(request, review)

    def _decide(self, request: "HttpRequest", review: Review) -> "HttpResponse":
        if not (review.may_open and self.has_change_permission(request, review.document)):
            raise PermissionDenied
        told = review.decide()
        if told is None:
            return self._shown(request, review)
        messages.success(request, told)
        following = next_after(review.document, request.user)
        return redirect(address_of(following) if following else self.queue())

    def _shown(self, request: "HttpRequest", review: Review) -> "HttpResponse":
        context = {
            "review": review,
            "title": _("Document à valider"),
            "queue": self.queue(),
            "opts": self.opts,
        }
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/documents/review.html", context)

    def _desk(self, request: "HttpRequest") -> "HttpResponse":
        desk = Desk.of(self.get_changeform_initial_data(request), request.user, request.POST, request.FILES)
        if desk is None:
            raise Http404
        if request.method == "POST" and desk.record():
            messages.success(request, desk.told)
            return redirect(desk.leads_to or request.get_full_path())
        give_back(request, desk.form)
        context = {"desk": desk, "title": _("Enregistrer un document reçu"), "opts": self.opts}
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/documents/desk.html", context)

    def waiting(self, request: "HttpRequest") -> "QuerySet":
        return queue_of(request.user)

    def queue(self) -> str:
        return reverse("admin:documents_document_changelist")

    @admin.display(description=_("document"), ordering="type__name_key")
    def kind(self, obj: Document) -> str:
        return obj.type.name

    @admin.display(description=_("famille"), ordering="family__search_key")
    def family_name(self, obj: Document) -> str:
        return obj.family.name

    @admin.display(description=_("depuis"))
    def since(self, obj: Document) -> str:
        return age(obj.sent_at)

    @admin.display(description=_("élève"), ordering="student__person__name_key")
    def whose(self, obj: Document) -> str:
        return str(obj.student or "")
