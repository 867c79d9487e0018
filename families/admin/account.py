"""A family's account, once guardians are known: its page is guarded as theirs, and their record follows."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from accounts.admin import FamilyAccountAdmin
from accounts.models import FamilyAccount
from accounts.office import may_at
from families import guardians
from families.account_office import KEEP, KeepsAccounts, ToldFilter, way_to_tell
from families.admin.person import SharedRecord
from families.office_forms import GuardedForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

admin.site.unregister(FamilyAccount)


@admin.register(FamilyAccount)
class AccountOfGuardianAdmin(KeepsAccounts, SharedRecord, FamilyAccountAdmin):
    """An old page must not give an account its former address back."""

    form = GuardedForm
    list_display = [*FamilyAccountAdmin.list_display, "identifier_told_at"]
    list_filter = [ToldFilter, *FamilyAccountAdmin.list_filter]
    actions = ["tell_identifiers", "unblock", "deactivate", "reactivate"]

    def person_of(self, obj: FamilyAccount) -> int | None:
        guardian = getattr(obj, "guardian", None)
        return guardian and guardian.person_id

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        account = context["original"]
        may = account is not None and may_at(request.user, KEEP, account.site_id)
        context["entries"] = [way_to_tell(account.pk)] if may else []
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request: "HttpRequest", obj: FamilyAccount, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            guardians.follow_account(obj, former=form.initial["email"])
