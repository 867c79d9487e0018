from typing import Any

from reenrolment.campaign import open_now
from reenrolment.management.campaigns import CampaignCommand
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Ouvre une campagne avant son heure. Ce qui est ouvert le reste."

    def act(self, campaign: Campaign, **_options: Any) -> str:
        if campaign.phase() == Campaign.Phase.OPEN:
            return f"{campaign}: open already"
        return f"{open_now(campaign)}: open"
