"""What each role of the staff may do. The one table: no permission is kept in the database.

A right counts at the sites where its holder has a post with that role. The installation's own administrator
has every right everywhere. Right-hand apps add their lines with `grant` in `apps.ready()`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SECRETARIAT = "secretariat", _("Secrétariat")
    REGIE = "regie", _("Régie")
    PEDAGOGIE = "pedagogie", _("Pédagogie")
    DIRECTION = "direction", _("Direction")


_permissions: dict[str, set[str]] = {role: set() for role in Role}


def grant(role: Role, *permissions: str) -> None:
    _permissions[role].update(permissions)


def roles_with(permission: str) -> set[str]:
    return {role for role, permissions in _permissions.items() if permission in permissions}


def apps_of(role: str) -> set[str]:
    return {permission.partition(".")[0] for permission in _permissions[role]}


grant(
    Role.SECRETARIAT,
    "accounts.view_site",
    "accounts.view_familyaccount",
    "accounts.add_familyaccount",
    "accounts.change_familyaccount",
    "accounts.see_as_family",
    "accounts.view_mail",
    "accounts.change_mail",
    "accounts.view_text",
    "accounts.change_text",
    "accounts.view_throttle",
    "accounts.delete_throttle",
)
grant(
    Role.DIRECTION,
    "accounts.view_site",
    "accounts.change_site",
    "accounts.view_familyaccount",
    "accounts.add_familyaccount",
    "accounts.change_familyaccount",
    "accounts.see_as_family",
    "accounts.view_trace",
    "accounts.view_mail",
    "accounts.change_mail",
    "accounts.view_text",
    "accounts.change_text",
    "accounts.view_throttle",
    "accounts.delete_throttle",
)
