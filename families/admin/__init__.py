"""The office's pages of families, one module for each thing that is looked after."""

from families.admin.account import AccountOfGuardianAdmin
from families.admin.change import ChangeRequestAdmin
from families.admin.family import ADDRESS, TELEPHONES, FamilyAdmin, GuardianAdmin
from families.admin.field_rule import FieldRuleAdmin
from families.admin.person import OfPersonAdmin, PersonAdmin, SharedRecord

__all__ = [
    "ADDRESS",
    "TELEPHONES",
    "AccountOfGuardianAdmin",
    "ChangeRequestAdmin",
    "FamilyAdmin",
    "FieldRuleAdmin",
    "GuardianAdmin",
    "OfPersonAdmin",
    "PersonAdmin",
    "SharedRecord",
]
