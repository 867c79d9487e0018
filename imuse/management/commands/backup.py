import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imuse import new_files
from imuse.backups import encryption
from imuse.backups.refusal import Refused
from imuse.backups.taking import Figures, taken
from imuse.env import ROOT
from imuse.stored_files import StoreDown

ELSEWHERE = ("DATABASE_URL", "STORAGE_URL")


class Command(BaseCommand):
    help = (
        "Écrit dans une seule archive la base de données et tous les documents, pendant que le portail continue de "
        "servir. L’archive est chiffrée dès qu’une clé est donnée ; elle n’a son nom qu’une fois entière."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Le fichier à écrire ; il ne doit pas exister.")
        parser.add_argument(
            "--key-file",
            type=Path,
            help="Le fichier qui contient la clé (age). Sans lui, la clé est celle de la variable BACKUP_KEY ; "
            "sans l’un ni l’autre, l’archive est en clair.",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Restaure l’archive dans un endroit vide, à côté des données, et compare tout avant de lui donner "
            "son nom. Il y faut la place de toutes les données.",
        )

    def handle(self, *, file: Path, key_file: Path | None, verify: bool, **_options: Any) -> None:
        try:
            key = encryption.given(key_file)
            told = self.write(file, key, verify=verify)
        except (Refused, StoreDown) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(new_files.reason_of(fault, file)) from fault
        secrecy = "encrypted" if key else "not encrypted: it holds what the portal holds"
        proof = "; verified by a restore" if verify else ""
        self.stdout.write(
            f"{file}: {told.rows} rows, {told.files} files, {told.size} bytes, {secrecy}{proof}"
        )
        if told.gone:
            self.stdout.write(f"{told.gone} files were deleted by the portal meanwhile")

    def write(self, file: Path, key: encryption.Key | None, *, verify: bool) -> Figures:
        if verify and key and not key.identity:
            raise Refused("To verify an archive is to read it: that takes the secret key.")
        with taken(file, key) as (draft, told):
            if verify:
                self.verify(draft, key)
        return told

    def verify(self, archive: Path, key: encryption.Key | None) -> None:
        """By the command that would be used, on SQLite and in a folder: nothing of this installation is near it."""
        with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="verify-") as folder:
            ours = {name: text for name, text in os.environ.items() if name not in ELSEWHERE}
            ours |= {"IMUSE_DATA": folder, "SECRET_KEY": settings.SECRET_KEY}
            ours[encryption.VARIABLE] = str(key.identity) if key else ""
            done = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, "manage.py", "restore", str(archive.absolute())],
                cwd=ROOT,
                env=ours,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise Refused(f"The archive could not be restored, and was not kept. {done.stderr.strip()}")
