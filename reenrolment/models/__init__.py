from reenrolment.models.campaign import Campaign, Extension, Notice
from reenrolment.models.draft import Draft
from reenrolment.models.next_step import NextStep
from reenrolment.models.reenrolment import Choice, Reenrolment, Remark

__all__ = ["Campaign", "Choice", "Draft", "Extension", "NextStep", "Notice", "Reenrolment", "Remark"]
