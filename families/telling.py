"""«Envoyer l’identifiant»: by mail to who has an address, as a letter to who has none. Never a password.

Who was told once is left, unless it is asked for again.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import activation, mails
from accounts.models import ActivationCode, FamilyAccount, Mail, Site, User
from accounts.papers import paper
from families import by_post
from families.models import Guardian
from imuse.keys import key
from imuse.policies import Denied


class Asked(NamedTuple):
    """Those chosen, by what becomes of each."""

    by_mail: list[FamilyAccount]
    by_letter: list[FamilyAccount]
    told: list[FamilyAccount]
    inactive: list[FamilyAccount]


class Letter(NamedTuple):
    """`code` is nothing where «Mot de passe perdu» reaches the person."""

    account: FamilyAccount
    to: str
    code: str


def asked_of(accounts: Iterable[FamilyAccount], *, again: bool = False, mine: Collection[int] = ()) -> Asked:
    """By name. `mine` were told from the very page that asks: sent twice, it gets its answer twice."""
    asked = Asked([], [], [], [])
    for account in sorted(accounts, key=lambda account: key(f"{account.last_name} {account.first_name}")):
        if not account.is_active:
            asked.inactive.append(account)
        elif account.identifier_told_at and not again and account.pk not in mine:
            asked.told.append(account)
        else:
            (asked.by_mail if account.email else asked.by_letter).append(account)
    return asked


def printed_by(staff: User, *, since: datetime) -> set[int]:
    """Whose letters with a code this person printed."""
    codes = ActivationCode.objects.filter(made_by=staff, made_at__gte=since)
    return set(codes.order_by().values_list("user", flat=True))


def by_mail(accounts: Iterable[FamilyAccount]) -> int:
    """How many mails are written. Asked for by two people at once, each is written once."""
    return sum(_write(account) for account in accounts if account.email)


def waiting_to_leave(accounts: Iterable[FamilyAccount], site: Site) -> int:
    """How many of these have a mail that was written before and is not sent yet: it is not written twice."""
    waiting = Mail.objects.filter(template="identifier", status=Mail.Status.WAITING, site=site)
    users = set(waiting.order_by().values_list("user", flat=True))
    return sum(account.pk in users for account in accounts)


@transaction.atomic
def _write(account: FamilyAccount) -> bool:
    if not _claim(account):
        return False
    once = f"identifier:{account.pk}"
    return mails.write("identifier", to=account, priority=Mail.Priority.CAMPAIGN, once=once) is not None


def _claim(account: FamilyAccount) -> bool:
    """Whoever writes down first that the person is told, tells."""
    seen = User.objects.filter(pk=account.pk, identifier_told_at=account.identifier_told_at)
    return bool(seen.update(identifier_told_at=timezone.now()))


class Letters:
    """So many in one PDF. Their codes count once they are kept: until then those of earlier letters do."""

    def __init__(self, accounts: Sequence[FamilyAccount]) -> None:
        self.accounts = accounts
        self.letters = [_letter_to(account, to) for account, to in _addressed(accounts)]
        self._hashes = {each.account.pk: activation.hash_of(each.code) for each in self.letters if each.code}

    def draw(self) -> bytes:
        return paper(
            "papers/identifiers.html",
            site=self.accounts[0].site,
            letters=self.letters,
            written_on=timezone.localdate(),
            portal=settings.PUBLIC_URL,
        )

    @transaction.atomic
    def keep(self, *, by: User | None = None) -> None:
        """All or none: of two who print the same letters at once, the slower is told that hers do not count."""
        for account in sorted(self.accounts, key=lambda account: account.pk):
            if not _claim(account):
                raise Denied(
                    _("Ces lettres viennent d’être imprimées par quelqu’un d’autre : relisez la liste.")
                )
            if account.pk in self._hashes:
                activation.remember(account, self._hashes[account.pk], by=by)


def _letter_to(account: FamilyAccount, to: str) -> Letter:
    code = "" if account.email else activation.new_code()
    return Letter(account, to, activation.in_groups(code))


def _addressed(accounts: Sequence[FamilyAccount]) -> Iterator[tuple[FamilyAccount, str]]:
    """With the address on record; an account that is nobody's in a family has its name alone."""
    held = Guardian.objects.filter(user__in=[account.pk for account in accounts]).select_related("person")
    addresses = {guardian.user_id: by_post.addressed_to(guardian) for guardian in held}
    return ((account, addresses.get(account.pk) or account.get_full_name()) for account in accounts)
