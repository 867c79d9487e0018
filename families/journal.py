"""Who did what to a person's record, and when: what the family asked, what the office decided and entered."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Trace, User
from accounts.trail.history import Traces
from accounts.trail.pages import Keys, keys_of
from families import records
from families.models import ChangeRequest

LATEST = 12


class Entry(NamedTuple):
    at: datetime
    who: str
    what: str


def journal_of(change: ChangeRequest) -> list[Entry]:
    """The newest first."""
    entries = [*_asked(change), *_entered(change)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:LATEST]


def _asked(change: ChangeRequest) -> Iterator[Entry]:
    about = ChangeRequest.objects.filter(family=change.family_id, person=change.person_id)
    for each in about.select_related("proposed_by", "decided_by").order_by("-proposed_at")[:LATEST]:
        number = len(each.values)
        asked = ngettext("%(n)s modification demandée", "%(n)s modifications demandées", number)
        yield Entry(each.proposed_at, _name(each.proposed_by), asked % {"n": number})
        if each.decided_at:
            verdict = _("Demande %(verdict)s") % {"verdict": each.get_status_display()}
            yield Entry(each.decided_at, _name(each.decided_by), verdict)


def _entered(change: ChangeRequest) -> Iterator[Entry]:
    """What became of the record, by whomever."""
    everything = [f"{name}.pk" for name in records.names()]
    rows = records.rows_for(everything, family_id=change.family_id, person_id=change.person_id)
    keys: Keys = {kind: numbers for row in rows.values() for kind, numbers in keys_of(row).items()}
    if keys:
        traces = Traces(keys, own=keys)
        traces.rows = traces.rows.exclude(act=Trace.Act.ADDED)  # what it was made of, the page shows
        for line in traces.latest(LATEST):
            yield Entry(line.at, line.who, " · ".join(line.details) or line.what)


def _name(user: User | None) -> str:
    return user.get_full_name() if user else _("compte supprimé")
