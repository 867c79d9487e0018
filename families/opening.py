"""The office gives accounts to those who answer for a family and have none."""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction

from accounts import identifiers
from accounts.models import FamilyAccount
from families.guardians import address_as_recorded
from families.models import Guardian


def open_for_families(guardians: Iterable[Guardian]) -> list[FamilyAccount]:
    """Of families where nobody has one yet, to «responsable de la famille». They come by family and rank."""
    families = [list(each) for _family, each in groupby(guardians, lambda guardian: guardian.family_id)]
    return open_for(each[0] for each in families if not any(guardian.user_id for guardian in each))


def open_for(guardians: Iterable[Guardian]) -> list[FamilyAccount]:
    """The new ones. Each in a transaction of its own: two people who do the same at once wait for one another
    never longer than for one account, and both come to an end."""
    opened = [_open_for(guardian.pk) for guardian in guardians]
    return [account for account in opened if account]


@transaction.atomic
def _open_for(guardian_id: int) -> FamilyAccount | None:
    known = Guardian.objects.select_related("person")
    guardian = known.select_for_update(of=("self",)).filter(pk=guardian_id).first()
    if guardian is None or guardian.user_id:
        return None
    account = FamilyAccount(site_id=guardian.person.site_id, email=guardian.email)
    address_as_recorded(account, guardian)
    guardian.user = identifiers.open_account(account)
    guardian.save(update_fields=["user"])
    return account
