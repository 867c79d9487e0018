"""Files that a command makes: there whole or not at all, read by nobody else on the machine, never over another."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from imuse.folder import keep_entry


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """The name under which to write it; it takes its own at the end."""
    if path.exists():
        raise FileExistsError(f"{path} exists")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield draft
        path.hardlink_to(draft)
        keep_entry(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def opened(draft: Path) -> Iterator[BinaryIO]:
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def reason_of(fault: OSError, path: Path) -> str:
    """For whoever typed the command."""
    if isinstance(fault, FileExistsError):
        return f"{path} exists: give another name."
    return f"{path} cannot be written: {fault.strerror or fault}."
