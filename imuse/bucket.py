"""Documents in a bucket of an S3-compatible store. The one module that knows boto3, loaded where STORAGE_URL names one.

Other modules see what a folder would show: a file, FileNotFoundError, or ConnectionError where the store does not do
its work.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError
from django.core.files import File
from storages.backends.s3 import S3Storage

# A store that hangs holds up a thread of the portal, and who waits for it, no longer than this.
CONFIG = Config(
    connect_timeout=2,
    read_timeout=4,
    retries={"mode": "standard", "total_max_attempts": 1},
    max_pool_connections=20,
    # A bucket in the path is understood by every store, one in the name of the host by some.
    s3={"addressing_style": "path", "payload_signing_enabled": True},
    # The signature carries the SHA-256 of what is sent; the newer checksums are unknown to many stores.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
# For who asks whether it answers: a page that waits would be one more trouble.
IN_A_HURRY = CONFIG.merge(Config(read_timeout=2))
BUSY = {500, 502, 503, 504}
PAUSE = 0.2  # seconds
KNOWN_FOR = 5  # seconds

log = logging.getLogger("imuse.documents")


class Bucket(S3Storage):
    """No address of the store is ever given out: a file leaves through a view that knows who asks."""

    def __init__(self, **options: Any) -> None:
        # As one request, in the thread of who sends it. An object appears whole or not at all.
        super().__init__(client_config=CONFIG, transfer_config=TransferConfig(use_threads=False), **options)
        self._asking = threading.Lock()
        self._known, self._known_until = True, 0.0

    @cached_property
    def connection(self) -> Any:
        """One for all threads, each of which would take 17 MiB for its own. What is used of it is thread-safe."""
        store = self._connect("resource", CONFIG)
        store.meta.client.meta.events.register("needs-retry.s3", _once_more)
        return store

    def _connect(self, kind: str, config: Config) -> Any:
        make = getattr(self._create_session(), kind)
        return make("s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=config)

    def _open(self, name: str, mode: str = "rb") -> File:  # noqa: ARG002 - nothing is written this way
        """In one request, where django-storages takes three; read to its end, so that a part is never taken for it."""
        with answering(name):
            found = self.connection.meta.client.get_object(
                Bucket=self.bucket_name, Key=self._normalize_name(name)
            )
            return File(BytesIO(found["Body"].read()), name)

    def _save(self, name: str, content: File) -> str:
        with answering(name):
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with answering(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with answering(name):
            return super().exists(name)

    def size(self, name: str) -> int:
        with answering(name):
            return super().size(name)

    def dated(self, below: str) -> Iterator[tuple[str, datetime]]:
        """Each file below this prefix, and since when it is there: a thousand in each request."""
        root = self._normalize_name("")
        prefix = f"{self._normalize_name(below)}/" if below else root
        pages = self.connection.meta.client.get_paginator("list_objects_v2")
        with answering(below):
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix):
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(root), found["LastModified"]

    def answers(self) -> bool:
        """While one asks, the others are told what was known: a store that hangs holds up one of them at most."""
        if time.monotonic() >= self._known_until and self._asking.acquire(blocking=False):
            try:
                self._known = self._ask()
                self._known_until = time.monotonic() + KNOWN_FOR
            finally:
                self._asking.release()
        return self._known

    def _ask(self) -> bool:
        try:
            with answering(self.bucket_name):
                self._hurried.head_bucket(Bucket=self.bucket_name)
        except OSError:
            return False
        return True

    @cached_property
    def _hurried(self) -> Any:
        return self._connect("client", IN_A_HURRY)

    def url(self, name: str, **_options: Any) -> str:
        raise ValueError(f"{name} has no address of its own.")


def _once_more(
    *, attempts: int, response: tuple[Any, Any] | None, caught_exception: Exception | None, **_facts: Any
) -> float | None:
    """The pause before a second try, where the store said at once that it is busy, or hung up. What met with silence
    is not asked again: somebody waits."""
    is_busy = response is not None and response[0].status_code in BUSY
    is_passing = is_busy or isinstance(caught_exception, ConnectionClosedError)
    return PAUSE if is_passing and attempts == 1 else None


@contextmanager
def answering(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
        if code in {"NoSuchKey", "404"}:
            raise FileNotFoundError(name) from refused
        log.warning("the store refuses: %s", code)
        raise ConnectionError(f"The store refuses {name}.") from refused
    except (BotoCoreError, Boto3Error) as fault:
        log.warning("the store does not answer: %s", type(fault).__name__)
        raise ConnectionError(f"The store does not answer for {name}.") from fault
