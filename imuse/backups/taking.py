"""Take a backup while the portal runs.

Files are taken before the rows that name them, and those that came meanwhile after them: a row of the archive whose
file is not in it lost it while the archive was written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from tqdm import tqdm

from imuse import new_files, progress
from imuse.backups import archive, encryption, place, tables
from imuse.backups.documents import Taken

ROWS = "rows/"
PART = 4 * 1024 * 1024  # so much of a table is in memory at once


class Figures(NamedTuple):
    rows: int
    files: int
    size: int  # of the archive
    gone: int


@contextmanager
def taken(path: Path, key: encryption.Key | None) -> Iterator[tuple[Path, Figures]]:
    """Under another name until whoever asked for it is content: a part is never taken for the whole."""
    place.check_is_up_to_date()
    with new_files.drafted(path) as draft:
        with new_files.opened(draft) as file:
            told = _write(file, key)
        yield draft, told._replace(size=draft.stat().st_size)


def _write(file: BinaryIO, key: encryption.Key | None) -> Figures:
    begun = timezone.now()
    with archive.writing(file, key) as writer, progress.bar("backup", total=0, unit="rows and files") as bar:
        writer.add_json(archive.HEAD, _head(begun))
        documents = Taken(begun, told=bar.update)
        documents.take(writer)
        with tables.snapshot():
            figures = {label: _add_table(writer, model, bar) for label, model in tables.tables().items()}
        documents.take_what_came(writer)
        files = {"files": documents.files, "bytes": documents.size}
        writer.finish({"tables": figures, "documents": files, "gone": documents.gone})
    rows = sum(figure["rows"] for figure in figures.values())
    return Figures(rows, documents.files, 0, documents.gone)


def _head(begun: datetime) -> dict[str, Any]:
    return {
        "format": archive.FORMAT,
        "version": place.version(),
        "taken_at": begun.isoformat(),
        "database": connection.vendor,
        "migrations": place.migrations_here(),
        "tables": {label: tables.columns(model) for label, model in tables.tables().items()},
    }


def _add_table(writer: archive.Writer, model: type[Model], bar: tqdm) -> dict[str, Any]:
    figures, parts = tables.Figures(), 0
    for parts, part in enumerate(_parts(tables.lines(model)), start=1):
        writer.add(f"{ROWS}{model._meta.label_lower}/{parts:06}.jsonl", part)  # noqa: SLF001 - a documented name
        bar.update(figures.count(part))
    return figures.told(tables.sums(model))


def _parts(lines: Iterator[bytes]) -> Iterator[bytes]:
    part = bytearray()
    for line in lines:
        part += line
        if len(part) >= PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)
