from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imuse import health


class Command(BaseCommand):
    help = "Say what is well and what is not, as /readyz does; fail when something is not."

    def handle(self, *_args: Any, **_options: Any) -> None:
        words = health.report()
        for name, word in words.items():
            self.stdout.write(f"{name}: {word}")
        unwell = [name for name, word in words.items() if word != health.OK]
        if unwell:
            raise CommandError(f"Not well: {', '.join(unwell)}.")
