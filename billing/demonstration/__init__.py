"""The demonstration's bills and what was paid of them (SPEC 10), issued as the office issues them."""

from accounts.models import Site, User
from billing.demonstration.accounts import SCHOOLS
from billing.demonstration.history import History


def fill() -> None:
    by = User.objects.get(identifier="gestion")
    for school in SCHOOLS:
        History(Site.objects.get(name=school.site), school, by=by).write()
