from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.integrity import CHECKS

MOST = 50  # told of one kind; the figure says how many there are


class Command(BaseCommand):
    help = (
        "Check the ledger: seals, numbers, sums, allocations and kept files. Fails where anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=CHECKS, action="append", help="this check, of all")

    def handle(self, *, only: list[str] | None, **_options: Any) -> None:
        wrong = sum(self.check_one(name) for name in only or CHECKS)
        if wrong:
            raise CommandError(f"{wrong} faults: see above.")

    def check_one(self, name: str) -> int:
        count = 0
        for count, fault in enumerate(CHECKS[name](), start=1):
            if count <= MOST:
                self.stderr.write(fault)
        self.stdout.write(f"{name}: {count} faults")
        return count
