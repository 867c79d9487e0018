"""The fields of each record that a family reads, by their French names: what a school makes rules for.

Parts to the right add those of their records in `apps.ready()`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from families import records

if TYPE_CHECKING:
    from django.utils.functional import Promise

_keys: dict[str, dict[str, str]] = {}
_labels: dict[str, "Promise | str"] = {}


def register(kind: str, record: str, fields: Iterable[str], **labels: "Promise | str") -> None:
    """`kind` is what a family opens, «student»; `record` where the fields are kept, «membership». A field is called
    as its model calls it, or as `labels` says."""
    for name in fields:
        key = f"{record}.{name}"
        _keys.setdefault(kind, {})[name] = key
        _labels[key] = labels.get(name) or records.field_of(key).verbose_name


def keys(kind: str) -> list[str]:
    return [*_keys[kind].values()]


def key_of(kind: str, name: str) -> str:
    return _keys[kind][name]


def in_order(keys: Iterable[str]) -> list[str]:
    """As the records show them: a database keeps the names of a request in an order of its own."""
    known = [*_labels]
    return sorted(keys, key=lambda key: (known.index(key) if key in _labels else len(known), key))


def label(key: str) -> str:
    """A field that is no more keeps its own word."""
    return capfirst(_labels.get(key, records.parts_of(key)[1]))


def name_of(kind: str, field: str) -> "Promise | str":
    return names(kind).get(field, field)


def names(kind: str) -> dict[str, "Promise | str"]:
    return {name: _labels[key] for name, key in _keys.get(kind, {}).items()}
