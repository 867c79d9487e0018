"""Families, and who answers for them."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.office import may_at
from accounts.seeing_as import may_see_as
from families.account_office import (
    KEEP,
    AccountFilter,
    AccountOfFamilyFilter,
    OpensAccountsOfFamilies,
    OpensAccountsOfGuardians,
    way_to_tell,
)
from families.admin.person import OfPersonAdmin
from families.identity import PERSON
from families.models import Family, Guardian, Person
from families.office import OfficeAdmin, link_to, to_read
from families.office_filters import SiteFilter
from families.office_inlines import FirstInline, LinkedInline, Way
from families.person_forms import GuardianForm
from imuse import parts
from imuse.telephones import show

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

ADDRESS = ["address_1", "address_2", ("postal_code", "city")]
TELEPHONES = ["mobile", "home_telephone", ("work_telephone", "fax"), "email"]
REACHED = (_("Coordonnées"), {"fields": [*ADDRESS, *TELEPHONES]})

# The page of a guardian for who may only look.
FOR_READERS = [
    (_("Famille"), {"fields": ["family", "user"]}),
    (_("Identité"), {"fields": [to_read(Person, name, of="person") for name in PERSON]}),
    REACHED,
]


class FirstGuardian(FirstInline):
    """A family is made with who answers for it."""

    model = Guardian
    form = GuardianForm
    autocomplete_fields = ["person"]
    fieldsets = [(_("Responsable de la famille"), {"fields": ["person", *PERSON, "identifier"]}), REACHED]


class Guardians(LinkedInline):
    model = Guardian
    fields = readonly_fields = ["name", "identifier", "mobile_shown", "email"]
    related = ["person", "user"]
    ordering = ["order"]
    ways = [Way(_("Ajouter un responsable"), "families.guardian")]

    @admin.display(description=_("nom"))
    def name(self, obj: Guardian) -> "SafeString":
        return link_to(obj)

    @admin.display(description=_("identifiant"))
    def identifier(self, obj: Guardian) -> str:
        return obj.user.identifier if obj.user else ""

    @admin.display(description=_("mobile"))
    def mobile_shown(self, obj: Guardian) -> str:
        return show(obj.mobile)


@admin.register(Family)
class FamilyAdmin(OpensAccountsOfFamilies, OfficeAdmin):
    """The page that the secretary works from. Parts to the right add their rows to its `inlines`, and what else a
    family is found by to its `search_fields`."""

    part = parts.FAMILIES
    rank = 10
    list_display = ["name", "reference", "answers"]
    list_filter = [SiteFilter, AccountOfFamilyFilter]
    actions = ["open_accounts", "tell_identifiers"]
    search_fields = ["search_key", "guardians__person__name_key"]
    search_help_text = _("Par nom, par référence, ou par le nom de quelqu’un de la famille.")
    fields = ["site", "reference", "name"]
    inlines = [Guardians]
    kept_while = [lambda family: family.guardians.exists()]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet":
        return super().get_queryset(request).prefetch_related("guardians__person")

    def get_inlines(self, _request: "HttpRequest", obj: Family | None = None) -> list:
        return self.inlines if obj else [FirstGuardian]

    def page_after(self, obj: Family, *, is_new: bool) -> "Model | None":
        return obj if is_new else None

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        """With the way to the portal as the family sees it."""
        obj = context["original"]
        context["may_see_as"] = bool(obj) and may_see_as(request.user, obj.site_id)
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description=_("responsables"))
    def answers(self, obj: Family) -> str:
        return ", ".join(str(guardian) for guardian in obj.guardians.all())


class SiteOfFamily(SiteFilter):
    column = "family__site"
    labels = ("family__site__name",)


@admin.register(Guardian)
class GuardianAdmin(OpensAccountsOfGuardians, OfPersonAdmin):
    part = parts.FAMILIES
    form = GuardianForm
    rank = 20
    list_display = ["last_name", "first_name", "family_link", "mobile_shown", "email"]
    list_filter = [SiteOfFamily, AccountFilter]
    actions = ["open_accounts", "tell_identifiers"]
    related: ClassVar[list[str]] = ["person", "family", "user"]
    search_fields = ["person__name_key", "family__search_key"]
    ordering = ["person__name_key", "pk"]
    autocomplete_fields = ["family", "person"]
    fixed = ["family"]
    kept_while = []

    def site_of(self, obj: Guardian) -> int:
        return obj.family.site_id

    def page_after(self, obj: Guardian, *, is_new: bool) -> Family:  # noqa: ARG002
        return obj.family

    def get_fieldsets(self, request: "HttpRequest", obj: Guardian | None = None) -> list:
        if obj and not self.has_change_permission(request, obj):
            return self.in_words(FOR_READERS)
        family = ["family", "identifier", "answers_first"]
        who = PERSON if obj else ["person", *PERSON]
        return [(_("Famille"), {"fields": family}), (_("Identité"), {"fields": who}), REACHED]

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        guardian = context["original"]
        may = guardian and guardian.user_id and may_at(request.user, KEEP, self.site_of(guardian))
        context["entries"] = [way_to_tell(guardian.user_id)] if may else []
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description=_("nom"), ordering="person__name_key")
    def last_name(self, obj: Guardian) -> str:
        return obj.person.last_name

    @admin.display(description=_("prénom"))
    def first_name(self, obj: Guardian) -> str:
        return obj.person.first_name

    @admin.display(description=_("famille"), ordering="family__search_key")
    def family_link(self, obj: Guardian) -> "SafeString":
        return link_to(obj.family)

    @admin.display(description=_("mobile"))
    def mobile_shown(self, obj: Guardian) -> str:
        return show(obj.mobile)
