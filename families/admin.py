from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from families import persons, record_fields
from families.identity import PERSON
from families.models import Family, FieldRule, Guardian, Person
from families.office import OfficeAdmin, link_to, to_read
from families.office_filters import OfferedFilter, SiteFilter
from families.office_forms import OfficeForm
from families.office_inlines import FirstInline, LinkedInline, Way
from families.person_forms import GuardianForm, OfPersonForm
from imuse.telephones import show

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
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


class OfPersonAdmin(OfficeAdmin):
    """What somebody is to the school. With it goes the person, who is nothing else to it."""

    related: ClassVar[list[str]] = ["person"]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet":
        return super().get_queryset(request).select_related(*self.related)

    def name_of(self, obj: Any) -> str:
        return str(obj.person) + born(obj.person)

    def save_model(self, _request: "HttpRequest", _obj: Any, form: OfPersonForm, _change: bool) -> None:
        form.save()

    def delete_model(self, request: "HttpRequest", obj: Any) -> None:
        super().delete_model(request, obj)
        persons.forget(obj.person)

    @transaction.atomic
    def delete_queryset(self, request: "HttpRequest", queryset: "QuerySet") -> None:
        for obj in queryset:
            self.delete_model(request, obj)


def born(person: Person) -> str:
    """What tells namesakes apart."""
    return f" ({person.birth_date:%d/%m/%Y})" if person.birth_date else ""


@admin.register(Person)
class PersonAdmin(OfficeAdmin):
    """Found by name, to make a student of a guardian, and the other way round. Kept on the pages of these."""

    list_display = ["last_name", "first_name", "birth_date"]
    search_fields = ["name_key"]
    fields = ["site", *PERSON, "birth_date"]

    def name_of(self, obj: Person) -> str:
        return str(obj) + born(obj)

    def has_module_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False


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
class FamilyAdmin(OfficeAdmin):
    """The page that the secretary works from. Parts to the right add their rows to its `inlines`, and what else a
    family is found by to its `search_fields`."""

    rank = 10
    list_display = ["name", "reference", "answers"]
    list_filter = [SiteFilter]
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

    @admin.display(description=_("responsables"))
    def answers(self, obj: Family) -> str:
        return ", ".join(str(guardian) for guardian in obj.guardians.all())


class SiteOfFamily(SiteFilter):
    column = "family__site"
    labels = ("family__site__name",)


@admin.register(Guardian)
class GuardianAdmin(OfPersonAdmin):
    form = GuardianForm
    rank = 20
    list_display = ["last_name", "first_name", "family_link", "mobile_shown", "email"]
    list_filter = [SiteOfFamily]
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


def choices_of_fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """By record: «responsable», then «élève»."""
    return [
        (
            capfirst(label),
            [(f"{record}.{name}", capfirst(words)) for name, words in record_fields.names(record).items()],
        )
        for record, label in FieldRule.Record.choices
    ]


class FieldRuleForm(OfficeForm):
    of = forms.ChoiceField(label=_("Champ"), choices=choices_of_fields)
    told_at: ClassVar[dict[str, str]] = {
        "field_rule_once": "of",
        "field_rule_required_is_editable": "is_required",
        "field_rule_sign_in_email_is_reviewed": "rule",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["of"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("of"):
            self.instance.record, _dot, self.instance.field = cleaned["of"].partition(".")
        return cleaned


class RecordFilter(OfferedFilter):
    title = _("fiche")
    parameter_name = "fiche"
    column = "record"

    def label(self, value: str, *_words: str) -> str:
        return str(FieldRule.Record(value).label)


@admin.register(FieldRule)
class FieldRuleAdmin(OfficeAdmin):
    """What a school makes of the fields that its families see. A field without a rule is as usual."""

    form = FieldRuleForm
    list_display = ["name", "record", "rule", "is_required"]
    list_filter = [SiteFilter, RecordFilter]

    fields = ["site", "of", "rule", "is_required"]
    fixed: ClassVar[list[str]] = ["site", "record", "name"]

    def get_fields(self, request: "HttpRequest", obj: FieldRule | None = None) -> list[str]:
        return [*self.fixed, "rule", "is_required"] if obj else super().get_fields(request, obj)

    @admin.display(description=_("champ"), ordering="field")
    def name(self, obj: FieldRule) -> str:
        return record_fields.name_of(obj.record, obj.field)
