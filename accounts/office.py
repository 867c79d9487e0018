"""«Gestion»: Django's admin behind our own sign-in, each member of staff seeing only the sites of their posts."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.views import PasswordChangeView
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import signing_in, too_late
from accounts.office_choices import Suggestions
from accounts.office_history import WithHistory
from accounts.office_passwords import StaffPasswordForm
from accounts.second_factor import is_needed
from imuse import parts, queues
from imuse.importing import kinds
from imuse.keys import key

if TYPE_CHECKING:
    from django.db.models import ForeignKey, ManyToManyField
    from django.forms import ModelChoiceField, ModelMultipleChoiceField
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


class OfficeSite(admin.AdminSite):
    site_header = site_title = _("Gestion")
    index_title = _("Accueil")
    enable_nav_sidebar = False

    def has_permission(self, request: "HttpRequest") -> bool:
        return request.user.is_active and request.user.is_staff and not is_needed(request)

    def login(self, _request: "HttpRequest", **_context: Any) -> "HttpResponse":
        return redirect("staff_sign_in")

    @method_decorator(require_POST)
    def logout(self, request: "HttpRequest", **_context: Any) -> "HttpResponse":
        return signing_in.leave(request, towards="staff_sign_in")

    def password_change(
        self, request: "HttpRequest", extra_context: dict[str, Any] | None = None
    ) -> "HttpResponse":
        """Django's page with our form, which from 6.0 on is an attribute of the site."""
        page = PasswordChangeView.as_view(
            form_class=StaffPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return page(request)

    def index(self, request: "HttpRequest", extra_context: dict[str, Any] | None = None) -> "HttpResponse":
        """With what waits above everything."""
        user = request.user
        may_import = any(user.is_superuser or user.holds(kind.permission) for kind in kinds.all_kinds())
        waiting = queues.lengths_for(user)
        told = {"queues": waiting, "lines": [queue.line for queue in waiting], "may_import": may_import}
        return super().index(request, {**(extra_context or {}), **told})

    def each_context(self, request: "HttpRequest") -> dict[str, Any]:
        context = super().each_context(request)
        menu = list(parts.menu_of(context["available_apps"], request))
        return context | {"menu": menu, "school": context["has_permission"] and request.user.only_school}

    def get_app_list(self, request: "HttpRequest", app_label: str | None = None) -> list[dict[str, Any]]:
        """The parts of a school, not Django's applications."""
        listed = [each for app in super().get_app_list(request, app_label) for each in app["models"]]
        return parts.sorted_into_parts((self._registry[each["model"]], each) for each in listed)

    def autocomplete_view(self, request: "HttpRequest") -> "HttpResponse":
        return Suggestions.as_view(admin_site=self)(request)


def is_offered_filter(page: admin.ModelAdmin, lookup: str) -> bool:
    """The filters that the list shows, and no others: an address with `password__startswith` would tell a hash."""
    own = {each.parameter_name for each in page.list_filter if isinstance(each, type)}
    return lookup in own or lookup.removesuffix("__exact") in page.list_filter


def may_at(user: "User", permission: str, site_id: int | None) -> bool:
    return user.is_superuser or site_id in user.site_ids_granting(permission)


def joins() -> list[Any]:
    """What Django calls the tables that it made for joining two things."""
    every = [model._meta for model in apps.get_models(include_auto_created=True)]  # noqa: SLF001 - its documented way
    return [options for options in every if options.auto_created]


def without(told: list, beginnings: tuple[str, ...]) -> list:
    """Django's nested list of what a deletion takes with it, less the lines that begin so."""
    kept = (each for each in told if isinstance(each, list) or not str(each).startswith(beginnings))
    lists = (without(each, beginnings) if isinstance(each, list) else each for each in kept)
    return [each for each in lists if each != []]


class GivesBack:
    """A form of the office that came after its session had ended is shown with what was typed in it."""

    def get_form(self, request: "HttpRequest", obj: Model | None = None, **options: Any) -> type:
        class Form(super().get_form(request, obj, **options)):
            def __init__(self, *args: Any, **facts: Any) -> None:
                super().__init__(*args, **{"label_suffix": "", **facts})
                too_late.give_back(request, self)

        return Form

    def get_inline_formsets(
        self, request: "HttpRequest", formsets: list, inlines: list, obj: Model | None = None
    ) -> list:
        for form in (form for formset in formsets for form in formset):
            too_late.give_back(request, form)
        return super().get_inline_formsets(request, formsets, inlines, obj)


class Scoped:
    """What is of another site does not exist.

    A model says with `for_user(user, permission)` what is whose; with `site_of` here, at which site an object is.
    """

    def get_queryset(self, request: "HttpRequest") -> QuerySet:
        rows = self.model.objects.for_user(request.user, self._permission("view"))
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def site_of(self, obj: Model) -> int | None:
        return obj.site_id

    def has_view_permission(self, request: "HttpRequest", obj: Model | None = None) -> bool:
        return self._holds(request, "view", obj) or self._holds(request, "change", obj)

    def has_change_permission(self, request: "HttpRequest", obj: Model | None = None) -> bool:
        return self._holds(request, "change", obj)

    def has_delete_permission(self, request: "HttpRequest", obj: Model | None = None) -> bool:
        return self._holds(request, "delete", obj)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey", request: "HttpRequest", **kwargs: Any
    ) -> "ModelChoiceField | None":
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField", request: "HttpRequest", **kwargs: Any
    ) -> "ModelMultipleChoiceField | None":
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices_for(self, db_field: "ForeignKey | ManyToManyField", request: "HttpRequest") -> QuerySet:
        """What the person may see, of the sites where this form may be sent."""
        verb = "change" if "object_id" in request.resolver_match.kwargs else "add"
        seen = db_field.remote_field.model.objects.for_user(request.user)
        return seen.for_user(request.user, self._permission(verb))

    def _permission(self, verb: str) -> str:
        return f"{self.opts.app_label}.{verb}_{self.opts.model_name}"

    def _holds(self, request: "HttpRequest", verb: str, obj: Model | None) -> bool:
        user, permission = request.user, self._permission(verb)
        if obj is None:
            return user.is_superuser or user.holds(permission)
        return may_at(user, permission, self.site_of(obj))


class ScopedAdmin(WithHistory, GivesBack, Scoped, admin.ModelAdmin):
    """The staff's one door to data (404 where there is none)."""

    def get_search_results(self, request: "HttpRequest", rows: QuerySet, typed: str) -> tuple[QuerySet, bool]:
        """`search_fields` are key columns: what is typed is compared as they are."""
        return super().get_search_results(request, rows, key(typed))

    def lookup_allowed(self, lookup: str, value: str, request: "HttpRequest | None" = None) -> bool:  # noqa: ARG002
        return is_offered_filter(self, lookup)

    def name_of(self, obj: Model) -> str:
        """What it is called in a field that is filled by name."""
        return str(obj)

    def get_deleted_objects(self, objs: Any, request: "HttpRequest") -> tuple:
        """Without the rows that join two things: they are no thing of their own, and have no name but Django's."""
        told, counts, lacking, protected = super().get_deleted_objects(objs, request)
        names = tuple(f"{capfirst(join.verbose_name)}: " for join in joins())
        of_joins = {str(join.verbose_name_plural) for join in joins()}
        counted = {name: count for name, count in counts.items() if str(name) not in of_joins}
        return without(told, names), counted, lacking, protected

    def _get_obj_does_not_exist_redirect(self, *_args: Any) -> "HttpResponse":
        raise Http404


class ScopedInline(Scoped, InlineModelAdmin):
    """Rows on the page of what they belong to, and at its site."""

    def site_of(self, parent: Model) -> int | None:
        return self.admin_site.get_model_admin(self.parent_model).site_of(parent)

    def has_add_permission(self, request: "HttpRequest", obj: Model | None = None) -> bool:
        return self._holds(request, "add", obj)
