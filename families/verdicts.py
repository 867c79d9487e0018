"""What became of each field that a family asked for: envoyé, vu, accepté, refusé, appliqué."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from families import record_fields, records
from families.models import ChangeRequest
from imuse.components import Text
from imuse.words import NONE, in_words

Status = ChangeRequest.Status


class Verdict(NamedTuple):
    label: Text
    found: str
    asked: str
    shape: str
    state: Text
    at: datetime
    reason: str = ""


class Refusal(NamedTuple):
    """A decision that the family has not read yet: of which fields, «Adresse, Mobile», and why."""

    number: int
    refused: str
    accepted: str
    reason: str


class State(NamedTuple):
    shape: str
    words: Text


SENT, SEEN = State("waiting", _("Envoyé")), State("waiting", _("Vu"))
ACCEPTED, REFUSED = State("done", _("Accepté et appliqué")), State("refused", _("Refusé"))
WITHDRAWN, APPLIED = State("expired", _("Retiré")), State("done", _("Appliqué"))


def verdicts(changes: Iterable[ChangeRequest], tells: Callable[[str], bool]) -> list[Verdict]:
    return [verdict for change in changes for verdict in _of(change, tells)]


def refusals(unread: Iterable[ChangeRequest]) -> list[Refusal]:
    return [
        Refusal(change.pk, _labels(change.refused), _labels(change.accepted), change.reason)
        for change in unread
    ]


def _labels(keys: Iterable[str]) -> str:
    return ", ".join(str(record_fields.label(key)) for key in record_fields.in_order(keys))


def _of(change: ChangeRequest, tells: Callable[[str], bool]) -> Iterator[Verdict]:
    for key in filter(tells, record_fields.in_order(change.values)):
        field = records.field_of(key)
        found, asked = (in_words(field, value) or NONE for value in change.values[key])
        state, at = _state(change, key)
        reason = change.reason if state is REFUSED else ""
        yield Verdict(record_fields.label(key), found, asked, state.shape, state.words, at, reason)


def _state(change: ChangeRequest, key: str) -> tuple[State, datetime]:
    if change.status in ChangeRequest.DECIDED:
        return ACCEPTED if key in change.accepted else REFUSED, change.decided_at
    if change.status == Status.APPLIED:
        return APPLIED, change.proposed_at
    if change.status == Status.WITHDRAWN:
        return WITHDRAWN, change.proposed_at
    return (SEEN, change.seen_at) if change.seen_at else (SENT, change.proposed_at)
