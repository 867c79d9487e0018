"""«Historique», on each record's page of the office: the audit trail, in place of what Django notes of its own forms."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.roles import roles_with
from accounts.trail.audited import audited
from accounts.trail.history import history
from accounts.trail.pages import keys_of, keys_with_kin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


class WithHistory:
    def history_view(
        self, request: "HttpRequest", object_id: str, _extra_context: dict[str, Any] | None = None
    ) -> "HttpResponse":
        """To who may open the record itself."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("Historique"),
            "page": self._history_of(request, obj),
            "is_followed": audited(self.model) is not None,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": obj,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/history.html", context)

    def _history_of(self, request: "HttpRequest", obj: Model) -> Any:
        """Who may only look at a record, where others may change it, reads of what its page shows them, and no more."""
        user, number = request.user, request.GET.get("page", "1")
        change = f"{self.opts.app_label}.change_{self.opts.model_name}"
        if self.has_change_permission(request, obj) or not roles_with(change):
            keys = keys_with_kin(obj, lambda permission: self._may_see(user, permission, obj))
            return history(obj, user, keys=keys, page=number)
        return history(obj, user, keys=keys_of(obj), only=self._names_shown(request, obj), page=number)

    def _may_see(self, user: "User", permission: str, obj: Model) -> bool:
        return user.is_superuser or self.site_of(obj) in user.site_ids_granting(permission)

    def _names_shown(self, request: "HttpRequest", obj: Model) -> set[str]:
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return {name if isinstance(name, str) else name.__name__ for name in shown}

    def log_addition(self, *_facts: Any) -> None:
        """The trail follows what is audited."""

    log_change = log_addition

    def log_deletions(self, request: "HttpRequest", queryset: Any) -> Any:
        return None if audited(self.model) else super().log_deletions(request, queryset)
