"""A family with a child, and the school's campaigns of both modes."""

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import User
from families.models import Family
from reenrolment.models import Campaign, Reenrolment
from students.models import Student
from tests.factories import make_family, make_guardian, make_place, make_student
from tests.factories.reenrolment import follows, make_campaign, make_reenrolment


@pytest.fixture(autouse=True)
def _in_spring():
    """So that the closing comes before the year begins, whenever the tests run."""
    with time_machine.travel(datetime(2027, 5, 3, 8, tzinfo=UTC)):
        yield


@pytest.fixture
def family(moreau: User) -> Family:
    """Of `moreau`, who answers for it and reads mails."""
    moreau.email = "luc@example.org"
    moreau.save()
    family = make_family(moreau.site, "Moreau", reference="F-1")
    make_guardian(family, "Luc", moreau, email="luc@example.org")
    return family


@pytest.fixture
def lea(family: Family) -> Student:
    """Who plays the guitar and sings."""
    lea = make_student(family, "Léa")
    follows(lea, "Guitare", teacher_name="VIDAL Anne")
    follows(lea, "Chœur", cycle="")
    return lea


@pytest.fixture
def other_household(lea: Student, petit: User) -> Family:
    """Of Léa too."""
    petit.email = "maud@example.org"
    petit.save()
    family = make_family(petit.site, "Petit", reference="F-2")
    make_guardian(family, "Maud", petit)
    make_place(lea, family, pays=False)
    return family


@pytest.fixture
def campaign(gounod) -> Campaign:
    return make_campaign(gounod)


@pytest.fixture
def by_course(gounod) -> Campaign:
    return make_campaign(gounod, mode="courses")


@pytest.fixture
def sent(campaign, lea, family, moreau) -> Reenrolment:
    return make_reenrolment(campaign, lea, family, moreau)


@pytest.fixture
def of_lea(campaign, lea, family, moreau) -> dict:
    """What the verbs are told."""
    return {"campaign": campaign, "student": lea, "family": family, "by": moreau}


@pytest.fixture
def enter(client, moreau, family):
    return client.enter(moreau)
