"""Activation codes: what a letter gives to who has no e-mail, so that the portal lets them choose a password."""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import lost_password
from accounts.models import ActivationCode, Site, User, login_of

# Capital letters and digits of which none looks like another, on paper or read aloud from it.
ALPHABET = "ACDEFHJKLMNPQRTUVWXY34679"
LENGTH, GROUP = 12, 4


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def in_groups(code: str) -> str:
    """«ABCD-EFGH-JKLM», as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def bare(typed: str) -> str:
    """However it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


@transaction.atomic
def remember(account: User, hashed: str, *, by: User | None) -> None:
    """From now on this is the account's code: an older one counts no more, nor what it was opening."""
    made = {"code_hash": hashed, "made_at": timezone.now(), "made_by": by}
    ActivationCode.objects.update_or_create(user=account, defaults=made)
    User.objects.filter(pk=account.pk).update(password_link_at=None)


def hash_of(code: str) -> str:
    return make_password(bare(code))


def account_of_code(*, site: Site, identifier: str, code: str) -> User | None:
    """One hash is computed for every try, so that the time does not tell who has an account or a code."""
    codes = ActivationCode.objects.live().filter(user__login=login_of(site.pk, identifier))
    kept = codes.filter(user__is_active=True, user__site__is_open=True).select_related("user__site").first()
    if kept is None:
        hash_of(code)
        return None
    return kept.user if check_password(bare(code), kept.code_hash) else None


def begin(account: User) -> str:
    """The code was right: a link, as «Mot de passe perdu» sends one, leads on to where the password is chosen. That
    uses the code up, so who is interrupted types it again."""
    account.password_link_at = timezone.now()
    unchanged = User.objects.filter(pk=account.pk, password=account.password)
    unchanged.update(password_link_at=account.password_link_at)
    return lost_password.tokens.make_token(account)


def past() -> QuerySet[ActivationCode]:
    return ActivationCode.objects.past()


def purge() -> int:
    return past().delete()[0]
