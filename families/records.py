"""The rows that make up what a school knows of a person in a family. Parts to the right add theirs in `apps.ready()`.

Each has a name, «guardian», and its fields are called after it: «guardian.mobile».
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet

    from families.models import ChangeRequest

Rows = dict[str, "Model"]


def nothing_follows(_row: "Model", _names: set[str], _change: "ChangeRequest") -> None:
    pass


@dataclass(frozen=True, order=True)
class Record:
    """`rows` finds the person's in that family, one at most; rows are locked in `order`. What else an applied change
    brings about is done by `follows`, with the names of the fields."""

    order: int
    name: str = field(compare=False)
    model: "type[Model]" = field(compare=False)
    rows: "Callable[[int, int], QuerySet]" = field(compare=False)
    follows: Callable[..., None] = field(default=nothing_follows, compare=False)


_records: dict[str, Record] = {}


def register(*records: Record) -> None:
    _records.update({record.name: record for record in records})


def named(name: str) -> Record:
    return _records[name]


def names() -> list[str]:
    return [*_records]


def parts_of(key: str) -> tuple[str, str]:
    """«guardian.mobile» is «mobile» of «guardian»."""
    record, _dot, name = key.partition(".")
    return record, name


def field_of(key: str) -> "Field":
    record, name = parts_of(key)
    return _records[record].model._meta.get_field(name)  # noqa: SLF001 - Django's documented way


def rows_for(keys: Iterable[str], *, family_id: int, person_id: int, locked: bool = False) -> Rows:
    """Those that the keys speak of. Locked, the person always comes first: whoever acts on a person waits there."""
    named: Collection[str] = {parts_of(key)[0] for key in keys} | ({"person"} if locked else set())
    found = {}
    for record in sorted(_records.values()):
        if record.name in named:
            rows = record.rows(family_id, person_id)
            row = (rows.select_for_update(of=("self",)) if locked else rows).first()
            if row is not None:
                found[record.name] = row
    return found


def is_there(rows: Rows, key: str) -> bool:
    """A place in a family may be taken away while a request for it waits."""
    return parts_of(key)[0] in rows


def value_in(rows: Rows, key: str) -> Any:
    """As it is kept in a request: what JSON can hold."""
    record, _name = parts_of(key)
    row = rows.get(record)
    if row is None:
        return None
    value = field_of(key).value_from_object(row)
    return value.isoformat() if hasattr(value, "isoformat") else value


def put(rows: Rows, key: str, value: Any) -> None:
    field = field_of(key)
    setattr(rows[parts_of(key)[0]], field.attname, field.to_python(value))
