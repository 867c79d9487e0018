"""«Importer»: first all of the preview is made again, and must be the same; then it is written, batch by batch.

Each batch is planned once more in the transaction that writes it. Where somebody changed the rows since, nothing
more is written: a new preview is made, in which what was written already is left as it is.
"""

import logging
from collections.abc import Iterator, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.imports.staging import Question, Told
from accounts.imports.verbs import Status, check_is_still, forget_file
from accounts.models import Import, ImportUnit
from accounts.trail.writing import written_together
from imuse.acting import on_behalf_of
from imuse.importing import headings
from imuse.importing.kinds import Plan
from imuse.importing.reading import Line
from imuse.importing.units import Unit, read

log = logging.getLogger("imuse.imports")

# Lines; those that are written are a transaction, of less than a second.
CHECKED_AT_ONCE = 500
WRITTEN_AT_ONCE = 200


class StaleError(Exception):
    """What the preview showed is not what would happen now."""


def check(row: Import, *, is_time_up: Question, told: Told) -> None:
    try:
        for staged in _batches(row, CHECKED_AT_ONCE):
            _planned(row, staged, _units(row, staged))
            _advance(row, staged)
            told(_lines(staged))
            if is_time_up():
                return
    except StaleError:
        begin_again(row)
        return
    row.status, row.place = Status.WRITING, 0
    row.save(update_fields=["status", "place"])


def write(row: Import, *, is_time_up: Question, told: Told) -> None:
    try:
        for staged in _batches(row, WRITTEN_AT_ONCE):
            _write(row, staged)
            told(_lines(staged))
            if is_time_up():
                return
    except (StaleError, IntegrityError) as fault:  # somebody wrote the same at this moment
        log.info("import %s stops: %s", row.pk, type(fault).__name__)
        begin_again(row)
        return
    row.status, row.ended_at = Status.DONE, timezone.now()
    row.save(update_fields=["status", "ended_at"])
    forget_file(row)


@transaction.atomic
def begin_again(row: Import) -> None:
    """A new preview, and it says why."""
    row.parts.all().delete()
    row.status, row.is_stale, row.confirmed_by = Status.READING, True, None
    row.lines = row.units = row.place = row.created = row.changed = row.kept = row.wrong = 0
    row.save()


@transaction.atomic
def _write(row: Import, staged: Sequence[ImportUnit]) -> None:
    check_is_still(row, Status.WRITING)
    units = _units(row, staged)
    row.kind_of.lock(units, row.site)
    plans = _planned(row, staged, units)
    # whoever's worker or terminal it is, for the trail
    with on_behalf_of(row.confirmed_by), written_together():
        row.kind_of.write(plans, site=row.site, by=row.confirmed_by)
    _advance(row, staged)


def _advance(row: Import, staged: Sequence[ImportUnit]) -> None:
    row.place, row.lease = staged[-1].place, timezone.now() + Import.LEASE
    row.save(update_fields=["place", "lease"])


def _units(row: Import, staged: Sequence[ImportUnit]) -> list[Unit]:
    columns = headings.known(row.heads, row.kind_of.columns)
    return [read(Unit(each.key, [Line(*line) for line in each.cells]), columns) for each in staged]


def _planned(row: Import, staged: Sequence[ImportUnit], units: Sequence[Unit]) -> list[Plan]:
    plans = row.kind_of.plans(units, row.site)
    for plan, each in zip(plans, staged, strict=True):
        if (plan.action, plan.told()) != (each.action, each.told):
            raise StaleError
    return plans


def _batches(row: Import, size: int) -> Iterator[list[ImportUnit]]:
    """Of about so many lines, whatever a unit has of them."""
    units = max(size * row.units // max(row.lines, 1), 1)
    while batch := list(row.parts.filter(place__gt=row.place).order_by("place")[:units]):
        yield batch


def _lines(staged: Sequence[ImportUnit]) -> int:
    return sum(len(each.cells) for each in staged)
