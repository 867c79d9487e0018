"""The fields of each record that a family reads, by their French names: what a school makes rules for.

Parts to the right add those of their records in `apps.ready()`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import Promise

_names: dict[str, dict[str, "Promise | str"]] = {}


def register(record: str, model: "type[Model]", fields: Iterable[str]) -> None:
    for name in fields:
        label = model._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's documented way
        _names.setdefault(record, {})[name] = label


def name_of(record: str, field: str) -> "Promise | str":
    """A field that is no more keeps its own word."""
    return _names.get(record, {}).get(field, field)


def names(record: str) -> dict[str, "Promise | str"]:
    return _names.get(record, {})
