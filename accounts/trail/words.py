"""A trace in French words: labels of fields, choices in words, telephones the French way, what is pointed to by name."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Trace, User
from accounts.trail.audited import kind_of
from accounts.trail.writing import HIDDEN
from imuse.money import MoneyField, shown
from imuse.words import in_words

Of = tuple[str, int]  # a record: its kind and its number


class Names:
    """What records are called, asked for all at once; of what is gone, what its trace remembers."""

    def __init__(self, wanted: Iterable[Of]) -> None:
        keys: dict[str, set[int]] = {}
        for kind, key in wanted:
            keys.setdefault(kind, set()).add(key)
        self._told = {(kind, key): name for kind in keys for key, name in _names(kind, keys[kind])}

    def of(self, kind: str, key: int) -> str:
        return self._told.get((kind, key)) or _("n° %(number)s") % {"number": key}


def _names(kind: str, keys: set[int]) -> Iterable[tuple[int, str]]:
    model = model_of(kind)
    if model is None:
        return
    rows = model._base_manager.select_related().in_bulk(keys)  # noqa: SLF001 - Django's documented name
    for key, row in rows.items():
        yield key, row.get_full_name() if isinstance(row, User) else str(row)
    if gone := keys - rows.keys():
        removed = Trace.objects.filter(kind=kind, record__in=gone, act=Trace.Act.REMOVED)
        yield from removed.values_list("record", "name")


def model_of(kind: str) -> type[Model] | None:
    try:
        return apps.get_model(kind)
    except LookupError:  # of a former version
        return None


def field_of(kind: str, name: str) -> Field | None:
    try:
        return model_of(kind)._meta.get_field(name) if model_of(kind) else None  # noqa: SLF001
    except FieldDoesNotExist:
        return None


def pointed_to(trace: Trace) -> Iterable[Of]:
    for name, values in trace.values.items():
        field = field_of(trace.kind, name)
        if field is not None and field.remote_field:
            yield from ((kind_of(field.related_model), key) for key in values if isinstance(key, int))


def sentence(trace: Trace, name: str, names: Names) -> str:
    """«Mobile : de 06 39 98 00 01 à 06 39 98 00 02»."""
    field = field_of(trace.kind, name)
    label = capfirst(str(field.verbose_name)) if field is not None else name
    old, new = trace.values[name]
    facts = {"label": label, "old": value(field, old, names), "new": value(field, new, names)}
    if HIDDEN in (old, new):
        return _("%(label)s : changé, sans que le journal garde la valeur") % facts
    if facts["old"] and facts["new"]:
        return _("%(label)s : de « %(old)s » à « %(new)s »") % facts
    if facts["new"]:
        return _("%(label)s : « %(new)s »") % facts
    return _("%(label)s : « %(old)s » est retiré") % facts


def value(field: Field | None, kept: Any, names: Names) -> str:
    if kept in (None, "", []):
        return ""
    if field is None:
        return str(kept)
    if field.remote_field:
        return names.of(kind_of(field.related_model), kept)
    try:
        return _plain(field, field.to_python(kept))
    except ValidationError:  # the column held something else in a former version
        return str(kept)


def _plain(field: Field, kept: Any) -> str:
    if isinstance(kept, list | dict):
        return ", ".join(map(str, kept))
    if isinstance(kept, datetime):
        return date_format(timezone.localtime(kept), "SHORT_DATETIME_FORMAT")
    if isinstance(kept, time):
        return date_format(kept, "H:i")
    return shown(kept) if isinstance(field, MoneyField) else in_words(field, kept)


def actor(trace: Trace) -> str:
    """By name, or by the means where nobody had signed in."""
    if trace.who:
        return trace.who
    means, _colon, name = trace.means.partition(":")
    words = {
        "portal": _("Quelqu’un qui n’était pas connecté"),
        "clock": _("Le portail, de lui-même"),
        "command": _("La commande « %(name)s »") % {"name": name},
    }
    return words.get(means, _("Le portail, de lui-même"))
