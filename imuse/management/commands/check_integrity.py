from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imuse import integrity

MOST = 50  # told of one kind; the figure says how many there are


class Command(BaseCommand):
    help = (
        "Vérifie la comptabilité (sceaux, numéros, sommes, affectations) et les fichiers : chacun est là, avec "
        "l’empreinte que dit sa ligne. Échoue dès qu’une chose est fausse, et dit laquelle."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = list(integrity.checks())
        parser.add_argument(
            "--only", choices=names, action="append", help="Cette vérification seule ; peut être répété."
        )

    def handle(self, *, only: list[str] | None, **_options: Any) -> None:
        wrong = sum(self.check_one(name) for name in only or integrity.checks())
        if wrong:
            raise CommandError(f"{wrong} faults: see above.")

    def check_one(self, name: str) -> int:
        count = 0
        for count, fault in enumerate(integrity.checks()[name](), start=1):
            if count <= MOST:
                self.stderr.write(fault)
        self.stdout.write(f"{name}: {count} faults")
        return count
