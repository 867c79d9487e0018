"""The files of the store, in batches: after each stands their list, as `sha256sum --check` reads it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name

from imuse import stored_files
from imuse.backups.archive import Writer
from imuse.backups.refusal import BROKEN, Refused

FOLDER, LISTS = "documents/", "lists/"
AT_ONCE = 500
# Between this machine's clock and that of a store.
SLACK = timedelta(minutes=5)


@dataclass
class Taken:
    """Once before the rows, and once after them for what came meanwhile. `gone` were deleted in between."""

    begun: datetime
    told: Callable[[], object]
    files: int = 0
    size: int = 0
    gone: int = 0
    _batch: list[str] = field(default_factory=list)
    _lists: int = 0
    _recent: set[str] = field(default_factory=set)

    def take(self, archive: Writer) -> None:
        for name, _since in self._each():
            self._take_one(archive, name)

    def take_what_came(self, archive: Writer) -> None:
        before = frozenset(self._recent)
        for name, since in self._each():
            if since >= self.begun - SLACK and name not in before:
                self._take_one(archive, name)
        self._end_batch(archive)

    def _each(self) -> Iterator[tuple[str, datetime]]:
        for name, since in stored_files.every():
            if since >= self.begun - SLACK:
                self._recent.add(name)
            yield name, since

    def _take_one(self, archive: Writer, name: str) -> None:
        try:
            content = stored_files.read(name)
        except FileNotFoundError:
            self.gone += 1
            return
        archive.add(FOLDER + name, content)
        self.files += 1
        self.size += len(content)
        self._batch.append(_line(name, content))
        self.told()
        if len(self._batch) == AT_ONCE:
            self._end_batch(archive)

    def _end_batch(self, archive: Writer) -> None:
        if self._batch:
            self._lists += 1
            archive.add(f"{LISTS}{self._lists:06}.sha256", "".join(self._batch).encode())
            self._batch = []


@dataclass
class PutBack:
    """Each is read again from the store; the list that follows says what it must be."""

    files: int = 0
    size: int = 0
    _batch: list[str] = field(default_factory=list)

    def put(self, name: str, content: bytes) -> None:
        try:
            validate_file_name(name, allow_relative_path=True)
        except SuspiciousFileOperation as fault:
            raise Refused(BROKEN) from fault
        stored_files.put(name, content)
        if stored_files.read(name) != content:
            raise Refused("The store of documents does not give back what it is given: nothing was kept.")
        self._batch.append(_line(name, content))
        self.files += 1
        self.size += len(content)

    def compare(self, listed: bytes) -> None:
        if listed != "".join(self._batch).encode():
            raise Refused(BROKEN)
        self._batch = []

    def check_is_whole(self, manifest: dict[str, int]) -> None:
        if self._batch or {"files": self.files, "bytes": self.size} != manifest:
            raise Refused(BROKEN)


def _line(name: str, content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {FOLDER}{name}\n"


def clear() -> None:
    for name, _since in list(stored_files.every()):
        stored_files.delete(name)


def is_empty() -> bool:
    return next(stored_files.every(), None) is None
