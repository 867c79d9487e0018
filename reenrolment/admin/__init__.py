from reenrolment.admin.campaign import CampaignAdmin
from reenrolment.admin.next_step import NextStepAdmin
from reenrolment.admin.reenrolment import ReenrolmentAdmin
from reenrolment.admin.rows import ReenrolmentsOfFamily, ReenrolmentsOfStudent

__all__ = [
    "CampaignAdmin",
    "NextStepAdmin",
    "ReenrolmentAdmin",
    "ReenrolmentsOfFamily",
    "ReenrolmentsOfStudent",
]
