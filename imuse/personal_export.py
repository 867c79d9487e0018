"""All that is kept about one person, and about nobody else, as JSON with the files beside it (right of access)."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.utils import timezone

from imuse import stored_files
from imuse.personal_data import Subject, Whose, rooms, told_fields

# A row of these is somebody: of another than the subject, nothing is said.
PEOPLE = ("accounts.user", "families.person", "families.guardian", "students.student", "students.teacher")
SELF, ANOTHER = "la personne elle-même", "quelqu’un d’autre"
TEXT = "donnees.json"


class Figures(NamedTuple):
    rows: int
    files: int
    lost: int


class Kind(NamedTuple):
    label: str
    model: type[Model]
    owner: Whose
    fields: list[str]


def write(file: BinaryIO, subject: Subject) -> Figures:
    own = Own(subject)
    told = {kind.label: own.rows(kind) for kind in kinds()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        facts = {"le": timezone.localtime().isoformat(timespec="seconds")} | {
            label: rows for label, rows in told.items() if rows
        }
        packed.writestr(TEXT, json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        files, lost = _add_files(packed, own)
    return Figures(sum(map(len, told.values())), files, lost)


def kinds() -> Iterator[Kind]:
    for app, room in rooms():
        for name, owner in room.WHOSE.items():
            if isinstance(owner, Whose):
                model = apps.get_model(app, name)
                yield Kind(f"{app}.{name}", model, owner, told_fields(room.INVENTORY[name], owner))


class Own:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        by_label = {kind.label.lower(): kind for kind in kinds()}
        self._selves = {
            label: set(self.found(by_label[label]).values_list("pk", flat=True)) for label in PEOPLE
        }

    def found(self, kind: Kind) -> Any:
        rows = kind.model._base_manager  # noqa: SLF001 - Django's documented name
        return rows.filter(kind.owner.rows(self.subject)).distinct().order_by("pk")

    def rows(self, kind: Kind) -> list[dict[str, Any]]:
        fields = [kind.model._meta.get_field(name) for name in kind.fields]  # noqa: SLF001 - likewise
        return [{field.name: self._value(field, row) for field in fields} for row in self.found(kind)]

    def _value(self, field: Field, row: Model) -> Any:
        value = getattr(row, field.attname)
        if value is None:
            return None
        if field.is_relation:
            selves = self._selves.get(field.related_model._meta.label_lower)  # noqa: SLF001 - likewise
            if selves is None:
                return str(getattr(row, field.name))
            return SELF if value in selves else ANOTHER
        if field.choices:
            return str(getattr(row, f"get_{field.name}_display")())
        return value

    def files(self) -> Iterator[str]:
        for kind in kinds():
            if kind.owner.file:
                yield from (
                    self.found(kind).exclude(**{kind.owner.file: ""}).values_list(kind.owner.file, flat=True)
                )


def _add_files(packed: zipfile.ZipFile, own: Own) -> tuple[int, int]:
    """By the names that the rows tell."""
    files = lost = 0
    for name in own.files():
        try:
            packed.writestr(str(PurePosixPath("fichiers", name)), stored_files.read(name))
            files += 1
        except FileNotFoundError:
            lost += 1
    return files, lost
