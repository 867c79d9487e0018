"""Another guardian, or another tab, kept a draft while the page was filled: who is slower reads it before it goes."""

import pytest

from reenrolment import sending
from reenrolment.models import Draft, Reenrolment
from reenrolment.options import options_of
from reenrolment.wishes import Wish
from tests.billing.test_pages import words
from tests.factories import make_account, make_guardian
from tests.reenrolment.test_pages import TICKED, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne(family, gounod):
    """The other guardian."""
    anne = make_account("moreau2", gounod)
    make_guardian(family, "Anne", anne)
    return anne


def test_draft_of_the_other_guardian_is_read_before_it_goes(enter, by_course, lea, family, anne) -> None:
    seen = enter.get(url(lea)).context["page"].form.initial["seen"]
    first, second = options_of(by_course, lea)
    typed = Wish(wanted=(first.key,), comment="D’Anne, le jeudi.")
    sending.save_draft(campaign=by_course, student=lea, family=family, wish=typed, seen=".", by=anne)
    answer = enter.post(url(lea), {"seen": seen, "wanted": [second.key], "comment": "De Luc."})
    page = words(answer.content.decode())
    assert "Moreau a gardé un brouillon pendant que vous remplissiez cette page." in page
    kept = page[page.index("Le brouillon gardé le") :]
    assert kept.index(f"Continue {first.name}") < kept.index("D’Anne, le jeudi.") < kept.index("De Luc.")
    again = {"seen": answer.context["page"].form["seen"].value(), "wanted": [second.key]}
    assert enter.post(url(lea), again).status_code == 302
    assert (Reenrolment.objects.count(), Draft.objects.count()) == (1, 0)


def test_draft_of_another_tab_is_one_s_own(enter, of_lea, lea) -> None:
    seen = enter.get(url(lea)).context["page"].form.initial["seen"]
    leaves = Wish(is_leaving=True, leaving_reason="Déménagement")
    sending.save_draft(**of_lea, wish=leaves, seen=".")
    page = words(enter.post(url(lea), {"seen": seen, **TICKED}).content.decode())
    assert "Vous avez gardé un brouillon dans un autre onglet, ou sur un autre appareil." in page
    assert "Déménagement" in page


def test_desk_reads_the_draft_that_the_family_keeps_meanwhile(client, office, of_lea, lea, family) -> None:
    client.enter(office)
    address = f"/gestion/reenrolment/reenrolment/add/?family={family.pk}&student={lea.pk}"
    seen = client.get(address).context["desk"].form["seen"].value()
    sending.save_draft(**of_lea, wish=Wish(is_administrative=True, comment="Le jeudi."), seen=".")
    page = words(client.post(address, {"seen": seen, "is_administrative": "on"}).content.decode())
    assert "Le brouillon gardé le" in page
    assert "Le jeudi." in page
