import time
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import population
from accounts.demonstration import sign_ins
from accounts.models import Site, User
from imuse import demonstration


class Command(BaseCommand):
    help = "Remplit une base vide avec la démonstration : cinq écoles, leurs familles et leur personnel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Ne rien faire là où il y a déjà des données, ou sans DEMONSTRATION.",
        )
        parser.add_argument(
            "--families",
            type=_number_of_families,
            metavar="N",
            help="À la place, une population de N familles, pour des essais de taille.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        refusal = _reason_against()
        if refusal and not options["if_empty"]:
            raise CommandError(refusal)
        if not refusal:
            lines = self._populate(options["families"]) if options["families"] else self._fill()
            (settings.DATA / "sign-ins.txt").write_text("\n".join(lines) + "\n")

    def _fill(self) -> list[str]:
        with transaction.atomic():
            demonstration.fill()
        self.stdout.write(f"Demonstration: {Site.objects.count()} sites, {User.objects.count()} accounts.")
        return sign_ins()

    def _populate(self, families: int) -> list[str]:
        """In many short transactions: what a crash leaves behind is told."""
        begun = time.monotonic()
        try:
            written = demonstration.populate(families)
        except BaseException:
            self.stderr.write(
                "Not finished: a part of the population is in the database. Start again with an empty one."
            )
            raise
        told = ", ".join(f"{number:,} {model}" for model, number in written.items())
        self.stdout.write(f"Population, in {time.monotonic() - begun:.0f} s: {told}.")
        return population.sign_ins()


def _number_of_families(typed: str) -> int:
    if not (typed.isdecimal() and int(typed) > 0):
        raise ArgumentTypeError("it must be a number of families, 1 or more")
    return int(typed)


def _reason_against() -> str:
    if not settings.DEMONSTRATION:
        return "This is not a demonstration: DEMONSTRATION is off."
    if Site.objects.exists() or User.objects.exists():
        return "The database is not empty: the demonstration is for an empty one."
    return ""
