from collections.abc import Callable, Iterator

import pytest
from botocore.config import Config

from imuse import bucket
from tests.s3_stand_in import S3StandIn


@pytest.fixture
def store() -> Iterator[S3StandIn]:
    with S3StandIn.open() as store:
        yield store


@pytest.fixture
def once(monkeypatch) -> None:
    """A bucket asks once, and waits as long as a busy machine needs."""
    have_patience(monkeypatch, 60)
    monkeypatch.setattr(bucket, "KNOWN_FOR", 600)


@pytest.fixture
def hurry(monkeypatch, once) -> Callable[[], None]:
    """From when it is called on: a bucket that is made then soon has enough."""
    return lambda: have_patience(monkeypatch, 0.5)


def have_patience(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    patience = Config(connect_timeout=seconds, read_timeout=seconds, retries={"total_max_attempts": 1})
    for name in ("CONFIG", "IN_A_HURRY"):
        monkeypatch.setattr(bucket, name, getattr(bucket, name).merge(patience))
