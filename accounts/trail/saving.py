"""Rows that are saved and deleted one by one, by Django's own signals."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from accounts.models.trace import Trace
from accounts.trail.audited import Audited, add, audited
from accounts.trail.writing import row_of, rows_of, trace, write

_BEFORE = "_trail_before"


def watch(
    model: type[Model], *, site: str = "site", without: str = "", hidden: str = "", shown_as: str = ""
) -> None:
    """Of a model every column is audited, but `without`: what says nothing of its own, as the key that it is sought
    by. Of those that are `hidden` the trail says that they changed, never to what: a password.

    Each model has receivers of its own, and each proxy: Django deletes at one stroke what nobody listens to.
    """
    add(model, site=site, without=without, hidden=hidden, shown_as=shown_as)
    for each in (model, *_proxies_of(model)):
        pre_save.connect(_before_save, sender=each, dispatch_uid="trail")
        post_save.connect(_after_save, sender=each, dispatch_uid="trail")
        pre_delete.connect(_before_delete, sender=each, dispatch_uid="trail")
        post_delete.connect(_after_delete, sender=each, dispatch_uid="trail")


def _proxies_of(model: type[Model]) -> list[type[Model]]:
    return [each for each in model.__subclasses__() if each._meta.proxy]  # noqa: SLF001 - Django's documented name


def _before_save(
    sender: type[Model],
    instance: Model,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **_: Any,
) -> None:
    """One question for what the row was, and none where no audited field is written."""
    about = audited(sender)
    instance.__dict__.pop(_BEFORE, None)
    if raw or instance._state.adding or not about.columns(update_fields):  # noqa: SLF001 - Django's documented name
        return
    stored = sender._base_manager.filter(pk=instance.pk)  # noqa: SLF001 - Django's documented name
    instance.__dict__[_BEFORE] = rows_of(about, stored, update_fields).get(instance.pk)


def _after_save(
    sender: type[Model],
    instance: Model,
    created: bool,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **_: Any,
) -> None:
    about, before = audited(sender), instance.__dict__.pop(_BEFORE, None)
    if created and not raw:
        after = row_of(about, instance, site_id=site_of(about, instance))
        write([trace(about, Trace.Act.ADDED, instance.pk, {}, after)])
    elif before is not None:
        names = about.columns(update_fields)
        after = before | {name: _as_stored(about, instance, name) for name in names}
        write([trace(about, Trace.Act.CHANGED, instance.pk, before, after)])


def _as_stored(about: Audited, instance: Model, name: str) -> Any:
    """A number that was typed, «12», is the 12 that the database holds."""
    field = about.fields[name]
    value = getattr(instance, field.attname)
    if hasattr(value, "resolve_expression"):  # F("tries") + 1
        return rows_of(about, type(instance)._base_manager.filter(pk=instance.pk), [name])[instance.pk][name]  # noqa: SLF001
    return (field.target_field if field.remote_field else field).to_python(value)


def _before_delete(sender: type[Model], instance: Model, **_: Any) -> None:
    """While what it belongs to is still there."""
    about = audited(sender)
    instance.__dict__[_BEFORE] = (
        row_of(about, instance, site_id=site_of(about, instance)),
        str(instance),
    )


def _after_delete(sender: type[Model], instance: Model, **_: Any) -> None:
    before, name = instance.__dict__.pop(_BEFORE)
    write([trace(audited(sender), Trace.Act.REMOVED, instance.pk, before, {}, name=name)])


def site_of(about: Audited, instance: Model) -> int | None:
    """By what the object holds already: who adds a row mostly has in hand what it belongs to."""
    *way, last = about.site.split("__") if about.site else [""]
    owner: Any = instance
    for step in way:
        owner = getattr(owner, step, None)
    return getattr(owner, f"{last}_id", None) if last and owner is not None else None
