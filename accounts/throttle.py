"""Guessing is slowed down (SPEC 1.6): a growing wait after some failures, and only so many tries a day.

Counted per account and address together, and per address alone at a higher limit. A browser that signed in to the
account before is counted by itself, so that whoever guesses from elsewhere, or from the same address, does not lock
it out. Nothing tells whether the account exists: the same statements run, and the same sentence is said.
"""

import logging
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from accounts.known_browsers import Browser, browser_of
from accounts.models import Site, Throttle, User, login_of
from imuse.addresses import address_of, network_of
from imuse.keys import key
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("imuse.throttle")

Kind = Throttle.Kind
DAY = timedelta(days=1)
# The CNIL asks for more than a minute after five failures, growing, and for 25 tries a day at most.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=1)


class Limit(NamedTuple):
    failures: int
    tries: int


# A school's own wifi or a carrier's shared address must not lock families out.
LIMITS = {
    Kind.ADDRESS: Limit(failures=30, tries=100),
    Kind.ACCOUNT_AND_ADDRESS: Limit(failures=5, tries=25),
    Kind.ACCOUNT_AND_BROWSER: Limit(failures=5, tries=25),
}
# No request for a password proves who asks, so each one counts as a failure: on the evening when identifiers are
# sent, a whole school's wifi asks. No wait grows, there.
REQUESTS_FROM_AN_ADDRESS = Limit(failures=300, tries=300)


class TooManyTries(Denied):
    def __init__(self, wait: timedelta) -> None:
        self.seconds = ceil(wait.total_seconds())
        minutes = ceil(self.seconds / 60)
        sentence = ngettext(
            "Trop d'essais, réessayez dans %(minutes)s minute.",
            "Trop d'essais, réessayez dans %(minutes)s minutes.",
            minutes,
        )
        super().__init__(sentence % {"minutes": minutes})


def reserve_try(
    request: "HttpRequest", *, purpose: Throttle.Purpose, site: Site | None, identifier: str
) -> list[Throttle]:
    """Raise TooManyTries, or count a failure before anyone knows of one: tries at the same time must not all pass.

    `count_success` takes back what this returns.
    """
    browser = browser_of(request)
    login = login_of(site.pk if site else None, identifier)
    if site is None and purpose == Throttle.Purpose.LOST_PASSWORD:
        user = _family_of_browser(browser, identifier)
    else:
        user = User.objects.filter(login=login, site=site).first()
    facts = {"purpose": purpose, "site": site, "user": user}
    counted = _counted(browser, network_of(address_of(request)), login, user)
    with transaction.atomic():
        rows = _locked([Throttle(kind=kind, **facts | own) for kind, own in counted])
        now = timezone.now()
        until = max(row.blocked_until or now for row in rows)
        if until <= now:
            for row in rows:
                _count_failure(row, now)
            Throttle.objects.bulk_update(rows, ["failures", "tries", "since", "day_ends", "blocked_until"])
    if until > now:
        log.warning("%s refused until %s: too many tries", purpose, until)
        raise TooManyTries(until - now)
    return rows


def count_success(reserved: list[Throttle]) -> None:
    """Forget the account's failures. Those from the address stay in the day's count: signing in to one's own account
    would else make room for guessing at others'."""
    rows = Throttle.objects.filter(pk__in=[row.pk for row in reserved])
    rows.exclude(kind=Kind.ADDRESS).delete()
    address = rows.filter(kind=Kind.ADDRESS, tries__gt=0)
    address.update(failures=0, tries=F("tries") - 1, blocked_until=None)


def purge() -> int:
    """For the clock: what was left alone for a day is forgotten."""
    return Throttle.objects.past().delete()[0]


def _family_of_browser(browser: Browser, identifier: str) -> User | None:
    """Who forgot the site too: the family of that identifier that signed in here before."""
    accounts = User.objects.filter(pk__in=browser.accounts, site__isnull=False).order_by("pk")
    return next((account for account in accounts if key(account.identifier) == key(identifier)), None)


def _counted(
    browser: Browser, network: str, login: str, user: User | None
) -> list[tuple[Kind, dict[str, Any]]]:
    if user and user.pk in browser.accounts:
        return [(Kind.ACCOUNT_AND_BROWSER, {"key_hash": _hash("browser", user.pk, browser.name)})]
    return [
        (Kind.ADDRESS, {"key_hash": _hash("address", network), "user": None}),
        (Kind.ACCOUNT_AND_ADDRESS, {"key_hash": _hash("account", login, network)}),
    ]


def _hash(*facts: object) -> str:
    return salted_hmac(__name__, "|".join(map(str, facts)), algorithm="sha256").hexdigest()


def _locked(rows: list[Throttle]) -> list[Throttle]:
    """Made or found, they are ours until the transaction ends. In one order, so that nobody waits in a circle.

    They take the site of the latest try, a refused one too: its staff can lift what keeps a family out.
    """
    ordered = sorted(rows, key=lambda row: row.key_hash)
    unique, refreshed = ["purpose", "key_hash"], ["site", "user"]
    Throttle.objects.bulk_create(
        ordered, update_conflicts=True, unique_fields=unique, update_fields=refreshed
    )
    kept = Throttle.objects.filter(purpose=rows[0].purpose, key_hash__in=[row.key_hash for row in rows])
    return list(kept.order_by("key_hash"))


def _limit_of(row: Throttle) -> Limit:
    if row.kind == Kind.ADDRESS and row.purpose == Throttle.Purpose.LOST_PASSWORD:
        return REQUESTS_FROM_AN_ADDRESS
    return LIMITS[Kind(row.kind)]


def _count_failure(row: Throttle, now: datetime) -> None:
    """An account's day ends 24 hours after its last try, so that no 24 hours see more than the limit; an address,
    which may never be quiet, has days that start with a failure."""
    limit = _limit_of(row)
    if row.day_ends <= now:
        row.failures, row.tries, row.since, row.day_ends = 0, 0, now, now + DAY
    elif row.kind != Kind.ADDRESS:
        row.day_ends = now + DAY
    row.failures += 1
    row.tries += 1
    beyond = row.failures - limit.failures
    wait = min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT) if beyond >= 0 else timedelta()
    row.blocked_until = row.day_ends if row.tries >= limit.tries else min(now + wait, row.day_ends)
