"""Families' files in the documents' store: below a prefix of their own, by names that tell nothing, where no address
leads. A path is given once and never again."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from documents.models import Document, DocumentType
from imuse import stored_files

if TYPE_CHECKING:
    from imuse.uploads import SafeFile

PREFIX = "papers"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
# Longer than any request lasts: its row is written by then, or never.
YOUNG = timedelta(hours=1)
AT_ONCE = 500


def keep(file: "SafeFile") -> str:
    """Outside of the transaction that makes its row, for a store may take its time. Whatever ends the request in
    between leaves an orphan, which the sweep takes away."""
    name = secrets.token_hex(16)
    path = f"{PREFIX}/{name[:2]}/{name}.{ENDINGS[file.content_type]}"
    return stored_files.put(path, file.content)


def read(path: str) -> bytes:
    return stored_files.read(path)


def forget_after_commit(path: str) -> None:
    """No row names it any more, once this transaction ends well. What is not deleted then, the sweep finds."""
    if path:
        transaction.on_commit(partial(_forget, path))


def _forget(path: str) -> None:
    """What was decided stays decided, whatever the store says."""
    with suppress(stored_files.StoreDown):
        stored_files.delete(path)


def sweep() -> int:
    """Take away the files that no row names. The rows are asked after the files were listed: a file that is older
    than any request, and has no row by then, gets none any more."""
    swept = 0
    for paths in _in_batches(stored_files.older_than(YOUNG, below=PREFIX)):
        for path in sorted(set(paths) - _named(paths)):
            stored_files.delete(path)
            swept += 1
    return swept


def _in_batches(paths: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for path in paths:
        batch.append(path)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    yield batch


def _named(paths: Collection[str]) -> set[str]:
    return {
        path
        for model in (Document, DocumentType)
        for path in model.objects.filter(path__in=paths).order_by().values_list("path", flat=True)
    }
