"""Where the files of a test are kept."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from unittest.mock import patch

from django.core.files.storage import InMemoryStorage, Storage

from imuse import env
from imuse.bucket import Bucket


class InMemory(InMemoryStorage):
    """As long as the test, and as imuse/folder.py and imuse/bucket.py answer."""

    def answers(self) -> bool:
        return True

    def dated(self, below: str) -> Iterator[tuple[str, datetime]]:
        folders, files = self.listdir(below) if not below or self.exists(below) else ([], [])
        above = f"{below}/" if below else ""
        for file in files:
            with suppress(FileNotFoundError):  # deleted meanwhile
                yield above + file, self.get_modified_time(above + file)
        for folder in folders:
            yield from self.dated(above + folder)


class Down(Storage):
    """One that does not answer."""

    def refuse(self, *_anything: object) -> None:
        raise ConnectionError

    _open = _save = exists = delete = dated = refuse

    def answers(self) -> bool:
        return False


def bucket_at(url: str) -> Bucket:
    """As a portal has it whose STORAGE_URL says so."""
    with patch.dict(os.environ, STORAGE_URL=url):
        return Bucket(**env.documents_store(None)["OPTIONS"])
