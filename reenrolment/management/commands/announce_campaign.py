from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from reenrolment import by_post, notices
from reenrolment.management.campaigns import CampaignCommand, check_is_not_over
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = (
        "Announce a campaign now: a mail to each account, once; letters as PDF for families without an address."
        " Begun again after a crash, it goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="count, and write to nobody")
        parser.add_argument("--letters", type=Path, help="the folder that the letters are put into")

    def act(self, campaign: Campaign, *, dry_run: bool, letters: Path | None, **_options: Any) -> str:
        check_is_not_over(campaign)
        by_letter = f"{len(by_post.families(campaign))} families without an address"
        if dry_run:
            return f"{campaign}: {notices.not_announced_to(campaign)} mails to write, {by_letter}"
        drawn = by_post.write_letters(campaign, letters) if letters else []
        told = f"{campaign}: {notices.announce(campaign)} mails written, {by_letter}"
        return "\n".join([told, *map(str, drawn)])
