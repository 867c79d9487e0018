"""The sweep takes files that no row names, and no other."""

import os
import time
from io import StringIO

import pytest
from django.core.management import call_command

from documents import files
from documents.models import Document
from tests.factories.documents import a_photograph, a_scan, make_document, make_kind

pytestmark = pytest.mark.django_db


def grow_old(folder) -> None:
    two_hours_ago = time.time() - 7200
    for path in (path for path in folder.rglob("*") if path.is_file()):
        os.utime(path, (two_hours_ago, two_hours_ago))


def test_orphan_goes_and_what_a_row_names_stays(folder, proof, family, gounod) -> None:
    named = make_document(proof, family).path
    kind = make_kind(gounod, "RIB")
    kind.take(a_scan(), files.keep(a_scan()))
    kind.save()
    orphans = [files.keep(a_photograph()) for _each in range(3)]
    assert files.sweep() == 0  # a request may be about to write the row
    grow_old(folder)
    assert [files.sweep(), files.sweep()] == [3, 0]
    assert [(folder / path).exists() for path in (named, kind.path, *orphans)] == [True, True, *[False] * 3]


def test_other_files_of_the_store_are_left_alone(folder) -> None:
    (folder / "logos").mkdir()
    (folder / "logos" / "a.webp").write_bytes(b"logo")
    grow_old(folder)
    assert files.sweep() == 0
    assert (folder / "logos" / "a.webp").exists()


def test_it_works_through_many_in_batches(folder, monkeypatch) -> None:
    monkeypatch.setattr(files, "AT_ONCE", 2)
    for _each in range(5):
        files.keep(a_photograph())
    grow_old(folder)
    assert files.sweep() == 5


def test_row_that_is_written_after_the_listing_keeps_its_file(folder, proof, family, monkeypatch) -> None:
    """The listing is read, then the rows."""
    path = files.keep(a_photograph())
    grow_old(folder)
    ask = files._named

    def write_first(paths):
        document = Document(type=proof, family=family)
        document.take(a_photograph(), path)
        document.save()
        return ask(paths)

    monkeypatch.setattr(files, "_named", write_first)
    assert (files.sweep(), (folder / path).exists()) == (0, True)


def test_command_says_what_it_did(folder) -> None:
    files.keep(a_photograph())
    grow_old(folder)
    said = StringIO()
    call_command("sweep_documents", stdout=said)
    assert said.getvalue() == "Orphans removed: 1.\n"
