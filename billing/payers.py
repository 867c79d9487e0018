"""Whom a document is made out to, and who is told of it."""

from collections.abc import Iterator

from accounts import mails
from accounts.models import Mail, User
from billing.models import CreditNote, Invoice
from families.by_post import addressed_to
from families.models import Family


def with_guardians(family_id: int) -> Family:
    """The family, locked: what is issued, paid and moved in one ledger is so one thing after the other."""
    Family.objects.select_for_update(of=("self",)).get(pk=family_id)
    return (
        Family.objects.select_related("site")
        .prefetch_related("guardians__person", "guardians__user")
        .get(pk=family_id)
    )


def payer_of(family: Family) -> str:
    """Name and address of «responsable de la famille», as they are today; a family without any, its name."""
    first = min(family.guardians.all(), key=lambda guardian: guardian.order, default=None)
    return addressed_to(first) if first else family.name


def tell(family: Family, document: Invoice | CreditNote) -> None:
    """Each guardian who signs in acts for the whole family; where none does, whoever has an address."""
    for to, address in _told(family):
        mails.write(
            "document_issued",
            to=to,
            site=family.site,
            address=address,
            references={"number": document.number, "family": family.pk},
            priority=Mail.Priority.CAMPAIGN,
        )


def _told(family: Family) -> Iterator[tuple[User | None, str]]:
    guardians = sorted(family.guardians.all(), key=lambda guardian: guardian.order)
    accounts = [guardian.user for guardian in guardians if guardian.user]
    if accounts:
        yield from ((account, "") for account in accounts)
    else:
        yield from [(None, guardian.email) for guardian in guardians if guardian.email][:1]
