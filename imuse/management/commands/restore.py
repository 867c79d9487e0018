from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imuse.backups import encryption
from imuse.backups.refusal import Refused
from imuse.backups.restoring import restore
from imuse.stored_files import StoreDown


class Command(BaseCommand):
    help = (
        "Remet une archive de `backup` en place : la base de données que nomme DATABASE_URL et le lieu des documents "
        "doivent être vides. Tout est comparé à l’archive avant d’être gardé ; sinon rien ne l’est."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="L’archive.")
        parser.add_argument(
            "--key-file",
            type=Path,
            help="Le fichier qui contient la clé secrète ; sans lui, la variable BACKUP_KEY.",
        )

    def handle(self, *, file: Path, key_file: Path | None, **_options: Any) -> None:
        try:
            told = restore(file, encryption.given(key_file))
        except (Refused, StoreDown) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Restored, and compared with the archive of {told.taken_at}: {told.rows} rows, {told.files} files."
        )
