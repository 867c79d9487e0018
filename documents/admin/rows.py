"""What was given, on the page of the family and of the student; and the way to the desk."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.lines import state_of
from documents.models import Document
from families.admin import FamilyAdmin
from families.office_inlines import LinkedInline, Way
from students.admin.student import StudentAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class Documents(LinkedInline):
    model = Document
    verbose_name_plural = _("documents fournis")
    related = ["type", "family", "student__person"]
    ordering = ["type__order", "type__name_key", "sent_at"]
    ways = [Way(_("Enregistrer un document reçu, voir ce qui manque"), "documents.document")]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet":
        return super().get_queryset(request).live()

    @admin.display(description=_("document"))
    def kind(self, obj: Document) -> str:
        return obj.type.name

    @admin.display(description=_("élève"))
    def whose(self, obj: Document) -> str:
        return str(obj.student or "")

    @admin.display(description=_("état"))
    def state(self, obj: Document) -> str:
        return str(state_of(obj.type, obj, timezone.localdate()).words)


class DocumentsOfFamily(Documents):
    fk_name = "family"
    fields = readonly_fields = ["kind", "whose", "state", "sent_at"]


class DocumentsOfStudent(Documents):
    fk_name = "student"
    fields = readonly_fields = ["kind", "state", "sent_at"]


FamilyAdmin.inlines.append(DocumentsOfFamily)
StudentAdmin.inlines.append(DocumentsOfStudent)
# What a family gave keeps it, and the student whose it is.
FamilyAdmin.kept_while.append(lambda family: family.documents.exists())
StudentAdmin.kept_while.append(lambda student: student.documents.exists())
