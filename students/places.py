"""How a student is reached in a family."""

from families.models import Family, Guardian
from students.models import Membership


def gives_coordinates(guardian: Guardian) -> bool:
    """A student is reached through this guardian, and without them would not be reached any more."""
    return Membership.objects.filter(reached_through=guardian).exists()


def first_guardian(family: Family) -> Guardian | None:
    """Whose coordinates are a child's own where nothing else is said."""
    return family.guardians.select_related("person").order_by("order").first()
