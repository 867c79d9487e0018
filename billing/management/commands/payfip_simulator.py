import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.payfip.simulator.server import Simulator

log = logging.getLogger("imuse.payfip")


class Command(BaseCommand):
    help = "Sert sur cette machine un PayFiP d’essai : aucun argent ne bouge. PAYFIP_URL dit au portail où il est."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="L’adresse où il écoute.")
        parser.add_argument("--port", type=int, default=8090, help="Le port où il écoute.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            server = Simulator(options["host"], options["port"])
        except OSError as taken:
            raise CommandError(f"cannot listen on {options['host']}:{options['port']}: {taken}") from taken
        log.info("PayFiP simulator on %s", server.url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.shutdown()
