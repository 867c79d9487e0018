"""What the tests of clock and upkeep share."""

import pytest
import time_machine
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def kept_connection(monkeypatch) -> None:
    """A connection in a test's transaction is not closed between two jobs."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete
    monkeypatch.setattr(
        BaseDatabaseWrapper,
        "close_if_unusable_or_obsolete",
        lambda wrapper: None if wrapper.in_atomic_block else close(wrapper),
    )


@pytest.fixture
def now():
    with time_machine.travel("2026-03-02 08:00Z", tick=False) as traveller:
        yield traveller
