from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imuse import new_files
from imuse.backups import encryption


class Command(BaseCommand):
    help = (
        "Fait une clé de sauvegarde : la moitié secrète dans un fichier, à garder ailleurs que sur cette machine ; la "
        "moitié publique, affichée, suffit pour écrire des archives et ne permet pas de les lire."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Le fichier de la clé secrète ; il ne doit pas exister.")

    def handle(self, *, file: Path, **_options: Any) -> None:
        secret, public = encryption.made()
        try:
            with new_files.opened(file) as opened:
                opened.write(f"{secret}\n".encode())
        except OSError as fault:
            raise CommandError(new_files.reason_of(fault, file)) from fault
        self.stdout.write(public)
