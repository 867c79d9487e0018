"""What the office does with a family's request: looks at it, accepts all or some of its fields, or refuses them."""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import User
from families import changes, record_fields, records
from families.models import ChangeRequest
from imuse.policies import Denied
from imuse.seen_values import written
from imuse.words import NONE, in_words

Status = ChangeRequest.Status


class ReasonMissing(Denied):
    """It is told at the field where the reason is written."""


class Compared(NamedTuple):
    """One field: what was on record when it was asked, what is now, and what is asked."""

    key: str
    label: str
    was: str
    now: str
    asked: str
    clashes: bool


def rows_of(change: ChangeRequest, *, locked: bool = False) -> records.Rows:
    return records.rows_for(
        change.values, family_id=change.family_id, person_id=change.person_id, locked=locked
    )


def compare(change: ChangeRequest, rows: records.Rows) -> list[Compared]:
    return [_compared(change, key, rows) for key in record_fields.in_order(change.values)]


def clashes(change: ChangeRequest, key: str, rows: records.Rows) -> bool:
    """The record was changed to something else since the family asked, or is no more."""
    if not records.is_there(rows, key):
        return True
    now = written(records.value_in(rows, key))
    return now not in {written(change.found(key)), written(change.asked(key))}


def state_of(change: ChangeRequest, rows: records.Rows) -> str:
    """A word for what the record holds now: it travels with the page that staff decide on."""
    now = {key: written(records.value_in(rows, key)) for key in change.values}
    return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()[:32]


def mark_seen(change: ChangeRequest) -> None:
    ChangeRequest.objects.waiting().filter(pk=change.pk, seen_at=None).update(seen_at=timezone.now())


@transaction.atomic
def decide(
    *, change: ChangeRequest, accepted: Collection[str], reason: str = "", seen: str | None = None, by: User
) -> ChangeRequest:
    """Once, whoever clicks. `seen` is the state of the record that the page showed."""
    now = changes.still_waiting(change)
    rows = rows_of(now, locked=True)
    if seen is not None and seen != state_of(now, rows):
        raise Denied(_("Le dossier a changé pendant que vous lisiez : comparez de nouveau, puis décidez."))
    kept = [key for key in now.values if key in accepted]
    _check_reason(now, kept, reason)
    _check_records_are_there(kept, rows)
    _settle(now, kept, reason.strip(), by)
    changes.apply(now, kept, rows)
    _check_rows(kept, rows)
    _tell(now)
    return now


def accept_without_clash(several: Iterable[ChangeRequest], *, by: User) -> tuple[int, int]:
    """How many were accepted whole, and how many are left for somebody to look at."""
    accepted = left = 0
    for change in several:
        try:
            _accept_if_plain(change, by)
            accepted += 1
        except Denied:
            left += 1
    return accepted, left


@transaction.atomic
def _accept_if_plain(change: ChangeRequest, by: User) -> None:
    now = changes.still_waiting(change)
    rows = rows_of(now, locked=True)
    if any(clashes(now, key, rows) for key in now.values):
        raise Denied(_("Le dossier a changé depuis la demande."))
    decide(change=now, accepted=now.values, by=by)


def _compared(change: ChangeRequest, key: str, rows: records.Rows) -> Compared:
    field = records.field_of(key)
    was, now, asked = (
        in_words(field, value) or NONE
        for value in (change.found(key), records.value_in(rows, key), change.asked(key))
    )
    return Compared(key, record_fields.label(key), was, now, asked, clashes(change, key, rows))


def _check_reason(change: ChangeRequest, kept: list[str], reason: str) -> None:
    if len(kept) < len(change.values) and not reason.strip():
        raise ReasonMissing(_("Dites à la famille pourquoi : un refus a besoin d’un mot."))


def _settle(change: ChangeRequest, kept: list[str], reason: str, by: User) -> None:
    change.accepted, change.reason = kept, reason
    change.decided_by, change.decided_at = by, timezone.now()
    change.status = Status.REFUSED
    if kept:
        change.status = Status.ACCEPTED if len(kept) == len(change.values) else Status.PARTLY
    change.seen_at = change.seen_at or change.decided_at
    change.save()


def _check_records_are_there(kept: list[str], rows: records.Rows) -> None:
    gone = [str(record_fields.label(key)) for key in kept if not records.is_there(rows, key)]
    if gone:
        raise Denied(
            _("%(fields)s : cette fiche n’existe plus. Décochez, et dites-le à la famille.")
            % {"fields": ", ".join(gone)}
        )


def _check_rows(kept: list[str], rows: records.Rows) -> None:
    """What was right when it was asked may be so no more, as a guardian who is gone. Nothing is kept then."""
    for key in kept:
        record, _name = records.parts_of(key)
        try:
            records.field_of(key).clean(getattr(rows[record], records.field_of(key).attname), rows[record])
        except ValidationError as refusal:
            label = record_fields.label(key)
            raise Denied(
                _("%(field)s : %(error)s") % {"field": label, "error": " ".join(refusal.messages)}
            ) from refusal


def _tell(change: ChangeRequest) -> None:
    """To who asked, at the address that now counts."""
    if change.proposed_by:
        mails.write(
            "change_decided",
            to=change.proposed_by,
            site=change.family.site,
            references={"change": change.pk},
        )
