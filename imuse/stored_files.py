"""Files that are kept, in a folder or in a bucket (STORAGE_URL): the same for who keeps and for who reads them.

A file is there whole or not at all, and never changes: its name is drawn, or tells what it holds. It has no address
that a browser could ask for.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from imuse.folder import DRAFTS
from imuse.policies import Denied

log = logging.getLogger("imuse.documents")


class StoreDown(Denied):
    """A form shows the sentence and keeps what was typed; where no form is, the page of an outage does."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Les fichiers ne peuvent pas être gardés ni ouverts en ce moment. Rien de ce qui vous a été confirmé "
                "n’est perdu : réessayez dans quelques minutes."
            )
        )


def put(name: str, content: bytes) -> str:
    """The name that it is kept by. Outside of any transaction, and before the row that names it."""
    with _at_work():
        return name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))


def put_file(name: str, file: File) -> str:
    """The same for what is too large to be held in memory."""
    with _at_work():
        return default_storage.save(name, file)


def opened(name: str) -> File:
    """FileNotFoundError where it is gone."""
    with _at_work():
        return default_storage.open(name)


def read(name: str) -> bytes:
    with opened(name) as file, _at_work():
        return file.read()


def delete(name: str) -> None:
    """After the commit of what needs it no more. What is not there is no fault."""
    with _at_work():
        default_storage.delete(name)


def older_than(age: timedelta, *, below: str) -> Iterator[str]:
    """For who sweeps: what is younger may be on its way into a row."""
    before = timezone.now() - age
    with _at_work():
        for name, kept_since in default_storage.dated(below):
            if kept_since < before:
                yield name


def every() -> Iterator[tuple[str, datetime]]:
    """For a backup: all that is kept, but what is in mid-write, and since when."""
    with _at_work():
        for name, kept_since in default_storage.dated(""):
            if not name.startswith(f"{DRAFTS}/"):
                yield name, kept_since


def sweep_drafts() -> int:
    """For the clock: what a machine left that stopped in mid-write."""
    left = list(older_than(timedelta(days=1), below=DRAFTS))
    for name in left:
        delete(name)
    return len(left)


@contextmanager
def _at_work() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as fault:
        log.exception("the store of documents fails")
        raise StoreDown from fault
