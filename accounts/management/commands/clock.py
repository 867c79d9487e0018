import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock

TO_STOP = {signal.SIGTERM, signal.SIGINT}


class Command(BaseCommand):
    help = (
        "Lance ce qui est périodique quand son heure vient. Plusieurs horloges peuvent tourner à la fois"
        " ; chaque travail n’est fait qu’une fois."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Faire ce qui est dû, puis finir.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["once"]:
            self.run_once()
        else:
            # Held back, and taken between two jobs: at once while the clock waits.
            signal.pthread_sigmask(signal.SIG_BLOCK, TO_STOP)
            clock.go_on(
                wait=lambda seconds: signal.sigtimedwait(TO_STOP, seconds) is not None,
                is_stopping=lambda: bool(TO_STOP & signal.sigpending()),
            )

    def run_once(self) -> None:
        done, failed = clock.run_due()
        self.stdout.write(f"Jobs done: {done}, failed: {failed}.")
        if failed:
            raise CommandError(
                "A job failed: the log tells which and why. It is tried again in some minutes."
            )
