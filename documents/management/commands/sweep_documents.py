from typing import Any

from django.core.management.base import BaseCommand

from documents import files


class Command(BaseCommand):
    help = "Take away families' files that no row names, left by a request that broke off. Safe at any time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Orphans removed: {files.sweep()}.")
