"""An import at a terminal: from the file to its end in one go, with a bar."""

from pathlib import Path

from accounts.imports import mending, verbs
from accounts.imports.verbs import Status
from accounts.imports.work import go_on
from accounts.models import Import, Site, User
from imuse import spreadsheets
from imuse.importing.kinds import Kind
from imuse.progress import bar


def preview(path: Path, *, kind: Kind, site: Site, by: User) -> Import:
    with path.open("rb") as file:
        row = verbs.send(file, name=path.name, kind=kind, site=site, by=by, queued=False)
    _go_on(row, "Preview", total=None)
    return row


def write(row: Import, *, by: User) -> Import:
    """Of what is ready. A preview that is stale is made again, and nothing more is written."""
    row = verbs.confirm(row, by=by, queued=False)
    _go_on(row, "Import", total=2 * row.lines)
    return row


def _go_on(row: Import, label: str, *, total: int | None) -> None:
    with bar(label, total=total, unit="lines") as progress:
        go_on(row, is_time_up=lambda: False, told=progress.update)


def write_errors(row: Import, path: Path) -> None:
    spreadsheets.write(path, mending.head(row), mending.lines(row))


def forget(row: Import) -> None:
    if row.status in {Status.READY, Status.WRONG}:
        row = verbs.cancel(row)
    verbs.forget_file(row)
