"""What must always hold, room by room: each fault is told in a line that names the row, and no person. The apps add
their checks in `apps.ready()`."""

import hashlib
from collections.abc import Callable, Iterator

from imuse import stored_files

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


def register(checks: dict[str, Check]) -> None:
    for name, check in checks.items():
        if name in _checks:
            raise ValueError(f"Two checks are called {name}.")
        _checks[name] = check


def checks() -> dict[str, Check]:
    return dict(_checks)


def fault_of_file(path: str, digest: str) -> str:
    """Empty where it is there, and holds what its row says."""
    try:
        content = stored_files.read(path)
    except FileNotFoundError:
        return f"the file {path} is missing"
    if hashlib.sha256(content).hexdigest() != digest:
        return f"the file {path} is not the one that was made"
    return ""
