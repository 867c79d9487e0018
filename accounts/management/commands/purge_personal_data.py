from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import purging
from accounts.models import Site


class Command(BaseCommand):
    help = (
        "Dit ce dont la durée de conservation est passée et, avec --delete, le détruit : mails, demandes, fichiers, "
        "dossiers d’élèves partis. La comptabilité de dix ans reste. Interrompue, la commande se reprend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Détruire ; sans lui, compter seulement.")
        parser.add_argument(
            "--site",
            action="append",
            help="Le nom du site dont les dossiers d’élèves sont regardés, autant de fois qu’il le faut ; tous sans lui.",
        )
        parser.add_argument(
            "--visa",
            default="",
            help="La référence du visa des Archives départementales : sans elle, les dossiers d’une école publique "
            "restent. Il vaut pour les sites que nomme --site, et pour aucun autre.",
        )

    def handle(self, *, delete: bool, site: list[str] | None, visa: str, **_options: Any) -> None:
        if visa and not site:
            raise CommandError("A visa is for the files of one school: name it with --site.")
        sites = self.sites(site)
        if delete:
            for name, count in purging.purge(sites, visa=visa).items():
                self.stdout.write(f"{name}: {count} gone")
        for line in purging.report(sites, visa=visa):
            held = "".join(f", {rows} held back ({reason})" for reason, rows in line.held.items())
            self.stdout.write(f"{line.name}: {line.count} due{held}")

    def sites(self, names: list[str] | None) -> set[int]:
        if names is None:
            return set(Site.objects.order_by("pk").values_list("pk", flat=True))
        found = dict(Site.objects.filter(name__in=names).order_by("pk").values_list("name", "pk"))
        unknown = sorted(set(names) - set(found))
        if unknown:
            raise CommandError(f"There is no site {unknown[0]!r}.")
        return set(found.values())
