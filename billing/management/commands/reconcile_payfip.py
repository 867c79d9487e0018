from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from billing import asking


class Command(BaseCommand):
    help = "Ask PayFiP what became of online payments, and write down those that are paid. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every one that is not final, due or not")

    def handle(self, *_args: Any, **options: Any) -> None:
        counted = asking.reconcile(every=options["all"])
        told = ", ".join(f"{count} {status}" for status, count in sorted(counted.items()))
        self.stdout.write(
            f"{sum(counted.values())} online payments asked about" + (f": {told}" if told else "")
        )
