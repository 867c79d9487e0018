"""Work that the processor alone holds up, on all cores: each process has a connection and memory of its own."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from django.db import connections

Task = TypeVar("Task")
Result = TypeVar("Result")


def on_all_cores(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, processes: int | None = None
) -> Iterator[Result]:
    """Results as they come. However many tasks there are, few of them are in memory."""
    processes = processes or os.cpu_count() or 1
    todo = iter(tasks)
    connections.close_all()  # none is shared with the processes to come
    with ProcessPoolExecutor(processes, get_context("spawn"), prepare) as pool:
        running = {pool.submit(work, task) for task in islice(todo, 2 * processes)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(work, task) for task in islice(todo, len(done))}
            yield from (each.result() for each in done)


def prepare() -> None:
    import django

    django.setup()
