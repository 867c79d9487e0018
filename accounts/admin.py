from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from accounts import (
    failures,
    identifiers,
    mails,
    outgoing,
    queues,
    second_factor,
    site_admin,  # noqa: F401 - its pages
    texts,
    trail_admin,  # noqa: F401 - likewise
)
from accounts.models import FamilyAccount, Installation, Mail, Post, StaffAccount, Text, Throttle
from accounts.office import GivesBack, ScopedAdmin, is_offered_filter
from accounts.office_history import WithHistory
from accounts.office_passwords import PasswordOfStaffForm
from accounts.office_queue import NextAfterNext
from imuse import parts
from imuse.keys import key

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet
    from django.forms import ModelChoiceField
    from django.http import HttpRequest, HttpResponse

# The devices' pages show their secrets: a lost one is taken away on the account's list. Rights are no groups.
# What became of a task is told where it matters, at the mail that it carried.
admin.site.unregister([StaticDevice, TOTPDevice, Group, DBTaskResult])


@admin.register(FamilyAccount)
class FamilyAccountAdmin(ScopedAdmin):
    """No password here: staff never see or set a family's."""

    part = parts.ACCOUNTS
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

    def get_form(self, request: "HttpRequest", obj: FamilyAccount | None = None, **options: Any) -> type:
        form = super().get_form(request, obj, **options)
        identifier = form.base_fields.get("identifier")
        if identifier and obj is None:
            identifier.required, identifier.help_text = False, _("Vide : il est fait d’après le nom.")
        return form

    def save_model(self, request: "HttpRequest", obj: FamilyAccount, form: Any, change: bool) -> None:
        if not change and not obj.identifier:
            identifiers.open_account(obj)
            return
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class PostInline(admin.TabularInline):
    model = Post
    extra = 1


@admin.register(StaffAccount)
class StaffAccountAdmin(WithHistory, GivesBack, UserAdmin):
    """The installation's administrator alone makes accounts of the staff."""

    part = parts.INSTALLATION
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
    change_password_form = PasswordOfStaffForm
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


class KindFilter(admin.SimpleListFilter):
    """Of those that there are."""

    title = _("objet")
    parameter_name = "objet"

    def lookups(self, request: "HttpRequest", page: "MailAdmin") -> list[tuple[str, str]]:
        seen = page.get_queryset(request).order_by("template").values_list("template", flat=True).distinct()
        return [(template, mails.label(template)) for template in seen]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet[Mail]") -> "QuerySet[Mail]":
        return rows.filter(template=self.value()) if self.value() else rows


class OutgoingAdmin(NextAfterNext, ScopedAdmin):
    """What leaves the portal: read, and sent again where it was given up."""

    part = parts.ACCOUNTS
    list_filter = ["status"]
    list_select_related = ["user", "site"]
    actions = ["send_again", "give_up"]
    letters: ClassVar[dict[str, str]] = {"send_again": "v", "give_up": "r"}
    asked = queues.FAILED

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: "Mail | Text | None" = None) -> bool:
        return False

    @admin.display(description=_("dernière erreur"), ordering="last_error")
    def trouble(self, obj: "Mail | Text") -> Any:
        return failures.in_words(obj.last_error)

    @admin.action(description=_("Ne plus envoyer"), permissions=["change"])
    def give_up(self, request: "HttpRequest", chosen: "QuerySet[Mail | Text]") -> None:
        """Whoever was to read it knows by now, or need not: it waits for nobody any more."""
        given_up = outgoing.give_up(self.kept_by(request, chosen))
        done = ngettext(
            "%(count)s message ne partira plus.", "%(count)s messages ne partiront plus.", given_up
        )
        messages.success(request, done % {"count": given_up})

    def kept_by(self, request: "HttpRequest", chosen: "QuerySet") -> "QuerySet":
        """Of the schools where the person may do more than look."""
        return chosen.for_user(request.user, self._permission("change"))

    def say_sent_again(self, request: "HttpRequest", done: str, count: int) -> None:
        if count:
            messages.success(request, done % {"count": count})
        else:
            messages.warning(request, _("Rien ne repart : il est trop tard, ou c’est déjà reparti."))


@admin.register(Mail)
class MailAdmin(OutgoingAdmin):
    """What became of each mail; its words are not kept."""

    list_display = ["written_at", "kind", "user", "site", "status", "attempts", "trouble"]
    list_filter = ["status", KindFilter]
    words = queues.MAILS
    fields = [
        "status",
        "kind",
        "user",
        "to",
        "site",
        "written_at",
        "attempts",
        "next_try",
        "sent_at",
        "trouble",
    ]
    readonly_fields = fields

    @admin.display(description=_("objet"), ordering="template")
    def kind(self, obj: Mail) -> str:
        return mails.label(obj.template)

    def waiting(self, request: "HttpRequest") -> "QuerySet[Mail]":
        return queues.failed_mails(request.user)

    @admin.action(description=_("Envoyer de nouveau"), permissions=["change"])
    def send_again(self, request: "HttpRequest", chosen: "QuerySet[Mail]") -> None:
        again = [mail for mail in self.kept_by(request, chosen) if mails.send_again(mail)]
        done = ngettext("%(count)s mail repart.", "%(count)s mails repartent.", len(again))
        self.say_sent_again(request, done, len(again))


@admin.register(Text)
class TextAdmin(OutgoingAdmin):
    """What became of each text message."""

    list_display = ["written_at", "user", "to", "site", "status", "attempts", "trouble"]
    words = queues.TEXTS
    fields = [
        "status",
        "user",
        "to",
        "words",
        "site",
        "written_at",
        "attempts",
        "next_try",
        "sent_at",
        "trouble",
    ]
    readonly_fields = fields

    def waiting(self, request: "HttpRequest") -> "QuerySet[Text]":
        return queues.failed_texts(request.user)

    @admin.action(description=_("Envoyer de nouveau"), permissions=["change"])
    def send_again(self, request: "HttpRequest", chosen: "QuerySet[Text]") -> None:
        again = [text for text in self.kept_by(request, chosen) if texts.send_again(text)]
        done = ngettext("%(count)s texto repart.", "%(count)s textos repartent.", len(again))
        self.say_sent_again(request, done, len(again))


@admin.register(Throttle)
class ThrottleAdmin(NextAfterNext, ScopedAdmin):
    """What is blocked at this moment, to be lifted for who telephones."""

    part = parts.ACCOUNTS
    list_display = ["account", "site", "purpose", "since", "blocked_until"]
    list_select_related = ["user", "site"]
    fields = ["account", "site", "purpose", "kind", "tries", "since", "blocked_until"]
    readonly_fields = fields
    actions = ["lift"]
    letters: ClassVar[dict[str, str]] = {"lift": "v"}
    words = queues.BLOCKED

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[Throttle]":
        return super().get_queryset(request).blocked()

    def get_actions(self, request: "HttpRequest") -> dict[str, Any]:
        """Django's own, to delete, would say the same in other words."""
        return {name: action for name, action in super().get_actions(request).items() if name == "lift"}

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_change_permission(self, _request: "HttpRequest", _obj: Throttle | None = None) -> bool:
        return False

    def waiting(self, request: "HttpRequest") -> "QuerySet[Throttle]":
        return queues.blocked_accounts(request.user)

    @admin.display(description=_("compte"), ordering="user__login")
    def account(self, row: Throttle) -> Any:
        if row.kind == Throttle.Kind.ADDRESS:
            return _("tous, depuis une adresse")
        return row.user or _("identifiant inconnu")

    @admin.action(description=_("Lever le blocage"), permissions=["delete"])
    def lift(self, request: "HttpRequest", chosen: "QuerySet[Throttle]") -> None:
        rows = chosen.for_user(request.user, self._permission("delete"))
        self.log_deletions(request, rows)
        count, _models = rows.delete()
        done = ngettext("%(count)s blocage est levé.", "%(count)s blocages sont levés.", count)
        messages.success(request, done % {"count": count})


@admin.register(Installation)
class InstallationAdmin(WithHistory, admin.ModelAdmin):
    """One row, so the list is its form. No role has a right to it: the installation's administrator alone."""

    part = parts.INSTALLATION
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            _("Éditeur"),
            {
                "fields": [
                    "publisher",
                    "publisher_status",
                    "publisher_address",
                    "publisher_telephone",
                    "publisher_email",
                    "publication_director",
                ]
            },
        ),
        (_("Hébergeur"), {"fields": ["host", "host_address", "host_telephone"]}),
        (
            _("Données personnelles"),
            {"fields": ["data_contact", "data_contact_email", "data_contact_address"]},
        ),
        (
            _("Accessibilité"),
            {
                "fields": [
                    "conformity",
                    "rate",
                    "audited_on",
                    "auditor",
                    "non_conformities",
                    "disproportionate_burden",
                    "exempt_content",
                    "accessibility_email",
                    "accessibility_telephone",
                    "scheme_url",
                    "action_plan_url",
                ]
            },
        ),
        (
            _("Établissement de la déclaration"),
            {"fields": ["declared_on", "updated_on", "test_environment", "test_tools", "tested_pages"]},
        ),
    ]

    def get_object(
        self, _request: "HttpRequest", object_id: str, _from_field: str | None = None
    ) -> Installation | None:
        """Before it is first saved too, so that there is nothing to add."""
        return Installation.current() if object_id == "1" else None

    def changelist_view(
        self, request: "HttpRequest", extra_context: dict[str, Any] | None = None
    ) -> "HttpResponse":
        title = {"title": capfirst(self.opts.verbose_name_plural), "subtitle": None}
        return self.change_view(request, "1", extra_context={**title, **(extra_context or {})})

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: Installation | None = None) -> bool:
        return False
