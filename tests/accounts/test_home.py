"""«Accueil»: what waits, and how to reach the school."""

import pytest

from accounts.models import User


@pytest.fixture
def moreau(moreau) -> User:
    moreau.email = "moreau1@example.org"
    moreau.save()
    return moreau


def test_nothing_waits(client, moreau) -> None:
    page = client.enter(moreau).get("/accueil").content.decode()
    assert ("Rien ne vous attend." in page, "Bonjour Monsieur Moreau" in page) == (True, True)


def test_person_without_an_address_is_asked_for_one(client, moreau) -> None:
    User.objects.update(email="")
    page = client.enter(moreau).get("/accueil").content.decode()
    assert '<a href="#contact">Votre adresse e-mail manque</a>' in page
    assert ("1 chose<" in page, 'id="contact"' in page, "Rien ne vous attend." in page) == (True, True, False)


def test_home_asks_few_questions(client, moreau, django_assert_num_queries) -> None:
    client.enter(moreau)
    # session, account and school, footer; names for the menu, teachers who are away, the week; requests of guardians, of students; money, documents, a campaign
    with django_assert_num_queries(11):
        client.get("/accueil")
