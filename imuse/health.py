"""Can this installation do its work? Each part answers with one word: whoever may ask learns nothing else.

The apps add their probes in `apps.ready()`. A probe writes nothing.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

OK, LATE, DOWN = "ok", "late", "down"

log = logging.getLogger("imuse.health")

Probe = Callable[[], str]


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def documents() -> str:
    if isinstance(default_storage, FileSystemStorage):
        return OK if _can_be_written(Path(default_storage.location)) else DOWN
    # A store elsewhere answers whether it has the file, or raises.
    default_storage.exists("readyz")
    return OK


def _can_be_written(folder: Path) -> bool:
    """The folder is made with the first document; until then the one above it counts."""
    return os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK)


_probes: dict[str, Probe] = {}


def register(name: str, probe: Probe) -> None:
    _probes[name] = probe


def report() -> dict[str, str]:
    """The apps' probes read the database: where that is down, they are not asked, for each would wait for it."""
    words = {"database": _ask("database", database), "documents": _ask("documents", documents)}
    for name, probe in _probes.items():
        words[name] = _ask(name, probe) if words["database"] == OK else DOWN
    return words


def _ask(name: str, probe: Probe) -> str:
    try:
        return probe()
    except Exception:
        log.exception("the probe of %s failed", name)
        return DOWN
