"""Can this installation do its work? Each part answers with one word: whoever may ask learns nothing else.

The apps add their probes in `apps.ready()`. A probe writes nothing.
"""

import logging
from collections.abc import Callable

from django.core.files.storage import default_storage
from django.db import connection

OK, LATE, DOWN = "ok", "late", "down"

log = logging.getLogger("imuse.health")

Probe = Callable[[], str]


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def documents() -> str:
    return OK if default_storage.answers() else DOWN


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
