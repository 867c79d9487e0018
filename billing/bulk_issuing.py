"""Thousands of drafts become invoices: batch by batch, each a short transaction; then their PDFs, on all cores.

Begun again after a crash, it goes on: what is issued is no draft any more, what is kept is not drawn again.
"""

import logging
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from billing import documents, issuing
from billing.models import Duplicate, Invoice
from billing.payers import with_guardians
from imuse.bulk import in_batches
from imuse.money import ZERO
from imuse.policies import reason_against
from imuse.processes import on_all_cores
from imuse.progress import bar

log = logging.getLogger("imuse.billing")

BATCH = 20  # of one transaction, under a second
AT_ONCE = 8  # that a process is given to draw
READ_AT_ONCE = 500


class Issued(NamedTuple):
    issued: int
    refused: int
    drawn: int
    failed: int


class WouldIssue(NamedTuple):
    whole: int
    refused: int
    total: Decimal
    undrawn: int


def would_issue(drafts: QuerySet[Invoice]) -> WouldIssue:
    """What `issue_all` would do now; nothing is written."""
    whole, refused, total = 0, 0, ZERO
    for batch in in_batches(drafts.drafts().prefetch_related("lines", "instalments"), READ_AT_ONCE):
        for draft in batch:
            if reason_against(issuing.check_can_issue, invoice=draft):
                refused += 1
            else:
                whole, total = whole + 1, total + sum((line.net for line in draft.lines.all()), ZERO)
    return WouldIssue(whole, refused, total, without_pdf().count())


def issue_all(drafts: QuerySet[Invoice], *, by: User, processes: int | None = None) -> Issued:
    numbers = list(drafts.drafts().order_by("site", "pk").values_list("pk", flat=True))
    issued = 0
    with bar("Invoices", total=len(numbers), unit="invoices") as progress:
        for first in range(0, len(numbers), BATCH):
            batch = numbers[first : first + BATCH]
            issued += issue_batch(batch, by=by)
            progress.update(len(batch))
    drawn, failed = draw_all(processes=processes)
    return Issued(issued, len(numbers) - issued, drawn, failed)


@transaction.atomic
def issue_batch(numbers: list[int], *, by: User) -> int:
    """What cannot be issued stays a draft: its page says why."""
    found = Invoice.objects.filter(pk__in=numbers).drafts()
    families = {
        pk: with_guardians(pk) for pk in sorted(set(found.order_by().values_list("family", flat=True)))
    }
    locked = found.select_for_update(of=("self",)).select_related("site").order_by("site", "pk")
    whole = [each for each in locked if not reason_against(issuing.check_can_issue, invoice=each)]
    by_site: dict[int, list[Invoice]] = {}
    for draft in whole:
        by_site.setdefault(draft.site_id, []).append(draft)
    for drafts in by_site.values():
        pairs = [(draft, families[draft.family_id]) for draft in drafts]
        issuing.issue_locked(pairs, by=by, on=timezone.localdate())
    return len(whole)


def without_pdf() -> QuerySet[Invoice]:
    kept = Duplicate.objects.filter(site=OuterRef("site"), number=OuterRef("number"))
    return Invoice.objects.issued().filter(~Exists(kept))


def draw_all(*, processes: int | None = None) -> tuple[int, int]:
    """How many are kept now, and how many could not be drawn."""
    todo = list(without_pdf().order_by("pk").values_list("pk", flat=True))
    tasks = [todo[first : first + AT_ONCE] for first in range(0, len(todo), AT_ONCE)]
    drawn = failed = 0
    with bar("PDF", total=len(todo), unit="PDF") as progress:
        for good, bad in on_all_cores(draw, tasks, processes=processes) if tasks else ():
            drawn, failed = drawn + good, failed + bad
            progress.update(good + bad)
    return drawn, failed


def draw(numbers: list[int]) -> tuple[int, int]:
    """In a process of its own."""
    good = bad = 0
    for invoice in (
        Invoice.objects.filter(pk__in=numbers).select_related("site", "regie", "family").order_by("pk")
    ):
        try:
            documents.keep(invoice)
            good += 1
        except Exception:  # one that fails must not stop the others
            log.exception("invoice %s could not be drawn", invoice.pk)
            bad += 1
    return good, bad
