"""A folder of documents: each is there whole or not at all."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from imuse.folder import DRAFTS, Folder

ROOT = Path(__file__).resolve().parent.parent.parent
WRITES_FOR_EVER = """
import sys, time
from django.core.files.base import ContentFile
from imuse.folder import Folder

class Endless(ContentFile):
    def chunks(self):
        yield b"%PDF"
        print("begun", flush=True)
        time.sleep(60)

Folder(location=sys.argv[1], file_permissions_mode=0o640)._save("papers/a.pdf", Endless(b""))
"""


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(location=tmp_path / "documents", file_permissions_mode=0o640)


def names_in(folder: Folder) -> list[str]:
    return sorted(name for name, _since in folder.dated(""))


class Broken(ContentFile):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002
        yield b"%PDF"
        raise OSError("no space left")


def test_file_is_kept_for_its_owner_and_group(folder) -> None:
    assert folder.save("papers/a.pdf", ContentFile(b"%PDF")) == "papers/a.pdf"
    assert Path(folder.path("papers/a.pdf")).read_bytes() == b"%PDF"
    assert stat.S_IMODE(Path(folder.path("papers/a.pdf")).stat().st_mode) == 0o640
    assert names_in(folder) == ["papers/a.pdf"]


def test_name_that_is_taken_becomes_another(folder) -> None:
    first, second = (folder.save("papers/a.pdf", ContentFile(content)) for content in (b"1", b"2"))
    assert [Path(folder.path(name)).read_bytes() for name in (first, second)] == [b"1", b"2"]


def test_what_cannot_be_written_leaves_nothing(folder) -> None:
    with pytest.raises(OSError, match="no space left"):
        folder.save("papers/a.pdf", Broken(b""))
    assert names_in(folder) == []


def test_what_is_killed_in_mid_write_leaves_a_draft_alone(folder) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES_FOR_EVER, folder.location], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert writer.stdout.readline() == b"begun\n"
    writer.kill()
    writer.communicate()
    assert [Path(name).parent.name for name in names_in(folder)] == [DRAFTS]


def test_files_tell_since_when_they_are_there(folder) -> None:
    folder.save("papers/2026/a.pdf", ContentFile(b"1"))
    folder.save("logos/b.webp", ContentFile(b"2"))
    written = datetime(2026, 1, 2, tzinfo=UTC)
    os.utime(folder.path("papers/2026/a.pdf"), times=(written.timestamp(),) * 2)
    assert list(folder.dated("papers")) == [("papers/2026/a.pdf", written)]
    (since,) = dict(folder.dated("logos")).values()
    assert datetime.now(UTC) - since < timedelta(minutes=1)
    assert list(folder.dated("nothing")) == []


def test_it_may_still_have_to_be_made(folder, tmp_path) -> None:
    assert folder.answers() is True
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_made_does_not_answer(tmp_path) -> None:
    assert Folder(location=tmp_path / "unmounted" / "documents").answers() is False
