"""Two who act at the same moment: one of them is told what the other did."""

import pytest

from documents import deciding, handing_in
from documents.models import Document
from imuse.policies import Denied
from tests.at_once import at_once
from tests.factories.documents import a_photograph

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act) -> str:
    try:
        act()
    except Denied:
        return "denied"
    return "done"


def test_two_of_the_office_decide_once(waiting, office, administrator) -> None:
    told = at_once(
        lambda: outcome(lambda: deciding.validate(waiting, valid_until=None, by=office)),
        lambda: outcome(lambda: deciding.refuse(waiting, reason="Floue.", by=administrator)),
    )
    assert sorted(told) == ["denied", "done"]


def test_two_guardians_give_one_that_waits(proof, family, moreau) -> None:
    def give() -> None:
        handing_in.hand_in(kind=proof, family=family, by=moreau, file=a_photograph())

    at_once(give, give, give)
    assert Document.objects.waiting().count() == 1
    assert Document.objects.filter(status="replaced", path="").count() == 2


def test_office_and_family_at_once_leave_no_file_undecided(waiting, proof, family, moreau, office) -> None:
    at_once(
        lambda: outcome(lambda: deciding.validate(waiting, valid_until=None, by=office)),
        lambda: handing_in.hand_in(kind=proof, family=family, by=moreau, file=a_photograph()),
    )
    waiting.refresh_from_db()
    assert waiting.status in {"validated", "replaced"}
    assert Document.objects.waiting().count() == 1
