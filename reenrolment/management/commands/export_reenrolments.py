from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from reenrolment import export
from reenrolment.management.campaigns import CampaignCommand
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Write what became of a campaign, a row for each student and choice, to a file .csv or .xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="a name that ends in .csv or .xlsx; it is replaced")

    def act(self, campaign: Campaign, *, file: Path, **_options: Any) -> str:
        if file.suffix not in {".csv", ".xlsx"}:
            raise CommandError(f"{file}: give a name that ends in .csv or .xlsx.")
        return f"{campaign}: {export.write(campaign, file)} rows in {file}"
