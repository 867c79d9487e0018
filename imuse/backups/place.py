"""What a place must be to take an archive: of the same version, and empty."""

import tomllib
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from imuse.backups import documents, tables
from imuse.backups.refusal import Refused
from imuse.env import ROOT


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def migrations_here() -> list[str]:
    """Of this code, whatever the database has of them."""
    loader = MigrationLoader(None)
    return sorted(f"{app}.{name}" for app, name in loader.disk_migrations)


def _migrations_of_database() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations}


def check_is_up_to_date() -> None:
    if set(migrations_here()) - _migrations_of_database():
        raise Refused("The database is not that of this version: run `manage.py migrate` first.")


def check_fits(head: dict[str, Any]) -> None:
    """A row goes back into the columns that it came from; an older archive is migrated where it was made."""
    differing = set(head.get("migrations", [])) ^ set(migrations_here())
    columns = {label: tables.columns(model) for label, model in tables.tables().items()}
    if differing or head.get("tables") != columns:
        apps = ", ".join(sorted({name.partition(".")[0] for name in differing})) or "the tables"
        raise Refused(
            f"The archive was made by version {head.get('version')} with another database ({apps} differ): restore "
            "it with the code of that version, then upgrade."
        )


def make_ready() -> None:
    """The tables are made where there are none; nothing that is there is written over."""
    if not _migrations_of_database():
        call_command("migrate", interactive=False, verbosity=0)
    check_is_up_to_date()
    filled = tables.filled()
    if filled:
        some = ", ".join(filled[:5])
        raise Refused(f"The database is not empty (there is something in {some}): nothing was done.")
    if not documents.is_empty():
        raise Refused("The store of documents is not empty: nothing was done.")
