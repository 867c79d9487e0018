from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from families.admin import OfPersonAdmin
from families.models import Family, Person
from families.office import to_read
from families.office_filters import SiteFilter
from families.person_forms import with_person
from imuse import parts
from students.admin.enrolment import Enrolments
from students.admin.place import FirstPlace, Places
from students.admin.restriction import Restrictions
from students.identity import SCHOOL
from students.identity import WHO as IDENTITY
from students.models import Student

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

WHO = ["reference", *IDENTITY]
# What a teacher needs to know of a student.
FOR_TEACHERS = [
    to_read(Person, "last_name", of="person"),
    to_read(Person, "first_name", of="person"),
    "image_right",
    "may_leave_alone",
]


class StudentForm(with_person(WHO)):
    site = forms.ModelChoiceField(label=_("Site"), queryset=None)
    known = _(
        "Un responsable qui suit des cours. Ce que vous laissez vide dessous reste comme dans sa fiche."
    )
    already = _("Cette personne est déjà élève.")
    sites: "ClassVar[QuerySet[Site] | None]" = None  # where whoever fills it may add students

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].queryset = self.sites
        if self.instance.pk or self.only_site:
            del self.fields["site"]

    def clean(self) -> dict[str, Any]:
        """The person's reference is told where it is typed."""
        cleaned = super().clean()
        if cleaned.get("reference") and "person" not in self.errors:
            try:
                self.instance.person.validate_constraints()
            except ValidationError as clash:
                self.add_error("reference", clash.messages)
        return cleaned

    def save(self, commit: bool = True) -> Student:
        if "image_right" in self.changed_data:
            self.instance.image_refused_by = None  # what the office enters is nobody's own refusal
        return super().save(commit)


class SiteOfPerson(SiteFilter):
    column = "person__site"
    labels = ("person__site__name",)


@admin.register(Student)
class StudentAdmin(OfPersonAdmin):
    part = parts.STUDENTS
    rank = 10
    form = StudentForm
    list_display = ["last_name", "first_name"]
    list_filter = [SiteOfPerson]
    search_fields = ["person__name_key"]
    ordering = ["person__name_key", "pk"]
    autocomplete_fields = ["person"]
    fixed: ClassVar[list[str]] = []
    inlines = [Places, Enrolments, Restrictions]
    kept_while = [
        lambda student: student.enrolments.exists(),
        lambda student: student.performances.exists(),
        lambda student: student.restrictions.exists(),
    ]

    def site_of(self, obj: Student) -> int:
        return obj.person.site_id

    def page_after(self, obj: Student, *, is_new: bool) -> "Model | None":
        return obj if is_new else None

    def get_list_display(self, request: "HttpRequest") -> list[str]:
        more = ["birth_date", "school_level"] if self.has_change_permission(request) else []
        return [*self.list_display, *more]

    def get_inlines(self, _request: "HttpRequest", obj: Student | None = None) -> list:
        return self.inlines if obj else [FirstPlace]

    def get_form(self, request: "HttpRequest", obj: Student | None = None, **options: Any) -> type:
        form = super().get_form(request, obj, **options)
        form.sites = Site.objects.for_user(request.user, self._permission("add"))
        return form

    def get_formset_kwargs(
        self, request: "HttpRequest", obj: Student, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """A student who is added from a family's page is added to that family."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        number = self.get_changeform_initial_data(request).get("family")
        if isinstance(inline, FirstPlace) and number:
            family = Family.objects.for_user(request.user).filter(pk=number).first()
            given["initial"] = [{"family": family.pk}] if family else []
        return given

    def get_fieldsets(self, request: "HttpRequest", obj: Student | None = None) -> list:
        if obj and not self.has_change_permission(request, obj):
            return self.in_words([(None, {"fields": FOR_TEACHERS})])
        site = [] if obj or self.only_site(request) else ["site"]
        who = WHO if obj else [*site, "person", *WHO]
        return [(_("Identité"), {"fields": who}), (_("Scolarité"), {"fields": SCHOOL})]

    @admin.display(description=_("nom"), ordering="person__name_key")
    def last_name(self, obj: Student) -> str:
        return obj.person.last_name

    @admin.display(description=_("prénom"))
    def first_name(self, obj: Student) -> str:
        return obj.person.first_name

    @admin.display(description=_("date de naissance"), ordering="person__birth_date")
    def birth_date(self, obj: Student) -> "date | None":
        return obj.person.birth_date
