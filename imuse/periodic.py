"""What the clock starts, as a table that each app adds its own jobs to in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """Work that comes again and again.

    It is done well before it is due again, leaves no transaction open, and can be begun afresh after a crash in
    its middle. What it returns is logged: a figure, never anything about a person.
    """

    name: str
    every: timedelta
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def register(*jobs: Job) -> None:
    for job in jobs:
        if job.name in _jobs:
            raise ValueError(f"Two jobs are called {job.name}.")
        _jobs[job.name] = job


def jobs() -> list[Job]:
    return list(_jobs.values())
