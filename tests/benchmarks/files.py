"""What a look at a sent file costs, its process included: every hostile file, every honest one, the start alone.

Run by hand, on a machine that does nothing else: `.venv/bin/python -m tests.benchmarks.files`
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import django

ROOT = Path(__file__).parent.parent.parent
SHOWN = 5


class Cost(NamedTuple):
    name: str
    size: int
    code: int
    cpu: float
    wall: float
    mebibytes: float

    def __str__(self) -> str:
        return (
            f"{self.name:56} {self.size / 2**20:6.1f} MiB {self.code:4} {1000 * self.cpu:6.0f} ms CPU "
            f"{1000 * self.wall:6.0f} ms {self.mebibytes:6.1f} MiB"
        )


# Small itself, for what is counted begins at the size of the process that starts it.
STARTER = """
import resource, subprocess, sys, time
begun = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
"""


def cost(name: str, content: bytes, *question: str) -> Cost:
    """Of the one process, as the kernel counted it when it ended."""
    from imuse.uploads.process import ENVIRONMENT, command

    with tempfile.TemporaryFile() as sent:
        sent.write(content)
        sent.seek(0)
        starter = [sys.executable, "-S", "-E", "-c", STARTER, *command(question)]
        counted = subprocess.run(
            starter, stdin=sent, stdout=subprocess.PIPE, cwd=ROOT, env=ENVIRONMENT, check=True
        )
    code, *figures = counted.stdout.split()
    return Cost(name, len(content), int(code), *map(float, figures))


def looks(files: dict[str, tuple[Callable[[], bytes], str]]) -> Iterator[Cost]:
    for name, (make, _word) in files.items():
        yield cost(name, make(), "look")


def tell(title: str, costs: list[Cost]) -> None:
    lines = [f"\n{title}: {len(costs)} files"]
    for heading, key in (("processor", lambda each: each.cpu), ("memory", lambda each: each.mebibytes)):
        dearest = sorted(costs, key=key, reverse=True)[:SHOWN]
        lines += [f" dearest in {heading}", *(f"   {each}" for each in dearest)]
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    from tests.factories.files import a_pdf
    from tests.imuse.uploads import edges, honest, hostile

    cost("warm", b"", "look")
    tell("Start alone (an empty file)", [cost("start", b"", "look") for _time in range(5)])
    tell("Hostile", list(looks(hostile.FILES)))
    tell("Honest", list(looks(honest.FILES)))
    at_the_edge = {name: make() for name, make in edges.FILES.items()}
    tell("At the edge", [cost(name, content, "look") for name, content in at_the_edge.items()])
    shown = {name: content for name, content in at_the_edge.items() if name.startswith("pdf")} | {
        "pdf": a_pdf()
    }
    tell("Preview", [cost(name, content, "page", "application/pdf", "1") for name, content in shown.items()])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    sys.exit(main())
