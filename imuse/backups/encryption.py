"""age (age-encryption.org): who writes an archive needs the public half of the key alone."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pyrage

from imuse.backups.refusal import BROKEN, Refused
from imuse.env import env

VARIABLE = "BACKUP_KEY"
SECRET, PUBLIC = "AGE-SECRET-KEY-", "age1"
MARK = b"age-encryption.org/"
UNKNOWN = "The key is not understood: it should read like age1… (to write) or AGE-SECRET-KEY-1… (to write and to read)."


class Key(NamedTuple):
    """`identity` is the secret half, where it was given."""

    recipient: pyrage.x25519.Recipient
    identity: pyrage.x25519.Identity | None


def made() -> tuple[str, str]:
    """The secret half and the public one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def given(file: Path | None) -> Key | None:
    """From a file or the environment: what stands on a command line is seen by every user of the machine."""
    text = _read(file) if file else env.str(VARIABLE, default="")
    words = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not words and file is None:
        return None
    if len(words) != 1:
        raise Refused(UNKNOWN)
    return _parsed(words[0])


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(f"The key in {file} cannot be read.") from fault


def _parsed(word: str) -> Key:
    try:
        if word.startswith(SECRET):
            identity = pyrage.x25519.Identity.from_str(word)
            return Key(identity.to_public(), identity)
        return Key(pyrage.x25519.Recipient.from_str(word), None)
    except (pyrage.IdentityError, pyrage.RecipientError) as fault:
        raise Refused(UNKNOWN) from fault


def is_encrypted(file: BinaryIO) -> bool:
    begins = file.read(len(MARK))
    file.seek(0)
    return begins == MARK


@contextmanager
def encrypting(file: BinaryIO, key: Key) -> Iterator[BinaryIO]:
    def work(pipe: BinaryIO) -> None:
        pyrage.encrypt_io(pipe, file, [key.recipient])

    with _through_a_pipe(work, inner="rb", outer="wb") as pipe:
        yield pipe


@contextmanager
def decrypting(file: BinaryIO, key: Key | None) -> Iterator[BinaryIO]:
    if key is None:
        raise Refused(f"The archive is encrypted: give its key, with --key-file or {VARIABLE}.")
    if key.identity is None:
        raise Refused(f"This key only writes archives: the one that reads them begins with {SECRET}.")

    def work(pipe: BinaryIO) -> None:
        try:
            pyrage.decrypt_io(file, pipe, [key.identity])
        except pyrage.DecryptError as fault:
            raise Refused("The archive was not written for this key, or it is broken.") from fault
        except OSError as fault:
            raise Refused(BROKEN) from fault

    with _through_a_pipe(work, inner="wb", outer="rb") as pipe:
        yield pipe


@contextmanager
def _through_a_pipe(work: Callable[[BinaryIO], None], *, inner: str, outer: str) -> Iterator[BinaryIO]:
    """age draws what it reads, and pushes what it writes: it works in a thread, at the other end of a pipe. What fails
    there first is what one is told, for this end sees only that the pipe ends early."""
    ends = dict(zip(("rb", "wb"), os.pipe(), strict=True))
    faults: list[Exception] = []
    is_left = threading.Event()

    def at_work() -> None:
        with suppress(BrokenPipeError), os.fdopen(ends[inner], inner) as pipe:
            try:
                work(pipe)
            except Exception as fault:  # noqa: BLE001 - raised in the other thread
                if not is_left.is_set():
                    faults.append(fault)  # before the pipe ends, and the other end leaves for that

    thread = threading.Thread(target=at_work, daemon=True)
    thread.start()
    try:
        with os.fdopen(ends[outer], outer) as pipe:
            try:
                yield pipe
            except BaseException:
                is_left.set()
                raise
    finally:
        thread.join()
        if faults:
            raise faults[0]
