"""Who did what to a person's record, and when: what the family asked, what the office decided and entered."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
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
    """On the pages of the office."""
    everything = [f"{name}.pk" for name in records.names()]
    rows = records.rows_for(everything, family_id=change.family_id, person_id=change.person_id)
    for row in rows.values():
        kind = ContentType.objects.get_for_model(row)
        logged = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).select_related("user")
        for line in logged.order_by("-action_time")[:LATEST]:
            yield Entry(line.action_time, _name(line.user), line.get_change_message())


def _name(user: User | None) -> str:
    return user.get_full_name() if user else _("compte supprimé")
