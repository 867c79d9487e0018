"""Two ways in. A family names its site, staff have none; neither backend answers for the other's people."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from accounts.models import Site, User
from accounts.passwords import PUBLISHED_PASSWORDS

if TYPE_CHECKING:
    from django.http import HttpRequest


class _Backend(BaseBackend):
    def get_user(self, user_id: int) -> User | None:
        """Asked at each request: who is made inactive is out at once. `first()` would sort, for a quarter more."""
        with suppress(User.DoesNotExist):
            return User.objects.select_related("site").get(pk=user_id, is_active=True)
        return None


class FamilyBackend(_Backend):
    def authenticate(
        self, _request: "HttpRequest | None", *, site: Site, identifier: str, password: str
    ) -> User | None:
        return _whose_password(User.objects.family_named(identifier, at=site), password)


class StaffBackend(_Backend):
    def authenticate(
        self, _request: "HttpRequest | None", *, staff_identifier: str, password: str
    ) -> User | None:
        return _whose_password(User.objects.staff_named(staff_identifier), password)

    def has_perm(self, user: User, permission: str, obj: Any = None) -> bool:
        """With a site's object, whether the right is held at that site."""
        if not (user.is_active and user.is_staff):
            return False
        site_id = getattr(obj, "site_id", None)
        return user.holds(permission) if site_id is None else site_id in user.site_ids_granting(permission)

    def has_module_perms(self, user: User, app_label: str) -> bool:
        return user.is_active and user.is_staff and user.works_in(app_label)


def _whose_password(user: User | None, password: str) -> User | None:
    """One hash is computed for every try, so that the time does not tell who has an account.

    The demonstration's passwords are printed: where its data was left behind in a real portal, they open nothing.
    """
    if not settings.DEMONSTRATION and password in PUBLISHED_PASSWORDS:
        user = None
    if user is None:
        User().set_password(password)
        return None
    return user if user.check_password(password) and user.is_active and not user.has_lapsed_password else None
