"""A student's place in a family: on the page of either, and on its own."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.admin import ADDRESS, TELEPHONES, FamilyAdmin, GuardianAdmin, SharedRecord
from families.office import OfficeAdmin, link_to
from families.office_filters import SiteFilter
from families.office_forms import GuardedForm
from families.office_inlines import FirstInline, LinkedInline, Way
from imuse import parts
from imuse.telephones import show
from students.models import Membership, Student
from students.places import gives_coordinates

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

CALLED = ["emergency_name", "emergency_telephone"]
OWN = (_("Coordonnées propres à l’élève"), {"fields": [*ADDRESS, *TELEPHONES]})
OWN_ADDRESS = ["address_1", "address_2", "postal_code", "city"]


class PlaceForm(GuardedForm):
    """Whose coordinates serve is chosen among the guardians of the family; before it is known, its first's do."""

    told_at: ClassVar[dict[str, str]] = {"membership_one_payer": "pays", "membership_once": "family"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known_family = self.instance.family_id or self.initial.get("family")
        field = self.fields.get("reached_through")
        if field:
            field.queryset = field.queryset.filter(family=self.known_family).order_by("order")
            own, first = _("celles de l’élève"), _("le premier responsable de la famille")
            field.empty_label = own if self.known_family else first
            if self.instance.pk is None:
                self.initial["reached_through"] = field.queryset.first()

    def has_changed(self) -> bool:
        """A new place that is taken as it was offered counts too."""
        return self.instance.pk is None or super().has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        family = cleaned.get("family")
        if family and not self.known_family and not any(cleaned.get(name) for name in OWN_ADDRESS):
            cleaned["reached_through"] = family.guardians.order_by("order").first()
        return cleaned


class FirstPlace(FirstInline):
    """A student is entered with a family."""

    model = Membership
    form = PlaceForm
    autocomplete_fields = ["family"]
    fieldsets = [
        (_("Place dans la famille"), {"fields": ["family", "pays", "reached_through", *CALLED]}),
        OWN,
    ]


class Places(LinkedInline):
    model = Membership
    verbose_name_plural = _("familles")
    fields = readonly_fields = ["family_link", "pays", "reached_through", "whom_to_call"]
    related = ["family", "student__person", "reached_through__person"]
    opens = _("Modifier la place")
    ordering = ["-pays", "family__search_key"]
    ways = [Way(_("Ajouter une place dans une famille"), "students.membership")]

    @admin.display(description=_("famille"))
    def family_link(self, obj: Membership) -> "SafeString":
        return link_to(obj.family)

    @admin.display(description=_("personne à prévenir"))
    def whom_to_call(self, obj: Membership) -> str:
        return f"{obj.emergency_name} {show(obj.emergency_telephone)}".strip()


class StudentsOfFamily(LinkedInline):
    model = Membership
    verbose_name_plural = _("élèves")
    fields = readonly_fields = ["student_link", "pays", "reached_through"]
    related = ["family", "student__person", "reached_through__person"]
    opens = _("Modifier la place")
    ordering = ["student__person__name_key"]
    ways = [
        Way(_("Ajouter un élève"), "students.student"),
        Way(_("Ajouter un élève qui a déjà sa fiche"), "students.membership"),
    ]

    @admin.display(description=_("élève"))
    def student_link(self, obj: Membership) -> "SafeString":
        return link_to(obj.student)


class SiteOfFamily(SiteFilter):
    column = "family__site"
    labels = ("family__site__name",)


@admin.register(Membership)
class MembershipAdmin(SharedRecord, OfficeAdmin):
    part = parts.STUDENTS
    form = PlaceForm
    list_display = ["student", "family", "pays", "reached_through"]
    list_filter = [SiteOfFamily]
    list_select_related = ["student__person", "family", "reached_through__person"]
    search_fields = ["student__person__name_key", "family__search_key"]
    autocomplete_fields = ["student", "family"]
    fieldsets = [(None, {"fields": ["student", "family", "pays", "reached_through", *CALLED]}), OWN]
    fixed: ClassVar[list[str]] = ["student", "family"]

    def site_of(self, obj: Membership) -> int:
        return obj.family.site_id

    def has_module_permission(self, _request: "HttpRequest") -> bool:
        """One comes from the page of a family or of a student."""
        return False

    def person_of(self, obj: Membership) -> int:
        return obj.student.person_id

    def page_after(self, obj: Membership, *, is_new: bool) -> Student:  # noqa: ARG002
        return obj.student


# What a family's page shows of its students, and whom it keeps.
FamilyAdmin.inlines.append(StudentsOfFamily)
FamilyAdmin.search_fields.append("memberships__student__person__name_key")
FamilyAdmin.kept_while.append(lambda family: family.memberships.exists())
GuardianAdmin.kept_while.append(gives_coordinates)
GuardianAdmin.kept_while.append(lambda guardian: guardian.restrictions.exists())
