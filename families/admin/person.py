"""Persons: kept on the pages of what they are to the school."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import transaction

from families import persons
from families.identity import PERSON
from families.models import ChangeRequest, Person
from families.office import OfficeAdmin
from families.office_forms import GuardedForm
from families.person_forms import OfPersonForm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class SharedRecord:
    """A page of somebody's record, which their family, and a colleague, may change meanwhile (GuardedForm)."""

    change_form_template = "admin/families/person_form.html"

    def person_of(self, obj: Any) -> int:
        return obj.person_id

    def get_object(self, request: "HttpRequest", object_id: str, from_field: str | None = None) -> Any:
        """To be changed, it is read once the person is locked: whoever acts on one waits there."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST":
            return obj
        locked = Person.objects.for_user(request.user).select_for_update(of=("self",))
        locked.filter(pk=self.person_of(obj)).first()
        return super().get_object(request, object_id, from_field)

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        """A request of the family that waits is told of, with the way to it."""
        obj = context["original"]
        waiting = ChangeRequest.objects.for_user(request.user).waiting()
        context["requests"] = waiting.filter(person=self.person_of(obj)) if obj else ()
        return super().render_change_form(request, context, *args, **options)


class OfPersonAdmin(SharedRecord, OfficeAdmin):
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
class PersonAdmin(SharedRecord, OfficeAdmin):
    """Found by name, to make a student of a guardian, and the other way round. Kept on the pages of these."""

    form = GuardedForm
    list_display = ["last_name", "first_name", "birth_date"]
    search_fields = ["name_key"]
    fields = ["site", *PERSON, "birth_date"]

    def person_of(self, obj: Person) -> int:
        return obj.pk

    def name_of(self, obj: Person) -> str:
        return str(obj) + born(obj)

    def has_module_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False
