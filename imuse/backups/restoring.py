"""Put an archive back into an empty place: all of it, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from tqdm import tqdm

from imuse import progress
from imuse.backups import archive, documents, encryption, place, tables
from imuse.backups.documents import FOLDER, LISTS, PutBack
from imuse.backups.refusal import BROKEN, Refused
from imuse.backups.taking import ROWS


class Figures(NamedTuple):
    taken_at: str
    rows: int
    files: int


def restore(path: Path, key: encryption.Key | None) -> Figures:
    """The rows are there for others once they are all there, and are what the manifest says."""
    with archive.reading(path, key) as reader:
        place.check_fits(reader.head)
        place.make_ready()
        with _or_nothing():
            put_back = PutBack()
            _put_back(reader, put_back)
            _check(reader.manifest, put_back)
            tables.go_on_counting()
    rows = sum(told["rows"] for told in reader.manifest["tables"].values())
    return Figures(reader.head["taken_at"], rows, put_back.files)


@contextmanager
def _or_nothing() -> Iterator[None]:
    """Of rows, the database sees to it; the store was empty before."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        documents.clear()
        raise


def _put_back(reader: archive.Reader, put_back: PutBack) -> None:
    tables.forget_what_migrate_made()
    with progress.bar("restore", total=0, unit="rows and files") as bar:
        for name, content in reader.members():
            _put_one_back(name, content, put_back, bar)


def _put_one_back(name: str, content: bytes, put_back: PutBack, bar: tqdm) -> None:
    if name.startswith(ROWS):
        bar.update(_insert(name.removeprefix(ROWS).partition("/")[0], content))
    elif name.startswith(FOLDER):
        put_back.put(name.removeprefix(FOLDER), content)
        bar.update()
    elif name.startswith(LISTS):
        put_back.compare(content)
    else:
        raise Refused(BROKEN)


def _insert(label: str, content: bytes) -> int:
    model = tables.tables().get(label)
    try:
        return tables.put_back(model, content.splitlines()) if model else 0
    except (DatabaseError, ValidationError, ValueError) as fault:
        reason = type(fault).__name__
        raise Refused(f"A row of {label} does not fit this database ({reason}): nothing was kept.") from fault


def _check(manifest: dict[str, Any], put_back: PutBack) -> None:
    """Asked of the database and of the store, not of what was sent to them."""
    put_back.check_is_whole(manifest["documents"])
    for label, model in tables.tables().items():
        if tables.figures(model) != manifest["tables"].get(label):
            raise Refused(f"The table {label} does not hold what was backed up: nothing was kept.")
