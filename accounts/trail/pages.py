"""What the history of a record's page tells besides the record itself, as tables that each app adds its own to.

`parts` point to it, as a family's guardians, those that are gone too; `owners` it points to, as a guardian's person.
`other` trails are kept elsewhere, as the staff's looks at a document: one reader finds them on one page.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Model

from accounts.models import Trace, User
from accounts.roles import roles_with
from accounts.trail.audited import Audited, audited, kind_of

if TYPE_CHECKING:
    from accounts.trail.history import Source

Keys = dict[str, set[int]]

_parts: dict[type[Model], list[tuple[type[Model], str]]] = {}
_owners: dict[type[Model], list[str]] = {}
_others: dict[type[Model], list[Callable[[Model, User], "Source"]]] = {}


def parts(of: type[Model], **pointing: type[Model]) -> None:
    """`parts(Enrolment, enrolment=Absence)`: the field of the part that points to it. Called once for each."""
    _parts.setdefault(of, []).extend((model, field) for field, model in pointing.items())


def owners(of: type[Model], *fields: str) -> None:
    _owners.setdefault(of, []).extend(fields)


def other(of: type[Model], source: Callable[[Model, User], "Source"]) -> None:
    _others.setdefault(of, []).append(source)


def others_of(obj: Model, user: User) -> Iterator["Source"]:
    return (source(obj, user) for source in _others.get(_concrete(obj), ()))


def keys_of(obj: Model) -> Keys:
    return {kind_of(type(obj)): {obj.pk}}


def keys_with_kin(obj: Model, may_see: Callable[[str], bool]) -> Keys:
    """`may_see` is asked for each kind that the table of rights knows; the others go with their page."""
    keys = keys_of(obj)
    for model, field in _parts.get(_concrete(obj), ()):
        if _is_open(audited(model), may_see):
            keys.setdefault(kind_of(model), set()).update(_pointing(model, field, obj.pk))
    for field in _owners.get(_concrete(obj), ()):
        column = type(obj)._meta.get_field(field)  # noqa: SLF001 - Django's documented name
        key, model = getattr(obj, column.attname), column.related_model
        if key and _is_open(audited(model), may_see):
            keys.setdefault(kind_of(model), set()).add(key)
    return keys


def _is_open(about: Audited, may_see: Callable[[str], bool]) -> bool:
    app = about.model._meta.app_label  # noqa: SLF001 - Django's documented name
    permission = f"{app}.view_{about.shown_as}"
    return not roles_with(permission) or may_see(permission)


def _pointing(model: type[Model], field: str, key: int) -> Iterator[int]:
    yield from model._base_manager.filter(**{field: key}).values_list("pk", flat=True)  # noqa: SLF001
    gone = Trace.objects.filter(kind=kind_of(model), act=Trace.Act.REMOVED, **{f"values__{field}__0": key})
    yield from gone.values_list("record", flat=True)


def _concrete(obj: Model) -> type[Model]:
    return type(obj)._meta.concrete_model  # noqa: SLF001 - Django's documented name
