"""Rows that are written many at once, for which Django sends no signal: the trail must not miss them.

Every audited model's own queryset is one of these. A model's `_base_manager` is none: `imuse.bulk`, which makes
populations of a hundred thousand families, writes no trace.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, models, transaction

from accounts.models.trace import Trace
from accounts.trail.audited import Audited, audited
from accounts.trail.writing import row_of, rows_of, trace, write


class TrackedQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        """`bulk_update` goes this way too."""
        about = audited(self.model)
        names = about.columns(values) if about else {}
        if not names:
            return super().update(**values)
        with told_as_one(self, names):
            return super().update(**values)

    update.alters_data = True

    def bulk_create(self, objs: Iterable[models.Model], *args: Any, **options: Any) -> Sequence[models.Model]:
        about = audited(self.model)
        if about is None:
            return super().bulk_create(objs, *args, **options)
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **options)
            keys = [each.pk for each in made if each.pk is not None]
            sites = rows_of(about, self.model._base_manager.filter(pk__in=keys), [])  # noqa: SLF001
            write(_additions(about, made, sites))
        return made

    bulk_create.alters_data = True


@contextmanager
def told_as_one(rows: models.QuerySet, names: Collection[str] | None = None) -> Iterator[models.QuerySet]:
    """Whatever is done to these rows inside, the trail tells what they were before and what they are after it. They
    are handed back as a plain queryset, whose own steps leave no trace."""
    about = audited(rows.model)
    with transaction.atomic(using=rows.db):
        stored = rows.model._base_manager.filter(pk__in=_keys_held(rows))  # noqa: SLF001 - Django's documented name
        before = rows_of(about, stored, names)
        yield stored
        write(_changes(about, before, rows_of(about, stored, names)))


def _keys_held(rows: models.QuerySet) -> list[int]:
    """Locked where the database locks rows, so that what they were is what the very next statement changes."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    if connections[rows.db].features.has_select_for_update:
        held = rows.model._base_manager.filter(pk__in=keys).order_by("pk")  # noqa: SLF001
        return list(held.select_for_update().values_list("pk", flat=True))
    return keys


def _changes(about: Audited, before: dict[int, dict], after: dict[int, dict]) -> Iterable[Trace | None]:
    for key, row in sorted(after.items()):
        yield trace(about, Trace.Act.CHANGED, key, before[key], row)


def _additions(
    about: Audited, made: Sequence[models.Model], sites: dict[int, dict]
) -> Iterable[Trace | None]:
    for each in made:
        if each.pk in sites:
            after = row_of(about, each, site_id=None) | sites[each.pk]
            yield trace(about, Trace.Act.ADDED, each.pk, {}, after)
