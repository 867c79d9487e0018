"""The two things that are asked of the process. Each imports what its kind of file needs, and nothing else."""

import math

from imuse.inspection import disguises, kinds
from imuse.inspection.findings import JPEG, MAX_KEPT, MEGABYTE, PDF, RefusedError

Answer = tuple[dict[str, str | int], bytes]


def look(content: bytes) -> Answer:
    """What it is; for an image also what to keep of it. A PDF is kept as it came."""
    kind = kinds.kind_of(content)
    disguises.check(content, kind)
    if kind == PDF:
        return {"kind": PDF, "pages": _pages(content)}, b""
    from imuse.inspection import images

    kept, kind = images.redraw(content, kind)
    return {"kind": kind, "pages": 1}, kept


def _pages(content: bytes) -> int:
    if len(content) > MAX_KEPT:
        tenths = math.ceil(10 * len(content) / MEGABYTE)
        raise RefusedError("pdf_too_heavy", megabytes=tenths / 10)
    from imuse.inspection import pdfs

    return pdfs.check(content)


def page(content: bytes, kind: str, number: str) -> Answer:
    from imuse.inspection import pictures

    return {"kind": JPEG, "pages": 1}, pictures.of_page(content, kind, int(number))


TASKS = {"look": look, "page": page}
