from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.management.importing import one, written_to
from accounts.models import Site
from imuse import spreadsheets
from imuse.importing import kinds


class Command(BaseCommand):
    help = "Write a school's families, students, courses, invoices or payments to a file that an import reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.name for kind in kinds.all_kinds()])
        parser.add_argument("file", type=Path, help="a name that ends in .csv or .xlsx; it is replaced")
        parser.add_argument("--site", required=True, help="the name of the school")

    def handle(self, *, kind: str, file: Path, site: str, **_options: Any) -> None:
        told, school = kinds.named(kind), one(Site, "site", name=site)
        count = spreadsheets.write(written_to(file), told.head(), told.lines(school))
        self.stdout.write(f"{count} lines in {file}")
