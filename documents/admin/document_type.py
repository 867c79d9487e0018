"""What a school asks its families for."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from documents import files
from documents.admin.blank import BlankField, Received
from documents.models import DocumentType
from families.office import OfficeAdmin
from families.office_filters import SiteFilter
from families.office_forms import OfficeForm
from imuse import parts

if TYPE_CHECKING:
    from django.db.models import ManyToManyField
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class DocumentTypeForm(OfficeForm):
    blank = BlankField()
    without_blank = forms.BooleanField(label=_("Retirer le modèle actuel"), required=False)
    told_at: ClassVar[dict[str, str]] = {
        "document_type_name_once": "name",
        "document_type_kept_months": "kept_months",
    }


@admin.register(DocumentType)
class DocumentTypeAdmin(OfficeAdmin):
    part = parts.DOCUMENTS
    form = DocumentTypeForm
    rank = 20
    list_display = ["name", "of", "asked", "is_required", "order", "is_active"]
    list_filter = [SiteFilter]
    search_fields = ["name_key"]
    fixed: ClassVar[list[str]] = ["site", "of", "blank_link"]
    chosen_at_site: ClassVar[list[str]] = ["departments"]
    kept_while = [lambda kind: kind.documents.exists()]

    def get_fieldsets(self, request: "HttpRequest", obj: DocumentType | None = None) -> list:
        """Departments are chosen once the site is known; a blank form can go once there is one."""
        is_at_site = obj or self.only_site(request)
        site = [] if self.only_site(request) and not obj else ["site"]
        departments = ["departments"] if is_at_site else []
        present = ["blank_link", "without_blank"] if obj and obj.path else []
        who = ["open_to_secretariat", "open_to_regie", "kept", "kept_months"]
        return [
            (None, {"fields": [*site, "name", "note", "of", *departments, "condition", "is_required"]}),
            (_("Quand"), {"fields": ["asked", "valid_months", "order", "is_active"]}),
            (_("Comment"), {"fields": ["in_person", *present, "blank"]}),
            (
                _("Qui ouvre le fichier, et jusqu’à quand"),
                {
                    "fields": who,
                    "description": _("La direction ouvre tous les fichiers, la pédagogie aucun."),
                },
            ),
        ]

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField", request: "HttpRequest", **options: Any
    ) -> Any:
        """Boxes: nothing to hold a key for."""
        options["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **options)

    def changeform_view(self, request: "HttpRequest", *args: Any, **options: Any) -> "HttpResponse":
        """A file is looked at and stored here: Django opens a transaction next, which others wait for."""
        if "blank" in request.FILES and (
            self.has_add_permission(request) or self.has_change_permission(request)
        ):
            request.FILES["blank"] = Received(request.FILES["blank"])
        return super().changeform_view(request, *args, **options)

    def save_model(
        self, request: "HttpRequest", obj: DocumentType, form: DocumentTypeForm, change: bool
    ) -> None:
        former, blank = obj.path, form.cleaned_data.get("blank")
        if blank:
            obj.take(blank.file, blank.path)
        elif form.cleaned_data.get("without_blank"):
            obj.let_go()
        super().save_model(request, obj, form, change)
        if former != obj.path:
            files.forget_after_commit(former)

    @admin.display(description=_("modèle actuel"))
    def blank_link(self, obj: DocumentType) -> "SafeString":
        address = reverse("office_blank_form", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', address, f"{obj.file_name} ({obj.format})")
