from typing import Any

from django.core.management.base import BaseCommand

from documents import files


class Command(BaseCommand):
    help = "Enlève les fichiers de familles que rien ne nomme, laissés par un envoi interrompu. Sans risque à tout moment."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Orphans removed: {files.sweep()}.")
