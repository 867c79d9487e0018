"""Objects as a file wants them: what of them is new, or changed from which value to which."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.db.models.signals import post_save

from imuse import bulk
from imuse.importing.columns import Column

Told = list[str]  # of what, which field, before, after: a list in JSON


class Draft:
    """`given` are the values of the file, by the names of the object's attributes."""

    def __init__(self, of: str, obj: models.Model, given: dict[str, Any], columns: dict[str, Column]) -> None:
        self.of, self.obj, self.columns = of, obj, columns
        self.is_new = obj.pk is None
        self.changed: dict[str, tuple[Any, Any]] = {}
        for name, value in given.items():
            before = getattr(obj, name)
            if before != value:
                self.changed[name] = (before, value)
                setattr(obj, name, value)

    @property
    def differs(self) -> bool:
        return self.is_new or bool(self.changed)

    def told(self) -> Iterator[Told]:
        for name, (before, after) in self.changed.items():
            column = self.columns[name]
            yield [
                self.of,
                column.french,
                "" if self.is_new else self._words(column, before),
                self._words(column, after),
            ]

    @staticmethod
    def _words(column: Column, value: Any) -> str:
        return str(value) if isinstance(value, models.Model) else column.write(value)


def save(drafts: Sequence[Draft], models_in_order: Sequence[type[models.Model]]) -> None:
    """New rows by the hundred, changed ones one by one; who listens for rows that are saved hears of each."""
    known = [draft.obj for draft in drafts if draft.changed and not draft.is_new]
    new = [draft.obj for draft in drafts if draft.is_new]
    bulk.create_in_order(new, models_in_order)
    for obj in new:
        post_save.send(
            type(obj),
            instance=obj,
            created=True,
            raw=False,
            using=obj._state.db,  # noqa: SLF001 - Django's documented name
            update_fields=None,
        )
    for obj in known:
        obj.save()
