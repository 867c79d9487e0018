"""`python -m imuse.inspection look` or `… page <kind> <number>`: a file comes in by stdin; a line of JSON goes out by
stdout and, where there is something to keep or to show, its bytes."""

from imuse.inspection import limits

limits.hold()  # before anything else is imported

import json  # noqa: E402
import sys  # noqa: E402

from imuse.inspection.findings import RefusedError  # noqa: E402
from imuse.inspection.tasks import TASKS  # noqa: E402


def answer(task: str, arguments: list[str], content: bytes) -> tuple[dict, bytes]:
    try:
        return TASKS[task](content, *arguments)
    except RefusedError as refused:
        return {"refused": refused.word, "figures": refused.figures}, b""
    except MemoryError:
        return {"refused": "too_complicated", "figures": {}}, b""


def main(task: str, *arguments: str) -> None:
    facts, made = answer(task, arguments, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
