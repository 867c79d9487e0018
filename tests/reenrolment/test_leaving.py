"""A student who does not come back: what the family says of it, and takes back."""

import pytest

from reenrolment.models import Reenrolment
from tests.papers import text_of
from tests.reenrolment.test_notices import delivered
from tests.reenrolment.test_pages import TICKED, press, read, told, url

pytestmark = pytest.mark.django_db
LEAVES = {"is_leaving": "on", "leaving_reason": "Déménagement"}


def test_receipt_of_who_leaves_speaks_of_no_re_enrolment(enter, campaign, lea) -> None:
    press(enter, lea, **LEAVES)
    text = text_of(enter.get(url(lea, "reenrolment_receipt")).content)
    assert "a reçu votre réponse pour Léa Moreau" in text
    assert "ne reviendra pas" in text


def test_other_household_reads_that_the_child_leaves_never_why(
    client, campaign, lea, family, other_household, petit, enter
) -> None:
    press(enter, lea, **LEAVES)
    receipt = url(lea, "reenrolment_receipt")
    assert "Déménagement" in text_of(enter.get(receipt).content)
    assert "Déménagement" in enter.get(url(lea)).content.decode()
    client.enter(petit)
    assert "Départ annoncé" in read(client, lea)
    assert "Déménagement" not in client.get(url(lea)).content.decode()
    assert "Déménagement" not in text_of(client.get(receipt).content)


def test_leaving_and_staying_at_once_is_refused(enter, campaign, lea) -> None:
    answer = press(enter, lea, is_leaving="on", **TICKED)
    assert list(answer.context["page"].form.errors) == ["is_leaving"]


def test_departure_is_taken_back_in_words_of_its_own(enter, campaign, lea) -> None:
    press(enter, lea, **LEAVES)
    page = read(enter, lea)
    assert ("Ne plus annoncer ce départ" in page, "Retirer la réinscription" in page) == (True, False)
    asked = enter.get(url(lea, "withdraw_reenrolment")).content.decode()
    assert "la réinscription sera à faire" in asked
    delivered()
    answer = enter.post(url(lea, "withdraw_reenrolment"))
    assert told(answer)[-1] == "Le départ n’est plus annoncé. La réinscription est à faire."
    assert Reenrolment.objects.get().status == "withdrawn"
    (text,) = delivered()
    assert "Le départ de Léa Moreau" in text
