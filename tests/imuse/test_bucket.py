"""A bucket behaves as a folder does, also when its store does not behave."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from imuse.bucket import Bucket
from tests.stores import bucket_at


@pytest.fixture
def bucket(store, once) -> Bucket:
    return bucket_at(store.url)


def test_file_comes_back_as_it_was_put(bucket, store) -> None:
    content = bytes(range(256)) * 8192  # 2 MB
    assert bucket.save("papers/a.pdf", ContentFile(content)) == "papers/a.pdf"
    with bucket.open("papers/a.pdf") as file:
        assert (file.read(), file.size) == (content, len(content))
    assert (bucket.exists("papers/a.pdf"), bucket.size("papers/a.pdf")) == (True, len(content))
    assert store.objects["papers/a.pdf"].content_type == "application/pdf"
    assert store.acls == {""}


def test_each_takes_one_request(bucket, store) -> None:
    bucket.save("papers/a.pdf", ContentFile(b"%PDF"))
    bucket.open("papers/a.pdf").read()
    bucket.exists("papers/a.pdf")
    bucket.delete("papers/a.pdf")
    assert [asked.split()[0] for asked in store.asked] == ["PUT", "GET", "HEAD", "DELETE"]


def test_what_is_not_there_is_not_found(bucket) -> None:
    assert bucket.exists("papers/a.pdf") is False
    bucket.delete("papers/a.pdf")
    for ask in (bucket.open, bucket.size):
        with pytest.raises(FileNotFoundError):
            ask("papers/a.pdf")


def test_several_portals_share_a_bucket(store) -> None:
    bucket = bucket_at(store.url + "&prefix=imuse/2")
    bucket.save("papers/a.pdf", ContentFile(b"%PDF"))
    assert set(store.objects) == {"imuse/2/papers/a.pdf"}
    assert [name for name, _since in bucket.dated("papers")] == ["papers/a.pdf"]
    assert bucket.open("papers/a.pdf").read() == b"%PDF"


def test_list_goes_on_from_page_to_page(bucket, store) -> None:
    store.age = timedelta(days=2)
    names = [f"papers/{number}.pdf" for number in range(7)]
    for name in [*names, "papers-of-others/a.pdf", "logos/b.webp"]:
        bucket.save(name, ContentFile(b"1"))
    dated = dict(bucket.dated("papers"))
    assert list(dated) == names
    assert all(since < datetime.now(UTC) - timedelta(days=1) for since in dated.values())


def test_no_address_is_given_out(bucket) -> None:
    with pytest.raises(ValueError, match="has no address"):
        bucket.url("papers/a.pdf")


def acts(bucket: Bucket) -> dict[str, Callable[[], object]]:
    return {
        "put": lambda: bucket.save("papers/new.pdf", ContentFile(b"%PDF")),
        "open": lambda: bucket.open("papers/a.pdf"),
        "exists": lambda: bucket.exists("papers/a.pdf"),
        "size": lambda: bucket.size("papers/a.pdf"),
        "delete": lambda: bucket.delete("papers/a.pdf"),
        "list": lambda: list(bucket.dated("papers")),
    }


@pytest.mark.parametrize("act", ["put", "open", "exists", "size", "delete", "list"])
@pytest.mark.parametrize("fault", [(503, "SlowDown"), (403, "AccessDenied"), "hang"], ids=str)
def test_fault_is_that_of_a_connection_and_loses_nothing(bucket, store, hurry, act, fault) -> None:
    bucket.save("papers/a.pdf", ContentFile(b"%PDF"))
    store.faults["ANY"] = fault
    hurry()
    with pytest.raises(ConnectionError):
        acts(bucket_at(store.url))[act]()
    assert {name: stored.content for name, stored in store.objects.items()} == {"papers/a.pdf": b"%PDF"}


@pytest.mark.parametrize("act", ["put", "open", "list"])
def test_bucket_that_is_gone_is_no_missing_file(bucket, store, act) -> None:
    store.faults["ANY"] = (404, "NoSuchBucket")
    with pytest.raises(ConnectionError):
        acts(bucket)[act]()


def test_part_of_a_file_is_never_taken_for_the_file(bucket, store) -> None:
    bucket.save("papers/a.pdf", ContentFile(b"%PDF" * 1000))
    store.faults["GET"] = "cut"
    with pytest.raises(ConnectionError):
        bucket.open("papers/a.pdf")


def test_store_that_is_gone_is_a_fault_of_connection(bucket, store) -> None:
    store.server_close()
    with pytest.raises(ConnectionError):
        bucket.exists("papers/a.pdf")


def test_fault_that_passes_is_not_noticed(store) -> None:
    bucket = bucket_at(store.url)
    store.faults["ANY"], store.faults_left = (503, "SlowDown"), 1
    bucket.save("papers/a.pdf", ContentFile(b"%PDF"))
    assert (store.asked, set(store.objects)) == (["PUT papers/a.pdf"] * 2, {"papers/a.pdf"})


def test_log_tells_the_kind_of_fault_and_no_name(bucket, store, caplog) -> None:
    store.faults["ANY"] = (403, "AccessDenied")
    with pytest.raises(ConnectionError):
        bucket.exists("papers/a.pdf")
    assert caplog.messages == ["the store refuses: 403"]


# Does it answer?


def test_it_answers_or_not(store, hurry) -> None:
    assert bucket_at(store.url).answers() is True
    hurry()
    for fault in [(503, "SlowDown"), (404, "NoSuchBucket"), "hang"]:
        store.faults["ANY"] = fault
        assert (fault, bucket_at(store.url).answers()) == (fault, False)


def test_it_is_not_asked_at_each_turn(bucket, store) -> None:
    assert [bucket.answers() for _time in range(3)] == [True] * 3
    assert store.asked == ["HEAD"]
    bucket._known_until = 0
    store.faults["ANY"] = (503, "SlowDown")
    assert [bucket.answers() for _time in range(3)] == [False] * 3
    assert store.asked == ["HEAD"] * 2


def test_store_that_hangs_holds_up_one_alone(bucket, store) -> None:
    assert bucket.answers() is True
    bucket._known_until = 0
    store.faults["ANY"] = "hang"
    first = threading.Thread(target=bucket.answers)
    first.start()
    while len(store.asked) < 2:
        time.sleep(0.01)
    assert (bucket.answers(), first.is_alive()) == (True, True)
    store.released.set()
    first.join()
    assert bucket.answers() is False
