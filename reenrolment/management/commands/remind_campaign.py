from argparse import ArgumentParser
from typing import Any

from reenrolment import reminding
from reenrolment.management.campaigns import CampaignCommand, check_is_not_over
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Remind now, once a day at most, each account of a student who is not done. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="count, and write to nobody")

    def act(self, campaign: Campaign, *, dry_run: bool, **_options: Any) -> str:
        check_is_not_over(campaign)
        reminding.check_can_remind(campaign)
        if dry_run:
            return f"{campaign}: {reminding.still_to_remind(campaign).count()} mails to write"
        return f"{campaign}: {reminding.remind_now(campaign)} mails written"
