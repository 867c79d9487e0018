"""Rows that never change once they count: nothing in Python writes over them or takes them away, and each carries a
seal, so that a change by other means is found (`manage.py check_integrity`)."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frozen(Exception):  # noqa: N818 - it is an answer, not a fault
    def __init__(self, rows: object) -> None:
        super().__init__(f"{rows} is issued: it is corrected by another document, never changed.")


class SealedQuerySet(models.QuerySet):
    def frozen(self) -> Self:
        """Those of these rows that may not change any more."""
        return self

    def update(self, **values: Any) -> int:
        """`bulk_update` goes this way too."""
        self._refuse_frozen()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    def bulk_create(self, rows: Iterable[models.Model], *args: Any, **options: Any) -> Sequence[models.Model]:
        if options.get("update_conflicts"):
            raise Frozen(self.model.__name__)
        return super().bulk_create(rows, *args, **options)

    def _refuse_frozen(self) -> None:
        if self.frozen().exists():
            raise Frozen(self.model.__name__)


class Sealed(models.Model):
    """`sealed_facts` are what was said on the day, never what it points to and who may leave."""

    seal = models.CharField(_("sceau"), max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        self.refuse_if_frozen()
        self.prepare()
        super().save(**options)

    def delete(self, **options: Any) -> tuple[int, dict[str, int]]:
        self.refuse_if_frozen()
        return super().delete(**options)

    def prepare(self) -> None:
        self.seal = self.computed_seal()

    def refuse_if_frozen(self) -> None:
        """Asked of the database: what the object says of itself may be old, or made up."""
        stored = type(self)._default_manager.all()  # noqa: SLF001 - Django's documented name
        if self.pk is not None and stored.frozen().filter(pk=self.pk).exists():
            raise Frozen(self)

    def sealed_facts(self) -> dict[str, Any]:
        """Each model says what its seal is made of."""
        raise NotImplementedError

    def computed_seal(self) -> str:
        return seal_of(self, self.sealed_facts())

    @property
    def has_its_seal(self) -> bool:
        return self.seal == self.computed_seal()


def seal_of(row: models.Model, facts: dict[str, Any]) -> str:
    named = {"model": row._meta.model_name, **facts}  # noqa: SLF001 - Django's documented name
    text = json.dumps(named, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def amounts(**given: Decimal | int) -> dict[str, str]:
    """Written the same whether they were just given or come from the database."""
    return {name: f"{Decimal(amount):.2f}" for name, amount in given.items()}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place under a seal.")
