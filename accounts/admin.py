from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.models import FamilyAccount, Post, Site, StaffAccount
from accounts.office import ScopedAdmin, is_offered_filter
from imuse.keys import key

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet
    from django.forms import ModelChoiceField
    from django.http import HttpRequest

# The devices' pages show their secrets: a lost one is taken away on the account's list. Rights are no groups.
admin.site.unregister([StaticDevice, TOTPDevice, Group])


@admin.register(Site)
class SiteAdmin(ScopedAdmin):
    list_display = ["name", "telephone", "email", "is_open"]
    search_fields = ["name_key"]
    fieldsets = [
        (None, {"fields": ["name", "is_open"]}),
        (_("Coordonnées"), {"fields": ["telephone", "email", "address", "opening_hours"]}),
        (_("Textes"), {"fields": ["welcome", "personal_data_notice"]}),
        (
            _("Connexion"),
            {"fields": ["password_min_length", "password_max_length", "idle_minutes", "sign_out_label"]},
        ),
    ]

    def site_of(self, obj: Site) -> int:
        return obj.pk


@admin.register(FamilyAccount)
class FamilyAccountAdmin(ScopedAdmin):
    """No password here: staff never see or set a family's."""

    list_display = ["identifier", "last_name", "first_name", "email", "site", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["site"]
    search_fields = ["search_key"]
    fields = ["site", "identifier", "civility", "first_name", "last_name", "email", "is_active"]

    def get_readonly_fields(self, _request: "HttpRequest", obj: FamilyAccount | None = None) -> list[str]:
        return ["site"] if obj else []

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey", request: "HttpRequest", **kwargs: Any
    ) -> "ModelChoiceField | None":
        """Without its site the account would be one of the staff."""
        return super().formfield_for_foreignkey(db_field, request, required=True, **kwargs)

    def save_model(self, request: "HttpRequest", obj: FamilyAccount, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class PostInline(admin.TabularInline):
    model = Post
    extra = 1


@admin.register(StaffAccount)
class StaffAccountAdmin(UserAdmin):
    """The installation's administrator alone makes accounts of the staff."""

    list_display = ["identifier", "last_name", "first_name", "email", "is_superuser", "is_active"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["search_key"]
    ordering = ["login"]
    filter_horizontal = []
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ["identifier"]}),
        (_("Personne"), {"fields": ["civility", "first_name", "last_name", "email"]}),
        (_("Droits"), {"fields": ["is_active", "is_superuser", "last_login"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "identifier",
                    "civility",
                    "first_name",
                    "last_name",
                    "email",
                    "password1",
                    "password2",
                ]
            },
        )
    ]
    inlines = [PostInline]
    actions = ["remove_second_factor"]

    def lookup_allowed(self, lookup: str, value: str, request: "HttpRequest | None" = None) -> bool:  # noqa: ARG002
        return is_offered_filter(self, lookup)

    def get_search_results(self, request: "HttpRequest", accounts: "QuerySet", typed: str) -> tuple:
        return super().get_search_results(request, accounts, key(typed))

    @admin.action(description=_("Retirer le second facteur (téléphone perdu)"), permissions=["change"])
    def remove_second_factor(self, request: "HttpRequest", accounts: "QuerySet[StaffAccount]") -> None:
        for account in accounts:
            second_factor.remove(account)
        done = ngettext(
            "%(count)s personne en choisira un nouveau à sa prochaine connexion.",
            "%(count)s personnes en choisiront un nouveau à leur prochaine connexion.",
            len(accounts),
        )
        messages.success(request, done % {"count": len(accounts)})
