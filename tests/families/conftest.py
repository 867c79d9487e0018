import pytest

from accounts.models import User
from families.models import Family, Guardian
from students.models import Student
from tests.factories import make_family, make_guardian, make_student


@pytest.fixture
def family(moreau: User) -> Family:
    return make_family(moreau.site, "Moreau")


@pytest.fixture
def luc(family: Family, moreau: User) -> Guardian:
    """Who signs in as `moreau`, at the address on record."""
    moreau.email = "luc@example.org"
    moreau.save()
    return make_guardian(family, "Luc", moreau, mobile="+33639981234", email="luc@example.org")


@pytest.fixture
def lea(family: Family, luc: Guardian) -> Student:
    return make_student(family, "Léa")
