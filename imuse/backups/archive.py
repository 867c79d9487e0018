"""The file: a tar, compressed, encrypted where a key is given (age). Its first member says what it is, its last one what
must be in it, so that a part is never taken for the whole."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from imuse.backups import encryption
from imuse.backups.refusal import BROKEN, Refused

HEAD, MANIFEST = "imuse-backup.json", "manifest.json"
FORMAT = 1
LARGEST_HEAD = 1024 * 1024
FOREIGN = "This is no backup of imuse."


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self._digest = tar, hashlib.sha256()

    def add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))
        _count_in(self._digest, name, content)

    def add_json(self, name: str, facts: dict[str, Any]) -> None:
        self.add(name, json.dumps(facts, indent=1, ensure_ascii=False).encode())

    def finish(self, manifest: dict[str, Any]) -> None:
        self.add_json(MANIFEST, manifest | {"sha256": self._digest.hexdigest()})


class Reader:
    """`head`, then the members in their order; `manifest` once they are all read."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._members = _contents(tar)
        self._digest = hashlib.sha256()
        self.manifest: dict[str, Any] | None = None
        self.head = self._read_head()

    def _read_head(self) -> dict[str, Any]:
        name, content = next(self._members, ("", b""))
        if name != HEAD:
            raise Refused(FOREIGN)
        _count_in(self._digest, name, content)
        head = _json(content)
        if head.get("format") != FORMAT:
            raise Refused(
                "The archive is written in a way that this version does not know: take a newer imuse."
            )
        return head

    def members(self) -> Iterator[tuple[str, bytes]]:
        for name, content in self._members:
            if name == MANIFEST:
                self.manifest = _json(content)
                break
            _count_in(self._digest, name, content)
            yield name, content
        if next(self._members, None) is not None or self.manifest is None:
            raise Refused(BROKEN)
        if self.manifest.get("sha256") != self._digest.hexdigest():
            raise Refused(BROKEN)


@contextmanager
def writing(file: BinaryIO, key: encryption.Key | None) -> Iterator[Writer]:
    with ExitStack() as layers:
        inner = layers.enter_context(encryption.encrypting(file, key)) if key else file
        packed = layers.enter_context(
            gzip.GzipFile(fileobj=inner, mode="wb", compresslevel=6, mtime=0, filename="")
        )
        yield Writer(layers.enter_context(tarfile.open(fileobj=packed, mode="w|")))


@contextmanager
def reading(path: Path, key: encryption.Key | None) -> Iterator[Reader]:
    """What is wrong with the archive is told in a sentence, wherever it is found."""
    try:
        with path.open("rb") as file, ExitStack() as layers:
            inner = file
            if encryption.is_encrypted(file):
                inner = layers.enter_context(encryption.decrypting(file, key))
            unpacked = layers.enter_context(gzip.GzipFile(fileobj=inner, mode="rb"))
            with _in_a_sentence(FOREIGN):
                tar = layers.enter_context(tarfile.open(fileobj=unpacked, mode="r|"))
            yield Reader(tar)
            _read_to_the_end(unpacked)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as fault:
        raise Refused(f"{path} cannot be read: {fault.strerror}.") from fault


def _read_to_the_end(file: BinaryIO) -> None:
    """What stands behind the last member is checked as well: the sums of gzip and of age."""
    with _in_a_sentence(BROKEN):
        while file.read(LARGEST_HEAD):
            pass


def _contents(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """The head is small in every archive of ours: a large one is a stranger's, and is not read into memory."""
    refusal = FOREIGN
    members = iter(tar)
    while True:
        with _in_a_sentence(refusal):
            member = next(members, None)
            if member is None:
                return
            part = tar.extractfile(member) if member.isreg() else None
            if part is None or (refusal == FOREIGN and member.size > LARGEST_HEAD):
                raise Refused(refusal)
            content = part.read()
        refusal = BROKEN
        yield member.name, content


@contextmanager
def _in_a_sentence(sentence: str) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as fault:
        raise Refused(sentence) from fault


def _json(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError as fault:
        raise Refused(BROKEN) from fault
    return told if isinstance(told, dict) else {}


def _count_in(digest: Any, name: str, content: bytes) -> None:
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)
