"""A school's settings in «Gestion», its look among them."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from accounts.models.look import ColourField, LogoField
from accounts.office import ScopedAdmin
from accounts.site_look import forget_logo, store_logo
from imuse import parts
from imuse.colours import LOOKS
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

IMAGES = "image/png,image/jpeg,image/webp"


class ReceivedLogo:
    """A file that was sent, drawn anew and stored; or the reason why it is not."""

    def __init__(self, file: UploadedFile) -> None:
        self.name, self.size = file.name, file.size
        self.stored_as = self.refusal = ""
        try:
            self.stored_as = store_logo(file)
        except Denied as denied:
            self.refusal = denied.reason


class OwnTemplate:
    """For a widget whose template is the project's, where Django's renderer of forms does not look."""

    not_for_it: set[str]  # attributes that Django adds, and that HTML does not know there

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:  # noqa: ARG002
        context = self.get_context(name, value, attrs)
        known = {
            name: value for name, value in context["widget"]["attrs"].items() if name not in self.not_for_it
        }
        return render_to_string(self.template_name, context | {"attributes": flatatt(known)})


class AccentInput(OwnTemplate, forms.ColorInput):
    """With «Voir» beside it."""

    template_name = "admin/accounts/site/accent_input.html"
    not_for_it = {"maxlength", "required"}


class LogoInput(OwnTemplate, forms.ClearableFileInput):
    """With the logo itself instead of a link to it."""

    template_name = "admin/accounts/site/logo_input.html"
    not_for_it = {"checked"}
    clear_checkbox_label = _("Retirer le logo")


class LogoFormField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        """The name it is stored by, False to take the logo away, or the present one."""
        sent = super().clean(data, initial)
        if isinstance(sent, UploadedFile):
            sent = ReceivedLogo(sent)
        if not isinstance(sent, ReceivedLogo):
            return sent
        if sent.refusal:
            raise ValidationError(sent.refusal)
        return sent.stored_as


class SiteForm(forms.ModelForm):
    def is_valid(self) -> bool:
        """«Voir» shows the form again as it was sent, with its colour, and saves nothing."""
        return super().is_valid() and "_preview" not in self.data


@admin.register(Site)
class SiteAdmin(ScopedAdmin):
    part = parts.SCHOOL
    form = SiteForm
    formfield_overrides = {
        ColourField: {"widget": AccentInput},
        LogoField: {"form_class": LogoFormField, "widget": LogoInput(attrs={"accept": IMAGES})},
    }
    list_display = ["name", "telephone", "email", "is_open"]
    search_fields = ["name_key"]
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["name", "is_open"]}),
        (_("Apparence"), {"fields": ["accent", "preview", "logo"]}),
        (_("Coordonnées"), {"fields": ["telephone", "email", "address", "opening_hours"]}),
        (_("Mails"), {"fields": ["mail_sender", "mail_signature"]}),
        (_("Textes"), {"fields": ["welcome", "personal_data_notice"]}),
        (
            _("Scolarité"),
            {"fields": ["year_starts_in", "evaluations_shown_after", "billing_in_menu", "archives_visa"]},
        ),
        (
            _("Connexion"),
            {
                "fields": [
                    "lost_password",
                    "password_min_length",
                    "password_max_length",
                    "idle_minutes",
                    "sign_out_label",
                ]
            },
        ),
    ]

    def site_of(self, obj: Site) -> int:
        return obj.pk

    def get_fieldsets(self, request: "HttpRequest", obj: Site | None = None) -> list[tuple]:
        """Who may not change the logo sees it in the preview; Django would give the name of its file."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, {"fields": [field for field in options["fields"] if field != "logo"]})
            for name, options in fieldsets
        ]

    @admin.display(description=_("aperçu"))
    def preview(self, obj: Site) -> str:
        return render_to_string("admin/accounts/site/preview.html", {"school": obj, "looks": LOOKS})

    def changeform_view(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        """A logo is decoded, drawn and stored here: Django opens a transaction next, which others wait for."""
        if "_preview" in request.POST:
            request.FILES.clear()
        elif "logo" in request.FILES and self.has_change_permission(request):
            request.FILES["logo"] = ReceivedLogo(request.FILES["logo"])
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: "HttpRequest", obj: Site, form: SiteForm, change: bool) -> None:
        former = form.initial.get("logo")
        super().save_model(request, obj, form, change)
        if former and former != obj.logo:
            self._forget([former.name])

    def delete_model(self, request: "HttpRequest", obj: Site) -> None:
        super().delete_model(request, obj)
        self._forget([obj.logo.name])

    def delete_queryset(self, request: "HttpRequest", sites: "QuerySet[Site]") -> None:
        logos = list(sites.values_list("logo", flat=True))
        super().delete_queryset(request, sites)
        self._forget(logos)

    def _forget(self, logos: list[str]) -> None:
        for logo in filter(None, logos):
            transaction.on_commit(partial(forget_logo, logo), robust=True)
