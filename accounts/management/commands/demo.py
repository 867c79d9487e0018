from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.demonstration import sign_ins
from accounts.models import Site, User
from imuse import demonstration


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration: five schools, their families and staff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where there is data already, or where DEMONSTRATION is off",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        refusal = _reason_against()
        if refusal and not options["if_empty"]:
            raise CommandError(refusal)
        if not refusal:
            with transaction.atomic():
                demonstration.fill()
            (settings.DATA / "sign-ins.txt").write_text("\n".join(sign_ins()) + "\n")
            self.stdout.write(
                f"Demonstration: {Site.objects.count()} sites, {User.objects.count()} accounts."
            )


def _reason_against() -> str:
    if not settings.DEMONSTRATION:
        return "This is not a demonstration: DEMONSTRATION is off."
    if Site.objects.exists() or User.objects.exists():
        return "The database is not empty: the demonstration is for an empty one."
    return ""
