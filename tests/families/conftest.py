import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from families.models import ChangeRequest, Family, Guardian
from students.models import Student
from tests.factories import make_family, make_guardian, make_staff, make_student


@pytest.fixture
def family(gounod) -> Family:
    return make_family(gounod, "Moreau", reference="F-1")


@pytest.fixture
def guardian(family) -> Guardian:
    return make_guardian(family, "Luc", mobile="+33639981234")


@pytest.fixture
def strangers(xenakis_site) -> Family:
    """At another site, with a guardian of the same name."""
    family = make_family(xenakis_site, "Moreau", reference="X-1")
    make_guardian(family, "Luc")
    return family


@pytest.fixture
def luc(family: Family, moreau: User) -> Guardian:
    """Who signs in as `moreau`, at the address on record."""
    moreau.email = "luc@example.org"
    moreau.save()
    return make_guardian(family, "Luc", moreau, mobile="+33639981234", email="luc@example.org")


@pytest.fixture
def lea(family: Family, luc: Guardian) -> Student:
    return make_student(family, "Léa")


@pytest.fixture
def mine(client, luc, moreau):
    client.enter(moreau)
    return "/famille"


@pytest.fixture
def refused(mine, family, luc, office) -> ChangeRequest:
    return ChangeRequest.objects.create(
        family=family,
        person=luc.person,
        values={"person.profession": ["", "Luthier"]},
        status=ChangeRequest.Status.REFUSED,
        reason="Une pièce manque.",
        decided_by=office,
        decided_at=timezone.now(),
    )


@pytest.fixture
def direction(gounod) -> User:
    return make_staff("direction.gounod", gounod, role=Role.DIRECTION)
