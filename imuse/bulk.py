"""Rows by the hundred. `bulk_create` calls no `save`: what a model computes there, it computes in `prepare`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Model, QuerySet


def create(rows: Sequence[Model]) -> None:
    """Write rows of one model; each knows its key afterwards."""
    if not rows:
        return
    if hasattr(rows[0], "prepare"):
        for row in rows:
            row.prepare()
    type(rows[0])._base_manager.bulk_create(rows)  # noqa: SLF001 - Django's documented name


def create_in_order(rows: Iterable[Model], models: Sequence[type[Model]]) -> Counter[str]:
    """Write rows of several models, each after those that it points to; tell how many of each."""
    of_model: dict[type[Model], list[Model]] = {model: [] for model in models}
    for row in rows:
        of_model[type(row)].append(row)
    for same in of_model.values():
        create(same)
    return Counter({model.__name__: len(same) for model, same in of_model.items()})


def in_batches(rows: QuerySet, size: int) -> Iterator[list]:
    """All rows, a batch at a time, by their keys: each batch is a query of its own."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk
