"""What keeps and reads files: in memory, in a folder, in a bucket alike."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from imuse import stored_files
from imuse.folder import Folder
from imuse.stored_files import StoreDown
from tests.stores import InMemory, bucket_at

KINDS = {
    "memory": lambda _folder, _store: InMemory(),
    "folder": lambda folder, _store: Folder(location=folder, file_permissions_mode=0o640),
    "bucket": lambda _folder, store: bucket_at(store.url + "&prefix=imuse"),
}


@pytest.fixture(params=KINDS)
def kept(request, tmp_path, store, monkeypatch) -> None:
    """In each of them."""
    monkeypatch.setattr(default_storage, "_wrapped", KINDS[request.param](tmp_path, store))


def names(age: timedelta = timedelta(hours=-1)) -> list[str]:
    return sorted(stored_files.older_than(age, below="papers"))


@pytest.mark.usefixtures("kept")
def test_file_is_put_read_and_deleted() -> None:
    assert stored_files.put("papers/2026/a.pdf", b"%PDF") == "papers/2026/a.pdf"
    assert stored_files.read("papers/2026/a.pdf") == b"%PDF"
    with stored_files.opened("papers/2026/a.pdf") as file:
        assert (file.size, b"".join(file.chunks())) == (4, b"%PDF")
    for _again in range(2):
        stored_files.delete("papers/2026/a.pdf")
    with pytest.raises(FileNotFoundError):
        stored_files.read("papers/2026/a.pdf")


@pytest.mark.usefixtures("kept")
def test_what_is_there_is_not_put_again() -> None:
    assert [stored_files.put("papers/a.pdf", b"%PDF") for _time in range(2)] == ["papers/a.pdf"] * 2
    assert names() == ["papers/a.pdf"]


@pytest.mark.usefixtures("kept")
def test_the_old_ones_below_a_name_are_listed() -> None:
    for name in ("papers/a.pdf", "papers/2026/b.pdf", "logos/c.webp"):
        stored_files.put(name, b"1")
    assert names() == ["papers/2026/b.pdf", "papers/a.pdf"]
    assert names(timedelta(hours=1)) == []


@pytest.mark.usefixtures("kept")
def test_drafts_are_swept_when_nobody_can_be_at_work_on_them() -> None:
    stored_files.put("drafts/1", b"%PD")
    assert stored_files.sweep_drafts() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert [stored_files.sweep_drafts() for _time in range(2)] == [1, 0]


@pytest.mark.parametrize(
    "act",
    [
        lambda: stored_files.put("papers/a.pdf", b"%PDF"),
        lambda: stored_files.read("papers/a.pdf"),
        lambda: stored_files.delete("papers/a.pdf"),
        names,
    ],
    ids=["put", "read", "delete", "list"],
)
def test_store_that_is_down_is_told_in_a_sentence(act, store_down, caplog) -> None:
    store_down()
    with pytest.raises(StoreDown) as down:
        act()
    assert down.value.reason.startswith("Les fichiers ne peuvent pas être gardés ni ouverts en ce moment.")
    assert caplog.messages[-1] == "the store of documents fails"
