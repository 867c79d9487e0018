"""What the audit trail follows of families."""

from accounts.trail.pages import other, owners, parts
from accounts.trail.saving import watch
from families.models import ChangeRequest, Family, FieldRule, Guardian, Person
from families.visits import Visits


def register() -> None:
    watch(Person, without="name_key")
    watch(Family, without="search_key")
    watch(Guardian, site="family__site")
    # What was asked stands in the request itself, and «vue», «lue» are nobody's data.
    watch(ChangeRequest, site="family__site", without="values seen_at read_at")
    watch(FieldRule)
    parts(Family, family=Guardian)
    other(Family, Visits)
    owners(Guardian, "person", "user")
