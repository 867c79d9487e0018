"""What the régie's pages have in common."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from families.office import OfficeAdmin
from families.office_filters import OfferedFilter
from imuse import parts
from imuse.money import shown
from imuse.policies import Denied
from imuse.school_year import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import ForeignKey, Model, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class CategoryFilter(OfferedFilter):
    title = _("catégorie")
    parameter_name = "categorie"
    column = "category"

    def label(self, value: str, *_words: str) -> str:
        from billing.models import Category

        return str(Category(value).label)


class AtOpenRegie:
    """For what is asked: a régie that is out of service asks for nothing more."""

    def choices_for(self, db_field: "ForeignKey", request: "HttpRequest") -> "QuerySet":
        rows = super().choices_for(db_field, request)
        return rows.filter(is_open=True) if db_field.name == "regie" else rows


def money_column(name: str, label: Any) -> "Callable[[Any], str]":
    """An amount of a row, as it is read."""

    @admin.display(description=label, ordering=name)
    def column(obj: Any) -> str:
        return shown(getattr(obj, name))

    column.__name__ = f"{name}_shown"
    return column


def pdf_link(number: str, site_id: int) -> "SafeString | str":
    if not number:
        return ""
    address = reverse("office_document", args=[site_id, number])
    return format_html('<a href="{}">{}</a>', address, f"{number} (PDF)")


class WrittenOnceAdmin(OfficeAdmin):
    """What is recorded by a verb, and read ever after."""

    part = parts.BILLING

    def has_change_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:  # noqa: ARG002
        return False

    def record(self, request: "HttpRequest", form: Any) -> "Model":
        """Each page calls the verb of what it records."""
        raise NotImplementedError

    def save_model(self, request: "HttpRequest", obj: "Model", form: Any, _change: bool) -> None:
        """Django goes on with what was recorded."""
        vars(obj).update(vars(self.record(request, form)))

    def changeform_view(self, request: "HttpRequest", *args: Any, **options: Any) -> "HttpResponse":
        """What somebody else did a moment ago may stand against it."""
        try:
            return super().changeform_view(request, *args, **options)
        except Denied as denied:
            messages.error(request, denied.reason)
            return HttpResponseRedirect(request.get_full_path())

    @admin.display(description=_("année scolaire"), ordering="year")
    def year_named(self, obj: Any) -> str:
        return named(obj.year)
