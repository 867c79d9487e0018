"""Rows by the hundred. `bulk_create` calls no `save`: what a model computes there, it computes in `prepare`."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db.models import Model, QuerySet


def create(rows: Sequence[Model]) -> Counter[str]:
    """Write rows of one model, which then know their keys; tell of what, and how many."""
    if not rows:
        return Counter()
    model = type(rows[0])
    if hasattr(model, "prepare"):
        for row in rows:
            row.prepare()
    model._base_manager.bulk_create(rows)  # noqa: SLF001 - Django's documented name
    return Counter({model.__name__: len(rows)})


def create_in_order(rows: Iterable[Model], models: Sequence[type[Model]]) -> Counter[str]:
    """Write rows of several models, each after those that it points to."""
    of_model: dict[type[Model], list[Model]] = {model: [] for model in models}
    for row in rows:
        of_model[type(row)].append(row)
    written: Counter[str] = Counter()
    for same in of_model.values():
        written += create(same)
    return written


def in_batches(rows: QuerySet, size: int) -> Iterator[list]:
    """All rows, a batch at a time, by their keys: each batch is a query of its own."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """For those who make millions of objects and keep few: looking for garbage took a fifth of their time."""
    thresholds = gc.get_threshold()
    gc.set_threshold(50_000)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
