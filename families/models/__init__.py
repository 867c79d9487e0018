from families.models.change import ChangeRequest
from families.models.coordinates import Coordinates
from families.models.family import Family, Guardian
from families.models.field_rule import FieldRule
from families.models.person import Person

__all__ = ["ChangeRequest", "Coordinates", "Family", "FieldRule", "Guardian", "Person"]
