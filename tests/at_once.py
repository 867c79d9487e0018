"""What happens at the same moment: each in a thread, with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from django.db import connection


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Their answers, in the order of the works; what one of them raises, the test raises."""
    together = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        together.wait()
        with closing(connection):
            return work()

    with ThreadPoolExecutor(len(works)) as threads:
        begun = [threads.submit(run, work) for work in works]
        return [each.result() for each in begun]
