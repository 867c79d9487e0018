"""What a family does with a record: asks for a change, asks anew, withdraws, reads the verdict.

Whoever acts on a person, in the family or in the office (families/deciding.py), waits at the person's row; so two who
act at once are told apart, and the second one sees what the first one did.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import User
from families import records
from families.models import ChangeRequest, Family, Person
from imuse.policies import Denied
from imuse.seen_values import written

Status = ChangeRequest.Status

KEPT = timedelta(days=365)


class Wish(NamedTuple):
    """What somebody wants a field to hold, and what its page showed them."""

    value: Any
    seen: str
    is_free: bool = False


class Outcome(NamedTuple):
    """What became of the wishes."""

    waiting: ChangeRequest | None = None
    applied: ChangeRequest | None = None
    withdrawn: ChangeRequest | None = None


class ChangedMeanwhile(Exception):  # noqa: N818 - it is an answer, not a fault
    """Somebody else changed these fields since the page was shown; what they hold now, by key."""

    def __init__(self, now: dict[str, Any]) -> None:
        super().__init__(now)
        self.now = now


@transaction.atomic
def propose(*, family: Family, person: Person, wishes: Mapping[str, Wish], by: User) -> Outcome:
    """Fields that are not wished for stay as they were asked before; one that is asked to be as it was is asked no more.

    One that is asked anew was still found as it was when it was first asked: what the office wrote meanwhile, the
    family has not seen, and it is compared.
    """
    rows = records.rows_for(wishes, family_id=family.pk, person_id=person.pk, locked=True)
    before = waiting_for(family, person)
    asked = dict(before.values) if before else {}
    check_nobody_was_faster(wishes, asked, rows)
    applied = {}
    for key, wish in wishes.items():
        now = records.value_in(rows, key)
        found, _asked = asked.pop(key, (now, None))
        if written(wish.value) != written(now):
            (applied if wish.is_free else asked)[key] = [now if wish.is_free else found, wish.value]
    return Outcome(
        applied=_apply_at_once(family, person, applied, rows, by),
        **_replace(family, person, before, asked, by),
    )


def check_nobody_was_faster(
    wishes: Mapping[str, Wish], asked: Mapping[str, list], rows: records.Rows
) -> None:
    """A newer value is overwritten only by who has seen it."""
    faster = {}
    for key, wish in wishes.items():
        now = asked[key][1] if key in asked else records.value_in(rows, key)
        if written(now) not in {wish.seen, written(wish.value)}:
            faster[key] = now
    if faster:
        raise ChangedMeanwhile(faster)


@transaction.atomic
def withdraw(change: ChangeRequest) -> None:
    locked = still_waiting(change)
    locked.status = Status.WITHDRAWN
    locked.save(update_fields=["status"])


def mark_read(change: ChangeRequest) -> None:
    ChangeRequest.objects.unread_refusals().filter(pk=change.pk).update(read_at=timezone.now())


def waiting_for(family: Family, person: Person) -> ChangeRequest | None:
    return ChangeRequest.objects.waiting().filter(family=family, person=person).first()


def asker_of(change: ChangeRequest, key: str) -> User | None:
    """Who asked for this first: a newer request carries on what an older one asked, whoever sends it."""
    asker = change.proposed_by
    same = ChangeRequest.objects.filter(family=change.family_id, person=change.person_id, pk__lt=change.pk)
    for older in same.exclude(status=Status.APPLIED).select_related("proposed_by").order_by("-pk"):
        if older.status != Status.REPLACED or older.values.get(key, [None])[-1] != change.asked(key):
            break
        asker = older.proposed_by
    return asker


def was_asked_anew(change: ChangeRequest) -> bool:
    """By the same account. Who asked for other fields of it, in another's stead, is told of their own."""
    anew = ChangeRequest.objects.filter(
        family=change.family_id, person=change.person_id, proposed_by=change.proposed_by_id, pk__gt=change.pk
    )
    return change.status == Status.REPLACED and anew.exclude(status=Status.APPLIED).exists()


def still_waiting(change: ChangeRequest) -> ChangeRequest:
    """Locked; for a transaction of who decides on it."""
    Person.objects.select_for_update().get(pk=change.person_id)
    now = ChangeRequest.objects.select_related("family__site", "person", "decided_by").get(pk=change.pk)
    if now.status != Status.WAITING:
        raise Denied(what_became_of(now))
    return now


def what_became_of(change: ChangeRequest) -> str:
    if change.status in ChangeRequest.DECIDED:
        return _("Cette demande est déjà décidée (%(verdict)s), par %(name)s.") % {
            "verdict": change.get_status_display(),
            "name": change.decided_by.get_full_name(),
        }
    return _("Cette demande n’attend plus : elle est %(state)s.") % {"state": change.get_status_display()}


def _replace(
    family: Family, person: Person, before: ChangeRequest | None, asked: dict[str, list], by: User
) -> dict[str, ChangeRequest]:
    if before and before.values == asked:
        return {}
    if before:
        before.status = Status.REPLACED if asked else Status.WITHDRAWN
        before.save(update_fields=["status"])
    if not asked:
        return {"withdrawn": before} if before else {}
    change = ChangeRequest.objects.create(family=family, person=person, values=asked, proposed_by=by)
    acknowledge(change)
    return {"waiting": change}


def _apply_at_once(
    family: Family, person: Person, values: dict[str, list], rows: records.Rows, by: User
) -> ChangeRequest | None:
    if not values:
        return None
    change = ChangeRequest(family=family, person=person, values=values, proposed_by=by)
    change.status, change.accepted = Status.APPLIED, [*values]
    change.save()
    apply(change, change.accepted, rows)
    return change


def apply(change: ChangeRequest, keys: list[str], rows: records.Rows) -> None:
    """In the order of the records; the caller holds their locks."""
    names: dict[str, set[str]] = {}
    for key in keys:
        records.put(rows, key, change.asked(key))
        record, name = records.parts_of(key)
        names.setdefault(record, set()).add(name)
    for record, row in rows.items():
        if record in names:
            row.save()
            records.named(record).follows(row, names[record], change)


def acknowledge(change: ChangeRequest) -> None:
    """To the address on record, whatever it is when the mail leaves: a proposed one may not be theirs."""
    by = change.proposed_by
    if not by.email:
        return
    mails.write(
        "change_received",
        to=by,
        site=change.family.site,
        address=by.email,
        references={"change": change.pk},
    )


def past() -> QuerySet[ChangeRequest]:
    """What a family asked, and was told, long ago."""
    decided = ChangeRequest.objects.exclude(status=Status.WAITING)
    return decided.filter(proposed_at__lt=timezone.now() - KEPT)


def forget_old() -> int:
    return past().delete()[0]
