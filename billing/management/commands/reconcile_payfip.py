from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from billing import asking


class Command(BaseCommand):
    help = (
        "Demande à PayFiP ce que sont devenus les paiements en ligne et inscrit ceux qui sont payés. Peut être répétée "
        "sans risque."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="Tous ceux qui ne sont pas finis, sans attendre leur tour."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        counted = asking.reconcile(every=options["all"])
        told = ", ".join(f"{count} {status}" for status, count in sorted(counted.items()))
        self.stdout.write(
            f"{sum(counted.values())} online payments asked about" + (f": {told}" if told else "")
        )
