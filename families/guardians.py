"""Who answers for a family, in which order, and with which account."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import FamilyAccount, Site, User
from accounts.trail.rows import told_as_one
from families.models import ChangeRequest, Family, Guardian, Person

# Beyond any rank: the ranks of a family move there while they are dealt anew, for no two may be the same meanwhile.
ASIDE = 1000

# Saved alone: its holder may be choosing another password at that moment.
ADDRESSED = ["civility", "first_name", "last_name", "search_key"]


@transaction.atomic
def next_rank(family: Family) -> int:
    """Of who comes next. The family is locked, so that two who come at once are told apart."""
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    return (family.guardians.aggregate(last=Max("order"))["last"] or 0) + 1


def is_first(guardian: Guardian) -> bool:
    """«Responsable de la famille»."""
    return not guardian.family.guardians.filter(order__lt=guardian.order).exists()


@transaction.atomic
def make_first(guardian: Guardian) -> None:
    Family.objects.select_for_update(of=("self",)).get(pk=guardian.family_id)
    everyone = guardian.family.guardians
    others = list(everyone.exclude(pk=guardian.pk).order_by("order").values_list("pk", flat=True))
    with told_as_one(everyone.all(), ["order"]) as rows:
        rows.update(order=F("order") + ASIDE)
        for rank, pk in enumerate([guardian.pk, *others], start=1):
            rows.filter(pk=pk).update(order=rank)
    guardian.order = 1


def account_named(identifier: str, *, at: Site, guardian: Guardian) -> User:
    """The account with that identifier; where there is none yet a new one, unsaved and without a password."""
    account = User.objects.family_named(identifier, at=at)
    if account is None:
        account = FamilyAccount(site=at, identifier=identifier, email=guardian.email)
        address_as_recorded(account, guardian)
        account.set_unusable_password()
        account.full_clean(exclude={"login"})
    holder = getattr(account, "guardian", None)
    if holder and holder.pk != guardian.pk:
        raise ValidationError(_("Ce compte est celui de %(name)s.") % {"name": holder})
    return account


def address_as_recorded(account: User, guardian: Guardian) -> None:
    """An account speaks to its holder by the name that is on record."""
    person = guardian.person
    account.civility, account.first_name = person.civility, person.first_name
    account.last_name = person.last_name


def write_to(account: User, address: str) -> None:
    """From now on at that address. Both are told, so that nobody's account is taken away unseen."""
    former, account.email = account.email, address
    account.save(update_fields=["email", "search_key"])
    tell_both(account, former)


def tell_both(account: User, former: str) -> None:
    for told in {former, account.email} - {""} if former != account.email else ():
        mails.write("email_changed", to=account, address=told)


def follow_account(account: User, *, former: str) -> None:
    """The office corrected the address of an account: it is the one on record, and a request that waits is compared
    with it."""
    guardian = getattr(account, "guardian", None)
    if guardian:
        guardian.email = account.email
        guardian.save(update_fields=["email"])
    tell_both(account, former)


def follow_person(person: Person, names: set[str], _change: ChangeRequest) -> None:
    guardian = getattr(person, "guardian", None)
    if guardian and guardian.user and names & {"civility", "first_name", "last_name"}:
        address_as_recorded(guardian.user, guardian)
        guardian.user.save(update_fields=ADDRESSED)


def follow_guardian(guardian: Guardian, names: set[str], _change: ChangeRequest) -> None:
    if guardian.user and "email" in names:
        write_to(guardian.user, guardian.email)
