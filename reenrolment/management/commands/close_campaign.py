from typing import Any

from reenrolment.campaign import close_now
from reenrolment.management.campaigns import CampaignCommand
from reenrolment.models import Campaign


class Command(CampaignCommand):
    help = "Ferme une campagne avant son heure ; les brouillons sont gardés. Ce qui est fermé le reste."

    def act(self, campaign: Campaign, **_options: Any) -> str:
        if campaign.phase() == Campaign.Phase.CLOSED:
            return f"{campaign}: closed already"
        return f"{close_now(campaign)}: closed"
