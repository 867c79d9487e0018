from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imuse import health
from imuse.integrity import checks

FAULTY = "faulty"


class Command(BaseCommand):
    help = (
        "Dit ce qui va et ce qui ne va pas, comme /readyz, et échoue si quelque chose ne va pas. Avec --integrity, "
        "regarde aussi tout ce que regarde check_integrity, ce qui peut durer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--integrity",
            action="store_true",
            help="Vérifier aussi la comptabilité, les numéros et les fichiers.",
        )

    def handle(self, *, integrity: bool, **_options: Any) -> None:
        words = health.report() | (self.integrity() if integrity else {})
        for name, word in words.items():
            self.stdout.write(f"{name}: {word}")
        unwell = [name for name, word in words.items() if word != health.OK]
        if unwell:
            raise CommandError(f"Not well: {', '.join(unwell)}.")

    def integrity(self) -> dict[str, str]:
        """The first fault of each kind is enough here: `check_integrity` tells which they are."""
        return {name: FAULTY if next(check(), None) else health.OK for name, check in checks().items()}
