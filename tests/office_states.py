"""Rows in the state in which an action of their list does something: unless it would, a test that somebody else's
click does nothing tells nothing."""

from collections.abc import Callable
from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import FamilyAccount, Mail, Site, Text, User
from billing.models import Invoice, OnlinePayment
from families.models import Family, Guardian, Person
from tests import household, school
from tests.access_office import blocked, text
from tests.factories import make_family, make_guardian, make_person, make_site
from tests.factories.billing import make_draft

Cast = dict[str, Any]


def empty_site(_cast: Cast) -> Site:
    return make_site("École neuve")


def reached_by_mail(cast: Cast) -> FamilyAccount:
    User.objects.filter(pk=cast["moreau"].pk).update(email="luc@example.org")
    return cast["moreau"]


def kept_out(cast: Cast) -> FamilyAccount:
    return blocked(cast).user


def closed(cast: Cast) -> FamilyAccount:
    User.objects.filter(pk=cast["moreau"].pk).update(is_active=False)
    return cast["moreau"]


def failed_mail(cast: Cast) -> Mail:
    Mail.objects.filter(pk=cast["mail"].pk).update(status=Mail.Status.FAILED)
    return cast["mail"]


def failed_text(cast: Cast) -> Text:
    Text.objects.filter(pk=text(cast).pk).update(status=Text.Status.FAILED)
    return text(cast)


def with_a_second_factor(cast: Cast) -> User:
    TOTPDevice.objects.create(user=cast["office"], name="Téléphone", confirmed=True)
    return cast["office"]


def without_an_account(cast: Cast) -> Family:
    family = make_family(cast["gounod"], "Nouveau")
    make_guardian(family, "Éva")
    return family


def family_reached_by_mail(cast: Cast) -> Family:
    reached_by_mail(cast)
    return household.family(cast)


def guardian_reached_by_mail(cast: Cast) -> Guardian:
    return family_reached_by_mail(cast).guardians.get(user=cast["moreau"])


def of_nothing(cast: Cast) -> Person:
    """Neither guardian nor student."""
    return make_person(cast["gounod"], "Anne", "Seul")


def draft(cast: Cast) -> Invoice:
    return make_draft(household.family(cast))


def to_look_into(cast: Cast) -> OnlinePayment:
    attempt = household.online_payment(cast)
    OnlinePayment.objects.filter(pk=attempt.pk).update(alert="Montant différent")
    return attempt


STATES: dict[tuple[str, str], Callable[[Cast], Any]] = {
    ("accounts.site", "delete_selected"): empty_site,
    ("accounts.familyaccount", "tell_identifiers"): reached_by_mail,
    ("accounts.familyaccount", "unblock"): kept_out,
    ("accounts.familyaccount", "reactivate"): closed,
    ("accounts.mail", "send_again"): failed_mail,
    ("accounts.mail", "give_up"): failed_mail,
    ("accounts.text", "send_again"): failed_text,
    ("accounts.text", "give_up"): failed_text,
    ("accounts.staffaccount", "remove_second_factor"): with_a_second_factor,
    ("families.family", "open_accounts"): without_an_account,
    ("families.family", "tell_identifiers"): family_reached_by_mail,
    ("families.guardian", "tell_identifiers"): guardian_reached_by_mail,
    ("families.person", "delete_selected"): of_nothing,
    ("reenrolment.reenrolment", "validate_chosen"): school.reenrolment,
    ("billing.invoice", "issue"): draft,
    ("billing.invoice", "delete_selected"): draft,
    ("billing.onlinepayment", "mark_looked_into"): to_look_into,
}
# They ask somebody else, or make what the school has no prices for yet.
NOTHING_TO_SEE = {("billing.regie", "try_connection"), ("billing.pricelist", "draft")}
