"""Documents in a folder. Each is there whole or not at all, whatever stops the machine in mid-write."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage

DRAFTS = "drafts"  # on the same disk, so that a draft takes its place in one step


class Folder(FileSystemStorage):
    """Django writes under the final name: a crash left a part there, which the next one took for the whole."""

    def _save(self, name: str, content: File) -> str:
        place, draft = Path(self.path(name)), Path(self.path(DRAFTS), uuid4().hex)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._write(draft, content)
            draft.rename(place)
        finally:
            draft.unlink(missing_ok=True)
        keep_entry(place.parent)
        return name

    def _write(self, draft: Path, content: File) -> None:
        with draft.open("xb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(self.file_permissions_mode)

    def dated(self, below: str) -> Iterator[tuple[str, datetime]]:
        """Each file below this folder, and since when it is there."""
        for folder, _folders, files in os.walk(self.path(below)):
            for path in (Path(folder, file) for file in files):
                with suppress(FileNotFoundError):  # deleted meanwhile
                    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield path.relative_to(self.location).as_posix(), written

    def answers(self) -> bool:
        """The folder is made with the first document; until then the one above it counts."""
        folder = Path(self.location)
        return os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK)


def keep_entry(folder: Path) -> None:
    """Without it a power cut may leave the file and lose its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
