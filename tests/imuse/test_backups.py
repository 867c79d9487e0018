"""`backup` and `restore`: all of it, or nothing, on both databases and across them."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Site
from imuse import demonstration, stored_files
from imuse.backups import archive, documents, encryption, tables
from imuse.backups.documents import Taken
from tests.factories import make_site
from tests.running import DECIDE, ROOT
from tests.stores import InMemory

pytestmark = pytest.mark.django_db(transaction=True)

SECRET, PUBLIC = encryption.made()


@pytest.fixture(autouse=True)
def _key(monkeypatch) -> None:
    monkeypatch.setenv(encryption.VARIABLE, SECRET)


@pytest.fixture
def filled(settings) -> None:
    settings.DEMONSTRATION = True
    demonstration.fill()
    default_storage.save("papers/aa/é è.pdf", ContentFile(b"a" * 300_000))
    default_storage.save("drafts/half", ContentFile(b"half of"))


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "imuse.backup"


@pytest.fixture
def taken(gounod, path) -> Path:
    """Of a small place, which is empty again."""
    default_storage.save("papers/a.pdf", ContentFile(b"a" * 5000))
    call_command("backup", path)
    wipe()
    return path


def holds() -> tuple[dict, dict]:
    rows = {label: tables.figures(model) for label, model in tables.tables().items()}
    files = {
        name: hashlib.sha256(stored_files.read(name)).hexdigest() for name, _since in stored_files.every()
    }
    return rows, files


def wipe() -> None:
    call_command("flush", interactive=False, verbosity=0)
    documents.clear()


def is_empty() -> bool:
    return not tables.filled() and documents.is_empty()


def refusal(path: Path) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("restore", path)
    return str(refused.value)


def elsewhere(folder: Path, *command: str | Path) -> str:
    """On SQLite and in a folder, whatever this test runs on."""
    ours = {name: text for name, text in os.environ.items() if name not in DECIDE}
    ours |= {"IMUSE_DATA": str(folder), encryption.VARIABLE: SECRET}
    words = [sys.executable, "manage.py", *map(str, command)]
    return subprocess.run(words, cwd=ROOT, env=ours, check=True, capture_output=True, text=True).stdout


def test_all_comes_back_the_same(filled, path, capsys) -> None:
    before = holds()
    call_command("backup", path)
    wipe()
    call_command("restore", path)
    assert holds() == before
    told = capsys.readouterr().out.splitlines()
    rows = sum(figure["rows"] for figure in before[0].values())
    size = path.stat().st_size
    assert told[0] == f"{path}: {rows} rows, {len(before[1])} files, {size} bytes, encrypted"
    assert told[1].endswith(f": {rows} rows, {len(before[1])} files.")
    call_command("check_integrity")


def test_from_one_database_to_the_other_and_back(filled, path, tmp_path) -> None:
    """A place on SQLite in between; this one is PostgreSQL in one of the runs of bin/test."""
    before = holds()
    call_command("backup", path)
    elsewhere(tmp_path / "there", "restore", path)
    elsewhere(tmp_path / "there", "backup", tmp_path / "back")
    wipe()
    call_command("restore", tmp_path / "back")
    assert holds() == before
    make_site(name="Une école de plus")  # numbered after those that came back


def test_verified_by_a_restore(gounod, path, settings, tmp_path, capsys) -> None:
    settings.DATA = tmp_path
    call_command("backup", path, verify=True)
    assert capsys.readouterr().out.endswith("encrypted; verified by a restore\n")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_without_a_key_it_is_a_tar_that_anybody_reads(gounod, path, monkeypatch, capsys) -> None:
    monkeypatch.setenv(encryption.VARIABLE, "")
    default_storage.save("papers/a.pdf", ContentFile(b"a"))
    call_command("backup", path)
    assert capsys.readouterr().out.endswith("not encrypted: it holds what the portal holds\n")
    with tarfile.open(path) as opened:
        names = opened.getnames()
        listed = opened.extractfile("lists/000001.sha256").read().decode()
    assert (names[0], names[1], names[-1]) == ("imuse-backup.json", "documents/papers/a.pdf", "manifest.json")
    assert listed == f"{hashlib.sha256(b'a').hexdigest()}  documents/papers/a.pdf\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_who_writes_needs_the_public_half_alone(gounod, path, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(encryption.VARIABLE, PUBLIC)
    with pytest.raises(CommandError, match="takes the secret key"):
        call_command("backup", path, verify=True)
    call_command("backup", path)
    wipe()
    assert (
        refusal(path) == "This key only writes archives: the one that reads them begins with AGE-SECRET-KEY-."
    )
    (tmp_path / "key").write_text(f"# of the school\n{SECRET}\n")
    call_command("restore", path, key_file=tmp_path / "key")
    assert Site.objects.get().name == gounod.name


def test_key_is_made_once(tmp_path, capsys) -> None:
    call_command("make_backup_key", tmp_path / "key")
    key = encryption.given(tmp_path / "key")
    assert str(key.recipient) == capsys.readouterr().out.strip()
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="exists: give another name"):
        call_command("make_backup_key", tmp_path / "key")


@pytest.mark.parametrize(
    "word",
    ["nonsense", "AGE-SECRET-KEY-1NONSENSE", f"{SECRET}\n{SECRET}", ""],
    ids=["nonsense", "nonsense of its shape", "two keys", "nothing"],
)
def test_key_that_is_none_is_refused(word, tmp_path, path) -> None:
    (tmp_path / "key").write_text(word)
    with pytest.raises(CommandError, match="The key is not understood"):
        call_command("backup", path, key_file=tmp_path / "key")
    assert not path.exists()


def test_key_that_cannot_be_read_is_refused(tmp_path, path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("backup", path, key_file=tmp_path / "none")


def test_wrong_key_or_none_is_refused(taken, monkeypatch) -> None:
    monkeypatch.setenv(encryption.VARIABLE, encryption.made()[0])
    assert refusal(taken) == "The archive was not written for this key, or it is broken."
    monkeypatch.delenv(encryption.VARIABLE)
    assert refusal(taken) == "The archive is encrypted: give its key, with --key-file or BACKUP_KEY."
    assert is_empty()


BROKEN = "The archive is broken or incomplete: nothing of it was kept. Take another one."


@pytest.mark.parametrize("key", [SECRET, ""], ids=["encrypted", "plain"])
@pytest.mark.parametrize("left", [0.3, 0.6, 0.9, 0.999])
def test_part_of_an_archive_is_refused(key, left, gounod, path, monkeypatch) -> None:
    monkeypatch.setenv(encryption.VARIABLE, key)
    default_storage.save("papers/a.pdf", ContentFile(os.urandom(200_000)))
    call_command("backup", path)
    wipe()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * left)])
    assert refusal(path) == BROKEN
    assert is_empty()


def test_changed_byte_is_found(gounod, path, monkeypatch) -> None:
    """Where it stands decides what is seen first: that the archive is broken, or that a table is another one."""
    monkeypatch.setenv(encryption.VARIABLE, "")
    call_command("backup", path)
    wipe()
    changed = bytearray(path.read_bytes())
    changed[len(changed) * 9 // 10] ^= 0xFF
    path.write_bytes(changed)
    assert re.search(r"nothing (of it )?was kept", refusal(path))
    assert is_empty()


def rewritten(path: Path, change) -> None:
    """With the same members, which `change` makes others of."""
    with tarfile.open(path) as old:
        members = [(each.name, old.extractfile(each).read()) for each in old]
    with path.open("wb") as file, archive.writing(file, None) as new:
        for name, content in change(members):
            new.add(name, content)


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members[:-1],
        lambda members: [*members, ("more", b"")],
        lambda members: [members[0], *members[2:]],
        lambda members: [members[0], ("documents/../../escaped", b"a"), *members[1:]],
        lambda members: [*members[:-1], ("else", b"a"), members[-1]],
        lambda members: [*members[:-1], ("manifest.json", b"{")],
    ],
    ids=["without its end", "with more", "with less", "with a way out", "with a stranger", "end of nothing"],
)
def test_archive_that_somebody_changed_is_refused(change, gounod, path, monkeypatch) -> None:
    monkeypatch.setenv(encryption.VARIABLE, "")
    default_storage.save("papers/a.pdf", ContentFile(b"a"))
    call_command("backup", path)
    wipe()
    rewritten(path, change)
    assert refusal(path) == BROKEN
    assert is_empty()


FOREIGN = "This is no backup of imuse."


@pytest.mark.parametrize(
    "content",
    [b"", b"a letter", b"age-encryption", os.urandom(50_000)],
    ids=["nothing", "a letter", "a beginning", "noise"],
)
def test_what_is_no_archive_is_refused(content, path) -> None:
    path.write_bytes(content)
    assert refusal(path) == FOREIGN


def test_tar_of_others_is_refused(path, tmp_path) -> None:
    (tmp_path / "letter").write_text("Madame,")
    with tarfile.open(path, "w:gz") as opened:
        opened.add(tmp_path / "letter")
    assert refusal(path) == FOREIGN


def test_archive_that_is_not_there_is_refused(path) -> None:
    assert refusal(path) == f"{path} cannot be read: No such file or directory."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b'"families.0001', b'"families.0000', "(families differ): restore it with the code of that version"),
        (b'"name_key"', b'"key_of_name"', "(the tables differ)"),
        (b'"format": 1', b'"format": 2', "this version does not know"),
    ],
)
def test_archive_of_another_version_is_refused(old, new, sentence, gounod, path, monkeypatch) -> None:
    monkeypatch.setenv(encryption.VARIABLE, "")
    call_command("backup", path)
    wipe()
    rewritten(path, lambda members: [(members[0][0], members[0][1].replace(old, new)), *members[1:]])
    assert sentence in refusal(path)
    assert is_empty()


def test_nothing_is_written_over(taken) -> None:
    make_site(name="Une autre école")
    said = "The database is not empty (there is something in accounts.trace, accounts.site)"
    assert refusal(taken).startswith(said)
    assert Site.objects.get().name == "Une autre école"
    wipe()
    default_storage.save("papers/b.pdf", ContentFile(b"b"))
    assert refusal(taken) == "The store of documents is not empty: nothing was done."
    assert [name for name, _since in stored_files.every()] == ["papers/b.pdf"]
    with pytest.raises(CommandError, match="exists: give another name"):
        call_command("backup", taken)


def test_store_that_goes_down_leaves_no_archive(gounod, path, tmp_path, store_down) -> None:
    store_down()
    with pytest.raises(CommandError, match="réessayez"):
        call_command("backup", path)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("backup", tmp_path / "none" / "imuse.backup")


def test_database_of_another_version_is_not_backed_up(path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app, name FROM django_migrations WHERE app = 'families' ORDER BY id DESC LIMIT 1"
        )
        last = cursor.fetchone()
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", last)
        try:
            with pytest.raises(CommandError, match="is not that of this version"):
                call_command("backup", path)
        finally:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2026-01-01')", last
            )


def test_snapshot_is_of_one_moment_and_holds_nobody_up(gounod) -> None:
    def write() -> None:
        make_site(name="Une école de plus")
        connection.close()

    with tables.snapshot():
        before = tables.figures(Site)
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(60)
        assert not writer.is_alive()
        assert tables.figures(Site) == before
    assert tables.figures(Site)["rows"] == 2


class Quick(InMemory):
    """One file of it is gone as soon as it was listed."""

    def dated(self, below: str):
        if not below:
            yield "papers/gone.pdf", timezone.now()
        yield from super().dated(below)


def test_what_goes_meanwhile_is_counted_and_what_comes_is_taken(path, monkeypatch) -> None:
    monkeypatch.setattr(default_storage, "_wrapped", Quick())
    default_storage.save("papers/a.pdf", ContentFile(b"a"))
    with path.open("wb") as file, archive.writing(file, None) as writer:
        found = Taken(timezone.now(), told=lambda: None)
        found.take(writer)
        default_storage.save("papers/c.pdf", ContentFile(b"c"))
        found.take_what_came(writer)
    assert (found.files, found.gone) == (2, 1)
    with tarfile.open(path) as opened:
        names = opened.getnames()
    assert names == ["documents/papers/a.pdf", "documents/papers/c.pdf", "lists/000001.sha256"]
