from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from reenrolment import by_post, notices
from reenrolment.management.campaigns import CampaignCommand, check_is_not_over
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = (
        "Annonce une campagne tout de suite : un mail à chaque compte, une fois, et des lettres en PDF pour les familles "
        "sans adresse e-mail. Interrompue, la commande se reprend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Compter, et n’écrire à personne.")
        parser.add_argument("--letters", type=Path, help="Le dossier où mettre les lettres.")

    def act(self, campaign: Campaign, *, dry_run: bool, letters: Path | None, **_options: Any) -> str:
        check_is_not_over(campaign)
        by_letter = f"{len(by_post.families(campaign))} families without an address"
        if dry_run:
            return f"{campaign}: {notices.not_announced_to(campaign)} mails to write, {by_letter}"
        drawn = by_post.write_letters(campaign, letters) if letters else []
        told = f"{campaign}: {notices.announce(campaign)} mails written, {by_letter}"
        return "\n".join([told, *map(str, drawn)])
