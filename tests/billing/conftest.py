from datetime import date

import pytest
import time_machine

from families.models import Family
from tests.factories import make_family, make_guardian, make_staff

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-20 10:00 +0100", tick=False):
        yield


@pytest.fixture
def moreau_family(moreau) -> Family:
    """The family of `moreau`, who answers for it."""
    family = make_family(moreau.site, "Moreau", reference="G-1")
    address = {"address_1": "27, avenue des Tilleuls", "postal_code": "91999", "city": "Bondoufle-le-Bois"}
    guardian = make_guardian(family, "Luc", moreau, **address)
    guardian.person.civility = "monsieur"
    guardian.person.save()
    return family


@pytest.fixture
def petit_family(petit) -> Family:
    family = make_family(petit.site, "Petit", reference="G-2")
    make_guardian(family, "Maud", petit)
    return family


@pytest.fixture
def cashier(gounod):
    return make_staff("regie.gounod", gounod, role="regie")
