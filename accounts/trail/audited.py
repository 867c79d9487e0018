"""What is audited, as a table that each app adds its own models to in `apps.ready()`.

Of a model every column is, but those that it names: a new one cannot be forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import Field, Model


@dataclass(frozen=True)
class Audited:
    """`site` leads from a row to the school that it is of, as in a query; empty where there is none. `shown_as` is
    the name by which the table of rights knows it."""

    model: type[Model]
    site: str
    fields: dict[str, Field]
    hidden: frozenset[str]
    shown_as: str

    @property
    def kind(self) -> str:
        return kind_of(self.model)

    def columns(self, names: Collection[str] | None = None) -> dict[str, str]:
        """Column by name of the field; of those that are written, where only some are."""
        return {
            name: field.attname
            for name, field in self.fields.items()
            if names is None or name in names or field.attname in names
        }


_audited: dict[type[Model], Audited] = {}
_left: dict[type[Model], str] = {}


def add(model: type[Model], *, site: str, without: str, hidden: str, shown_as: str) -> Audited:
    left_out = set(without.split())
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    unknown = (left_out | set(hidden.split())) - {field.name for field in columns}
    if unknown:
        raise ValueError(f"{model.__name__} has no field {sorted(unknown)}.")
    fields = {field.name: field for field in columns if field.name not in left_out}
    shown_as = shown_as or model._meta.model_name  # noqa: SLF001 - Django's documented name
    _audited[model] = Audited(model, site, fields, frozenset(hidden.split()), shown_as)
    return _audited[model]


def leave(reason: str, *left: type[Model]) -> None:
    """Models with personal data that need no trail, and why."""
    _left.update(dict.fromkeys(left, reason))


def audited(model: type[Model]) -> Audited | None:
    return _audited.get(model._meta.concrete_model)  # noqa: SLF001 - Django's documented name


def all_audited() -> list[Audited]:
    return [*_audited.values()]


def left_alone() -> dict[type[Model], str]:
    return dict(_left)


def kind_of(model: type[models.Model]) -> str:
    return model._meta.concrete_model._meta.label_lower  # noqa: SLF001 - Django's documented name
