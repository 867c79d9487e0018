"""A family's account, once guardians are known: its page is guarded as theirs, and their record follows."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from accounts.admin import FamilyAccountAdmin
from accounts.models import FamilyAccount
from families import guardians
from families.admin.person import SharedRecord
from families.office_forms import GuardedForm

if TYPE_CHECKING:
    from django.http import HttpRequest

admin.site.unregister(FamilyAccount)


@admin.register(FamilyAccount)
class AccountOfGuardianAdmin(SharedRecord, FamilyAccountAdmin):
    """An old page must not give an account its former address back."""

    form = GuardedForm

    def person_of(self, obj: FamilyAccount) -> int | None:
        guardian = getattr(obj, "guardian", None)
        return guardian and guardian.person_id

    def save_model(self, request: "HttpRequest", obj: FamilyAccount, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            guardians.follow_account(obj, former=form.initial["email"])
