from collections.abc import Iterator

import pytest
from botocore.config import Config

from imuse import bucket
from tests.s3_stand_in import S3StandIn


@pytest.fixture
def store() -> Iterator[S3StandIn]:
    with S3StandIn.open() as store:
        yield store


@pytest.fixture
def quick(monkeypatch) -> None:
    """A bucket soon has enough."""
    patience = Config(connect_timeout=0.5, read_timeout=0.5)
    for name in ("CONFIG", "IN_A_HURRY"):
        monkeypatch.setattr(bucket, name, getattr(bucket, name).merge(patience))
    monkeypatch.setattr(bucket, "PAUSE", 0)
