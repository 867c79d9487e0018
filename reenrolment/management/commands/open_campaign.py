from typing import Any

from reenrolment.campaign import open_now
from reenrolment.management.campaigns import CampaignCommand
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Open a campaign now, before its hour. What is open stays as it is: safe to run again."

    def act(self, campaign: Campaign, **_options: Any) -> str:
        if campaign.phase() == Campaign.Phase.OPEN:
            return f"{campaign}: open already"
        return f"{open_now(campaign)}: open"
