"""The preview: what each unit of a file would change, kept beside the file; nothing else is written.

Begun again after a crash, it goes on behind the last unit that is kept.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from tempfile import TemporaryFile
from time import monotonic

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.verbs import Status, check_is_still, local_copy
from accounts.models import Import, ImportUnit
from imuse.importing import headings, reading
from imuse.importing.kinds import Plan
from imuse.importing.reading import Line
from imuse.importing.units import Unit, grouped, in_batches, read
from imuse.policies import Denied

BATCH = 500  # lines
MOST_LINES_IN_A_UNIT = 1000
Question = Callable[[], bool]
Told = Callable[[int], None]


class Claims:
    """What each unit asks to have alone: a second one of the same file is refused."""

    def __init__(self, row: Import) -> None:
        self.lines: dict[str, int] = {}
        for claims, cells in row.parts.order_by("place").values_list("claims", "cells").iterator(BATCH):
            self.lines |= dict.fromkeys(claims, cells[0][0])

    def take(self, plan: Plan) -> None:
        own: set[str] = set()
        for claim in plan.claims:
            first = self.lines.setdefault(claim, plan.unit.line)
            if first != plan.unit.line or claim in own:
                plan.refuse(
                    plan.unit.line,
                    _(
                        "« %(what)s » est déjà ligne %(line)s. Les lignes d’un même ensemble se suivent : triez le fichier."
                    )
                    % {"what": claim.partition(":")[2], "line": first},
                )
            own.add(claim)


def stage(row: Import, *, is_time_up: Question, told: Told) -> None:
    """As much of the file as there is time for."""
    with TemporaryFile() as file:
        local_copy(row, file)
        try:
            _stage(row, reading.lines(file), is_time_up, told)
        except Denied as denied:
            _end(row, Status.WRONG, refusal=denied.reason)


def _stage(row: Import, lines: Iterator[Line], is_time_up: Question, told: Told) -> None:
    kind = row.kind_of
    row.heads = next(lines, Line(1, [])).cells
    columns = headings.known(row.heads, kind.columns)
    claims, began, read_past = Claims(row), monotonic(), 0.0
    units = islice(grouped(lines, columns, kind.by), row.units, None)
    for batch in in_batches(units, BATCH):
        read_past = read_past or monotonic() - began
        _keep(row, kind.plans([read(unit, columns) for unit in batch], row.site), claims)
        told(sum(len(unit.cells) for unit in batch))
        # Of a large workbook the way back to where one was is long: worth it for as long again at least.
        if is_time_up() and monotonic() - began > 2 * read_past:
            return
    if not row.units:
        raise Denied(_("Ce fichier n’a pas de ligne sous ses titres."))
    _end(row, Status.WRONG if row.wrong else Status.READY)


def _end(row: Import, status: Status, refusal: str = "") -> None:
    """Unless it was given up meanwhile."""
    row.status, row.refusal = status, refusal
    Import.objects.filter(pk=row.pk, status=Status.READING).update(status=status, refusal=refusal)


@transaction.atomic
def _keep(row: Import, plans: Sequence[Plan], claims: Claims) -> None:
    check_is_still(row, Status.READING)
    for plan in plans:
        _check_size(plan.unit)
        plan.claims += [f"{row.kind}:{plan.unit.key}"] if plan.unit.key else []
        claims.take(plan)
    ImportUnit.objects.bulk_create(
        _staged(row, place, plan) for place, plan in enumerate(plans, start=row.units + 1)
    )
    for plan in plans:
        setattr(row, plan.action, getattr(row, plan.action) + 1)
    row.units += len(plans)
    row.lines += sum(len(plan.unit.cells) for plan in plans)
    row.lease = timezone.now() + Import.LEASE
    row.save()


def _check_size(unit: Unit) -> None:
    if len(unit.cells) > MOST_LINES_IN_A_UNIT:
        raise Denied(
            _("Ligne %(line)s : plus de %(n)s lignes ont la même référence « %(key)s ».")
            % {"line": unit.line, "n": MOST_LINES_IN_A_UNIT, "key": unit.key}
        )


def _staged(row: Import, place: int, plan: Plan) -> ImportUnit:
    return ImportUnit(
        source=row,
        place=place,
        key=plan.unit.key[:300],
        cells=[list(line) for line in plan.unit.cells],
        action=plan.action,
        told=plan.told(),
        faults=[list(fault) for fault in plan.unit.faults],
        claims=plan.claims,
    )
