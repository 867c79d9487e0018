"""Who sees which rows of the ledger: a family its own, staff those of the schools where their posts allow it."""

from typing import Self

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from imuse.sealed import SealedQuerySet


class BillingQuerySet(TrackedQuerySet):
    """`to_family` and `to_site` lead to whom a row is about; without a family, it is for staff alone."""

    to_family = "family"
    to_site = "site"

    def for_user(self, user: User, permission: str = "") -> Self:
        permission = permission or f"billing.view_{self.model.__name__.lower()}"
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(**{f"{self.to_site}__in": user.site_ids_granting(permission)})
        return self._of_family(user) if self.to_family else self.none()

    def _of_family(self, user: User) -> Self:
        return self.filter(**{f"{self.to_family}__guardians__user": user.pk})


class DocumentQuerySet(BillingQuerySet, SealedQuerySet):
    """Issued as soon as they are written."""


class OfSiteQuerySet(BillingQuerySet):
    to_family = ""
