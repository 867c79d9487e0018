"""How a student is reached in a family."""

from families.models import Guardian
from students.models import Membership


def gives_coordinates(guardian: Guardian) -> bool:
    """A student is reached through this guardian, and without them would not be reached any more."""
    return Membership.objects.filter(reached_through=guardian).exists()
