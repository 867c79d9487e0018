from argparse import ArgumentParser
from typing import Any

from reenrolment import reminding
from reenrolment.management.campaigns import CampaignCommand, check_is_not_over
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Relance tout de suite, une fois par jour au plus, chaque compte dont un élève n’a pas fini."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Compter, et n’écrire à personne.")

    def act(self, campaign: Campaign, *, dry_run: bool, **_options: Any) -> str:
        check_is_not_over(campaign)
        reminding.check_can_remind(campaign)
        if dry_run:
            return f"{campaign}: {reminding.still_to_remind(campaign).count()} mails to write"
        return f"{campaign}: {reminding.remind_now(campaign)} mails written"
