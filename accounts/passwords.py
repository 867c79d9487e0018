"""The rule that a password follows: shown before typing, ticked off while typing, checked on the server."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.mails import write
from accounts.models import ActivationCode, User

STAFF_MIN_LENGTH = 14
# Of the demonstration.
FAMILY_PASSWORD = "Musique2026"  # noqa: S105 - printed in the documentation, for it protects nothing
STAFF_PASSWORD = "Gestion2026!"  # noqa: S105
PUBLISHED_PASSWORDS = {FAMILY_PASSWORD, STAFF_PASSWORD}


class Requirement(NamedTuple):
    """`name` is what static/password.js knows it by; it ticks off by the same four tests."""

    name: str
    text: str
    is_met: Callable[[str], bool]


@dataclass(frozen=True)
class Rule:
    min_length: int
    max_length: int | None = None

    def requirements(self) -> list[Requirement]:
        return [
            Requirement("length", self._length_in_words(), self._has_right_length),
            Requirement("upper", _("une lettre majuscule"), lambda word: any(c.isupper() for c in word)),
            Requirement("lower", _("une lettre minuscule"), lambda word: any(c.islower() for c in word)),
            Requirement("digit", _("un chiffre"), lambda word: any(c.isdecimal() for c in word)),
        ]

    def missing_in(self, password: str) -> list[str]:
        return [required.text for required in self.requirements() if not required.is_met(password)]

    def _has_right_length(self, password: str) -> bool:
        return self.min_length <= len(password) <= (self.max_length or len(password))

    def _length_in_words(self) -> str:
        if self.max_length is None:
            return _("%(min)s caractères au moins") % {"min": self.min_length}
        return _("entre %(min)s et %(max)s caractères") % {"min": self.min_length, "max": self.max_length}


def rule_for(user: "User | None") -> Rule:
    site = getattr(user, "site", None)
    if site is not None:
        return Rule(site.password_min_length, site.password_max_length)
    return Rule(8 if settings.DEMONSTRATION else STAFF_MIN_LENGTH)


class RuleValidator:
    """The rule, as one of Django's AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        missing = rule_for(user).missing_in(password)
        if missing:
            raise ValidationError(_("Il faut encore : %(missing)s.") % {"missing": ", ".join(missing)})

    def get_help_text(self) -> str:
        rule = [required.text for required in rule_for(None).requirements()]
        return _("Le mot de passe doit avoir : %(rule)s.") % {"rule": ", ".join(rule)}


@transaction.atomic
def change(user: "User", password: str) -> bool:
    """Set the password that the person chose, for good, and tell the person; not if it was changed meanwhile."""
    former, link = user.password, user.password_link_at
    user.set_password(password)
    user.password_expires_at = user.password_link_at = None
    unchanged = User.objects.filter(pk=user.pk, password=former, password_link_at=link)
    if not unchanged.update(password=user.password, password_expires_at=None, password_link_at=None):
        return False
    ActivationCode.objects.filter(user=user).delete()
    write("password_changed", to=user)
    return True
