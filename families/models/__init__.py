from families.models.coordinates import Coordinates
from families.models.family import Family, Guardian
from families.models.field_rule import FieldRule
from families.models.person import Person

__all__ = ["Coordinates", "Family", "FieldRule", "Guardian", "Person"]
