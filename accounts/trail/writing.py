"""A trace as it is written: what a row was, what it is now, and on whose behalf."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models.trace import Trace
from accounts.trail.audited import Audited
from imuse.acting import current
from imuse.addresses import address_of

LONGEST = 300  # of a text: who needs the rest has the record
HIDDEN = "•••"

Row = dict[str, Any]
_SITE = "trail_site"
_gathered: ContextVar[list[Trace] | None] = ContextVar("gathered", default=None)


def kept(value: Any) -> Any:
    """What JSON can hold, and long texts shortened."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | dict):
        return value
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def rows_of(audited: Audited, rows: QuerySet, names: Collection[str] | None = None) -> dict[int, Row]:
    """As the database holds them, each with its site, by one question."""
    columns = audited.columns(names)
    asked = [*columns.values(), *([audited.site] if audited.site else [])]
    found = {}
    for row in rows.order_by().values("pk", *dict.fromkeys(asked)):
        told = {name: row[column] for name, column in columns.items()}
        found[row["pk"]] = told | {_SITE: row[audited.site] if audited.site else None}
    return found


def row_of(audited: Audited, instance: Model, *, site_id: int | None) -> Row:
    return {name: getattr(instance, column) for name, column in audited.columns().items()} | {_SITE: site_id}


def compared(audited: Audited, before: Row, after: Row) -> dict[str, list]:
    """Of the fields that differ, the two values. What was empty and stays so is none."""
    values = {}
    for name in audited.fields:
        old, new = before.get(name), after.get(name)
        if old == new or (old in (None, "") and new in (None, "")):
            continue
        values[name] = [HIDDEN, HIDDEN] if name in audited.hidden else [kept(old), kept(new)]
    return values


def trace(audited: Audited, act: str, key: int, before: Row, after: Row, *, name: str = "") -> Trace | None:
    """Nothing where nothing changed."""
    values = compared(audited, before, after)
    if act == Trace.Act.CHANGED and not values:
        return None
    site_id = (after or before)[_SITE]
    return Trace(act=act, kind=audited.kind, record=key, site_id=site_id, values=values, name=name[:200])


def write(traces: Iterable[Trace | None]) -> None:
    found = [each for each in traces if each is not None]
    if not found:
        return
    told, gathered = signature(), _gathered.get()
    for each in found:
        for field, value in told.items():
            setattr(each, field, value)
    if gathered is None:
        Trace.objects.bulk_create(found, batch_size=500)
    else:
        gathered += found


@contextmanager
def written_together() -> Iterator[None]:
    """Of rows that are saved one by one by the hundred, the traces are written at the end, at one stroke."""
    gathered: list[Trace] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    Trace.objects.bulk_create(gathered, batch_size=500)


def signature() -> dict[str, Any]:
    """Who acts now. The account is asked for here, so that a page which writes nothing asks for none."""
    now = current()
    visit = getattr(now.request, "seen_as", None)
    user = now.user or (visit.user if visit else getattr(now.request, "user", None))
    known = user if user is not None and user.is_authenticated else None
    return {
        "user_id": known and known.pk,
        "who": known.get_full_name()[:200] if known else "",
        "means": "" if known else "portal" if now.request else now.means[:60],
        "address": (address_of(now.request) or None) if now.request else None,
    }
