from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.management.importing import one, written_to
from accounts.models import Site
from imuse import spreadsheets
from imuse.importing import kinds


class Command(BaseCommand):
    help = "Écrit les familles, élèves, cours, factures ou paiements d’un site dans un fichier qu’un import relit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "kind", choices=[kind.name for kind in kinds.all_kinds()], help="Ce qui est écrit."
        )
        parser.add_argument("file", type=Path, help="Le fichier à écrire, .csv ou .xlsx ; il est remplacé.")
        parser.add_argument("--site", required=True, help="Le nom du site.")

    def handle(self, *, kind: str, file: Path, site: str, **_options: Any) -> None:
        told, school = kinds.named(kind), one(Site, "site", name=site)
        count = spreadsheets.write(written_to(file), told.head(), told.lines(school))
        self.stdout.write(f"{count} lines in {file}")
