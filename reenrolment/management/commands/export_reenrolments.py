from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from reenrolment import export
from reenrolment.management.campaigns import CampaignCommand
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Écrit une campagne dans un fichier .csv ou .xlsx, une ligne par élève et par choix."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", type=Path, help="Un nom qui finit par .csv ou .xlsx ; le fichier est remplacé."
        )

    def act(self, campaign: Campaign, *, file: Path, **_options: Any) -> str:
        if file.suffix not in {".csv", ".xlsx"}:
            raise CommandError(f"{file}: give a name that ends in .csv or .xlsx.")
        return f"{campaign}: {export.write(campaign, file)} rows in {file}"
