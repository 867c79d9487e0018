"""Rows of every table as lines of JSON that either database takes. What a model would compute is not computed anew: a
row is put back as it stood, seal and all."""
# ruff: noqa: SLF001 - `_meta` and `_base_manager` are Django's documented names

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, IntegerField, JSONField, Model, Sum
from django.db.models.functions import Coalesce

from imuse.money import MoneyField

# Who was signed in signs in again.
LEFT_OUT = {"sessions.session"}
# `migrate` fills them by itself: those of the archive take their place, for its rows point to them.
MADE_BY_MIGRATE = ("auth.permission", "contenttypes.contenttype")
AT_ONCE = 1000


def tables() -> dict[str, type[Model]]:
    own = (
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    )
    return {model._meta.label_lower: model for model in own if model._meta.label_lower not in LEFT_OUT}


def fields(model: type[Model]) -> list[Field]:
    return list(model._meta.local_concrete_fields)


def columns(model: type[Model]) -> list[str]:
    return [field.column for field in fields(model)]


@contextmanager
def snapshot() -> Iterator[None]:
    """What the database holds at one moment, however long it is read; nobody who writes waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:  # not `atomic`, which on SQLite takes the place of who writes
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def lines(model: type[Model]) -> Iterator[bytes]:
    names = [field.attname for field in fields(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(AT_ONCE):
        text = json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield text.encode() + b"\n"


def put_back(model: type[Model], given: Iterable[bytes]) -> int:
    """Behind the models' backs, who would refuse what is sealed and date anew what is dated."""
    names, quote = fields(model), connection.ops.quote_name
    targets = ", ".join(quote(column) for column in columns(model))
    values = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({targets}) VALUES ({values})"  # noqa: S608
    rows = [[_for_database(field, value) for field, value in _paired(names, line)] for line in given]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
    return len(rows)


def _paired(names: list[Field], line: bytes) -> Iterator[tuple[Field, Any]]:
    return zip(names, json.loads(line), strict=True)


def forget_what_migrate_made() -> None:
    for label in MADE_BY_MIGRATE:
        tables()[label]._base_manager.all().delete()


def go_on_counting() -> None:
    """New rows take numbers after those that were put back: PostgreSQL counts apart from its tables."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables().values())):
            cursor.execute(statement)


class Figures:
    """How many rows, what their amounts add up to in cents, and the digest of all they hold."""

    def __init__(self) -> None:
        self._rows, self._digest = 0, hashlib.sha256()

    def count(self, part: bytes) -> int:
        rows = part.count(b"\n")
        self._rows += rows
        self._digest.update(part)
        return rows

    def told(self, cents: dict[str, int]) -> dict[str, Any]:
        return {"rows": self._rows, "cents": cents, "sha256": self._digest.hexdigest()}


def figures(model: type[Model]) -> dict[str, Any]:
    found = Figures()
    for line in lines(model):
        found.count(line)
    return found.told(sums(model))


def sums(model: type[Model]) -> dict[str, int]:
    """By the database, apart from the lines."""
    amounts = [field.name for field in fields(model) if isinstance(field, MoneyField)]
    asked = {f"of_{name}": Coalesce(Sum(name, output_field=IntegerField()), 0) for name in amounts}
    told = model._base_manager.aggregate(**asked) if asked else {}
    return {name: int(told[f"of_{name}"]) for name in amounts}


def filled() -> list[str]:
    """The tables that hold something, but what `migrate` writes."""
    return [
        label
        for label, model in tables().items()
        if label not in MADE_BY_MIGRATE and model._base_manager.exists()
    ]


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in a backup.")


def _for_database(field: Field, value: Any) -> Any:
    if isinstance(field, JSONField) and value is None and not field.null:
        return field.get_db_prep_value(value, connection)  # JSON's null, which is a value
    return field.get_db_prep_save(field.to_python(value), connection)
