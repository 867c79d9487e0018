"""The clock's table: each app's jobs, each name once."""

from datetime import timedelta

import pytest

from accounts import upkeep
from imuse import health, periodic
from imuse.periodic import Job


def test_jobs_are_kept_by_name(monkeypatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})
    sweep, purge = Job("sweep", timedelta(minutes=1), int), Job("purge", timedelta(days=1), int)
    periodic.register(sweep)
    periodic.register(purge)
    assert periodic.jobs() == [sweep, purge]
    with pytest.raises(ValueError, match=r"Two jobs are called sweep\."):
        periodic.register(Job("sweep", timedelta(hours=1), int))


def test_accounts_registers_its_jobs_and_probes(monkeypatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})
    monkeypatch.setattr(health, "_probes", {})
    upkeep.register()
    assert {job.name: job.every for job in periodic.jobs()} == {
        "clear_sessions": timedelta(days=1),
        "prune_tasks": timedelta(days=1),
        "release_tasks": timedelta(minutes=1),
        "sweep_mails": timedelta(minutes=1),
        "purge_personal_data": timedelta(days=1),
        "purge_throttle": timedelta(hours=1),
        "purge_kept_forms": timedelta(minutes=10),
        "purge_sent_forms": timedelta(minutes=10),
        "sweep_texts": timedelta(minutes=1),
        "sweep_imports": timedelta(minutes=1),
        "sweep_drafts": timedelta(days=1),
    }
    assert set(health._probes) == {"queue", "clock"}


def test_the_installation_has_them() -> None:
    assert {"clear_sessions", "prune_tasks", "release_tasks"} <= {job.name for job in periodic.jobs()}
