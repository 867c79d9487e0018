"""What the office does with the account of a family: closes it, opens it again, lifts what keeps it out."""

from collections.abc import Iterable

from accounts.models import FamilyAccount, Throttle


def deactivate(accounts: Iterable[FamilyAccount]) -> list[FamilyAccount]:
    """Its sessions end with the next page. One after the other, so that each is told in the audit trail."""
    return _set(accounts, is_active=False)


def reactivate(accounts: Iterable[FamilyAccount]) -> list[FamilyAccount]:
    return _set(accounts, is_active=True)


def unblock(accounts: Iterable[FamilyAccount]) -> list[FamilyAccount]:
    """Whatever was counted against it: at sign-in, at «Mot de passe perdu», with a code."""
    blocked = Throttle.objects.blocked().filter(user__in=[account.pk for account in accounts])
    freed = set(blocked.order_by().values_list("user", flat=True))
    Throttle.objects.filter(user__in=freed).delete()
    return [account for account in accounts if account.pk in freed]


def _set(accounts: Iterable[FamilyAccount], *, is_active: bool) -> list[FamilyAccount]:
    changed = [account for account in accounts if account.is_active != is_active]
    for account in changed:
        account.is_active = is_active
        account.save(update_fields=["is_active"])
    return changed
