"""Passwords of the staff, in the office's own pages: whose is changed is told by mail, as families are."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction

from accounts.mails import write

if TYPE_CHECKING:
    from accounts.models import User


class Told:
    @transaction.atomic
    def set_password_and_save(self, user: "User", *args: Any, **options: Any) -> "User":
        write("password_changed", to=user)
        return super().set_password_and_save(user, *args, **options)


class StaffPasswordForm(Told, OwnPasswordForm):
    """By the person."""


class PasswordOfStaffForm(Told, AdminPasswordChangeForm):
    """By the installation's administrator, for another."""
