"""What the office's pages of families, and those to the right of them, have in common."""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateformat import time_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from accounts.office import ScopedAdmin
from accounts.office_choices import NamedChoice, NameInput
from families.identity import facts
from families.office_forms import OfficeForm
from imuse.money import MoneyField
from imuse.widgets import DateInput, MomentInput

if TYPE_CHECKING:
    from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def address_of(obj: "Model") -> str:
    options = obj._meta  # noqa: SLF001 - Django's documented way
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[obj.pk])


def link_to(obj: "Model", words: Any = None) -> "SafeString":
    return format_html('<a href="{}">{}</a>', address_of(obj), words or obj)


def to_read(model: "type[Model]", name: str, *, of: str = "") -> Callable[[Any], str]:
    """A field where nothing may be changed: in words, without the way to a page that its reader may not open."""
    label = model._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's documented way

    @admin.display(description=label)
    def shown(obj: "Model") -> str:
        part = getattr(obj, of) if of else obj
        value = getattr(part, name)
        return time_format(value, "H:i") if isinstance(value, time) else facts(part, [name])[0][1]

    shown.__name__ = name
    return shown


class Plain:
    """Fields as they are filled without a script: names are typed where a list would be long, days and hours by the
    browser's own means, and nothing opens a window over the page."""

    formfield_overrides: ClassVar = {
        models.DateField: {"widget": DateInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.TimeField: {"widget": TimeInput},
        MoneyField: {"widget": forms.TextInput},  # Django's for whole numbers would take no comma
    }

    def formfield_for_foreignkey(self, db_field: "ForeignKey", request: "HttpRequest", **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            page = self.admin_site.get_model_admin(db_field.remote_field.model)
            options["widget"] = NameInput(db_field, site=self.admin_site.name)
            options["form_class"] = partial(NamedChoice, page=page)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: "HttpRequest", **options: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def choices_for(self, db_field: "ForeignKey | ManyToManyField", request: "HttpRequest") -> "QuerySet":
        """Of the site of what is shown, once it has one; or, like an account of the staff, of none."""
        rows, site = super().choices_for(db_field, request), getattr(request, "site_shown", None)
        is_of_a_site = site and hasattr(rows.model, "site_id")
        return rows.filter(Q(site=site) | Q(site=None)) if is_of_a_site else rows


def each_field(fieldsets: list, changed: Callable[[Any], Any]) -> list:
    """The same parts with each field changed, those on one line too."""

    def line(name: Any) -> Any:
        return tuple(map(changed, name)) if isinstance(name, tuple) else changed(name)

    return [(title, {**part, "fields": [*map(line, part["fields"])]}) for title, part in fieldsets]


class OfficeAdmin(Plain, ScopedAdmin):
    form = OfficeForm
    rank = 50  # on the front page: the lowest first
    list_per_page = 50
    # What is given once: where something belongs does not change.
    fixed: ClassVar[list[str]] = ["site"]
    # What is read otherwise than it was given.
    once_saved: ClassVar[dict[str, str]] = {}
    # What is chosen among the things of a site, so after the site where there are several.
    chosen_at_site: ClassVar[list[str]] = []
    # What stands against deleting: something else still holds to it.
    kept_while: ClassVar[list[Callable[[Any], bool]]] = []

    def page_after(self, obj: "Model", *, is_new: bool) -> "Model | None":  # noqa: ARG002
        """Whose page opens once it is saved; where there is none, the list."""
        return None

    def get_form(self, request: "HttpRequest", obj: "Model | None" = None, **options: Any) -> type:
        request.site_shown = self.site_of(obj) if obj else None
        form = super().get_form(request, obj, **options)
        form.only_site = None if obj else self.only_site(request)
        return form

    def get_fields(self, request: "HttpRequest", obj: "Model | None" = None) -> list:
        fields = super().get_fields(request, obj)
        left_out = [] if obj else ["site"] if self.only_site(request) else self.chosen_at_site
        return [name for name in fields if name not in left_out]

    def get_fieldsets(self, request: "HttpRequest", obj: "Model | None" = None) -> list:
        given = super().get_fieldsets(request, obj)
        if obj is None:
            return given
        saved = each_field(given, lambda name: self.once_saved.get(name, name))
        return saved if self.has_change_permission(request, obj) else self.in_words(saved)

    def in_words(self, fieldsets: list) -> list:
        own = {field.name for field in self.opts.get_fields()}
        return each_field(fieldsets, lambda name: to_read(self.model, name) if name in own else name)

    def get_readonly_fields(self, request: "HttpRequest", obj: "Model | None" = None) -> list:
        given = super().get_readonly_fields(request, obj)
        return [*given, *self.fixed] if obj else [*given]

    def get_changeform_initial_data(self, request: "HttpRequest") -> dict[str, Any]:
        """What an address says beforehand: the numbers of whom and what the page before spoke of."""
        return {
            name: int(value) for name, value in request.GET.items() if value.isdecimal() and len(value) < 19
        }

    def only_site(self, request: "HttpRequest") -> Site | None:
        """Where there is no choice: of schools one may look at, but one where one may add."""
        sites = Site.objects.for_user(request.user, self._permission("add"))[:2]
        return sites[0] if len(sites) == 1 else None

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        """Django's titles would read «Ajout de élève»."""
        obj = context["original"]
        verb = _("Ajout") if obj is None else _("Modification")
        if obj and not self.has_change_permission(request, obj):
            verb = _("Consultation")
        context["title"] = f"{verb} · {self.opts.verbose_name}"
        return super().render_change_form(request, context, *args, **options)

    def has_delete_permission(self, request: "HttpRequest", obj: "Model | None" = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and not (obj and any(holds(obj) for holds in self.kept_while))

    def response_post_save_add(self, request: "HttpRequest", obj: "Model") -> "HttpResponse":
        page = self.page_after(obj, is_new=True)
        return redirect(address_of(page)) if page else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: "HttpRequest", obj: "Model") -> "HttpResponse":
        page = self.page_after(obj, is_new=False)
        return redirect(address_of(page)) if page else super().response_post_save_change(request, obj)
