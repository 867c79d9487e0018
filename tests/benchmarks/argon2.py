"""What a sign-in's hash costs, in time and in memory. The figures stand in docs/decisions/0007-argon2.md.

Run by hand, on a machine that does nothing else: `.venv/bin/python -m tests.benchmarks.argon2`
"""

import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from argon2.low_level import Type, hash_secret

from accounts.hashers import Argon2id

ROUNDS_ALONE, ROUNDS_CROWDED = 60, 5
SECONDS = 4
WORKERS, THREADS = 2, 4  # gunicorn's on two cores
MIB = 1024  # KiB, in which Argon2 and the kernel count


class Parameters(NamedTuple):
    memory: int
    time: int
    lanes: int

    def __str__(self) -> str:
        return f"m={self.memory / MIB:g} MiB t={self.time} p={self.lanes}"


class Crowd(NamedTuple):
    per_second: float
    cpu_seconds: float
    hashes: int
    peak_mib: float
    kept_mib: float

    @property
    def cpu_milliseconds(self) -> float:
        return self.cpu_seconds * 1000 / self.hashes


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
            Parameters(30 * MIB, 2, 1),
            Parameters(32 * MIB, 2, 1),  # from here on the C library gives the memory back after each hash
            Parameters(64 * MIB, 1, 1),
            Parameters(64 * MIB, 3, 1),
            Parameters(64 * MIB, 3, 4),  # RFC 9106, where memory is scarce
            Parameters(100 * MIB, 2, 8),  # Django's default
        ]
    )
)


def compute(parameters: Parameters) -> None:
    hash_secret(
        b"Musique2026", os.urandom(16), parameters.time, parameters.memory, parameters.lanes, 32, Type.ID
    )


def milliseconds(parameters: Parameters) -> float:
    started = time.perf_counter()
    compute(parameters)
    return (time.perf_counter() - started) * 1000


def memory_mib(of: str) -> float:
    """`VmHWM`, the most that this process ever held, or `VmRSS`, what it holds now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{of}:")) / MIB


def serve(parameters: Parameters, results: "multiprocessing.Queue[Crowd]") -> None:
    """One web process whose threads all hash, as when everybody signs in at once."""
    before, started = memory_mib("VmRSS"), time.perf_counter()
    counts = [0] * THREADS

    def hash_on(thread: int) -> None:
        while time.perf_counter() < started + SECONDS:
            compute(parameters)
            counts[thread] += 1

    threads = [threading.Thread(target=hash_on, args=[number]) for number in range(THREADS)]
    cpu = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu = time.process_time() - cpu
    peak, kept = memory_mib("VmHWM") - before, memory_mib("VmRSS") - before
    results.put(Crowd(sum(counts) / (time.perf_counter() - started), cpu, sum(counts), peak, kept))


def crowd(parameters: Parameters) -> Crowd:
    spawn = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[Crowd] = spawn.Queue()
    workers = [spawn.Process(target=serve, args=[parameters, results]) for _each in range(WORKERS)]
    for worker in workers:
        worker.start()
    each = [results.get() for _worker in workers]
    for worker in workers:
        worker.join()
    return Crowd(*map(sum, zip(*each, strict=True)))


def line(parameters: Parameters, alone: dict, crowded: dict) -> str:
    """Each as a ratio to the floor of the same round: a busy moment of the machine falls on all alike."""
    ratio = median(own / floor for own, floor in zip(alone[parameters], alone[FLOOR], strict=True))
    crowds = list(zip(crowded[parameters], crowded[FLOOR], strict=True))
    cpu_ratio = median(own.cpu_milliseconds / floor.cpu_milliseconds for own, floor in crowds)
    own = crowded[parameters]
    return (
        f"{parameters!s:22} {median(alone[parameters]):9.1f} {ratio:8.2f}"
        f" {median(each.per_second for each in own):9.1f}"
        f" {median(each.cpu_milliseconds for each in own):9.1f} {cpu_ratio:8.2f}"
        f" {max(each.peak_mib for each in own):9.0f} {max(each.kept_mib for each in own):9.0f}\n"
    )


def main() -> None:
    alone = {parameters: [] for parameters in SETS}
    for _round in range(ROUNDS_ALONE):
        for parameters in SETS:
            alone[parameters].append(milliseconds(parameters))
    crowded = {parameters: [] for parameters in SETS}
    for _round in range(ROUNDS_CROWDED):
        for parameters in SETS:
            crowded[parameters].append(crowd(parameters))
    sys.stdout.write(
        f"One alone, {ROUNDS_ALONE} rounds; then {WORKERS} processes of {THREADS} threads,"
        f" {ROUNDS_CROWDED} rounds of {SECONDS} s, on {os.cpu_count()} cores\n"
        f"{'':22} {'ms alone':>9} {'x floor':>8} {'hashes/s':>9} {'CPU ms':>9} {'x floor':>8}"
        f" {'peak MiB':>9} {'kept MiB':>9}\n"
    )
    sys.stdout.writelines(line(parameters, alone, crowded) for parameters in SETS)


if __name__ == "__main__":
    main()
