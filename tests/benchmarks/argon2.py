"""What a sign-in's hash costs, in time and in memory. The figures stand in docs/decisions/0007-argon2.md.

Run by hand, on a machine that does nothing else: `.venv/bin/python -m tests.benchmarks.argon2`
"""

import multiprocessing
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from argon2.low_level import Type, hash_secret

from accounts.hashers import Argon2id

ROUNDS = 60
SECONDS = 10
WORKERS, THREADS = 2, 4  # gunicorn's on two cores
MIB = 1024  # KiB, in which Argon2 and the kernel count


class Parameters(NamedTuple):
    memory: int
    time: int
    lanes: int

    def __str__(self) -> str:
        return f"m={self.memory / MIB:g} MiB t={self.time} p={self.lanes}"


class Throughput(NamedTuple):
    per_second: float
    peak_mib: float
    kept_mib: float


FLOOR = Parameters(19 * MIB, 2, 1)  # OWASP's minimum
CHOSEN = Parameters(Argon2id.memory_cost, Argon2id.time_cost, Argon2id.parallelism)
SETS = list(
    dict.fromkeys(
        [
            FLOOR,
            CHOSEN,
            Parameters(46 * MIB, 1, 1),  # OWASP holds it equal to the floor
            Parameters(12 * MIB, 3, 1),  # likewise
            Parameters(19 * MIB, 4, 1),
            Parameters(32 * MIB, 2, 1),
            Parameters(64 * MIB, 1, 1),
            Parameters(64 * MIB, 3, 1),
            Parameters(64 * MIB, 3, 4),  # RFC 9106, for little memory
            Parameters(100 * MIB, 2, 8),  # Django's default
        ]
    )
)


def compute(parameters: Parameters) -> None:
    hash_secret(
        b"Musique2026", os.urandom(16), parameters.time, parameters.memory, parameters.lanes, 32, Type.ID
    )


def milliseconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def times_alone() -> dict[Parameters, list[float]]:
    """One after the other in every round, so that a busy moment of the machine falls on all alike."""
    times: dict[Parameters, list[float]] = {parameters: [] for parameters in SETS}
    for _round in range(ROUNDS):
        for parameters in SETS:
            times[parameters].append(milliseconds(lambda parameters=parameters: compute(parameters)))
    return times


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / MIB


def work_as_gunicorn(parameters: Parameters, results: "multiprocessing.Queue[Throughput]") -> None:
    """One web process: its threads hash for some seconds, as when all its visitors sign in."""
    before = resident_mib()
    counts = [0] * THREADS
    until = time.perf_counter() + SECONDS

    def hash_on(thread: int) -> None:
        while time.perf_counter() < until:
            compute(parameters)
            counts[thread] += 1

    threads = [threading.Thread(target=hash_on, args=[number]) for number in range(THREADS)]
    spent = milliseconds(lambda: _run(threads)) / 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    results.put(Throughput(sum(counts) / spent, peak - before, resident_mib() - before))


def _run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def throughput(parameters: Parameters) -> Throughput:
    spawn = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[Throughput] = spawn.Queue()
    workers = [spawn.Process(target=work_as_gunicorn, args=[parameters, results]) for _each in range(WORKERS)]
    for worker in workers:
        worker.start()
    each = [results.get() for _worker in workers]
    for worker in workers:
        worker.join()
    return Throughput(*map(sum, zip(*each, strict=True)))


def main() -> None:
    times = times_alone()
    floor_times = times[FLOOR]
    floor_rate = throughput(FLOOR).per_second
    lines = [
        f"{ROUNDS} rounds; {WORKERS} processes of {THREADS} threads for {SECONDS} s; {os.cpu_count()} cores",
        f"{'':24} {'median ms':>9} {'x floor':>8} {'hashes/s':>9} {'x floor':>8} {'peak MiB':>9} {'kept MiB':>9}",
    ]
    for parameters in SETS:
        ratio = median(own / floor for own, floor in zip(times[parameters], floor_times, strict=True))
        rate = throughput(parameters)
        lines.append(
            f"{parameters!s:24} {median(times[parameters]):9.1f} {ratio:8.2f} {rate.per_second:9.1f}"
            f" {rate.per_second / floor_rate:8.2f} {rate.peak_mib:9.0f} {rate.kept_mib:9.0f}"
        )
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
