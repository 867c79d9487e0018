"""The office's page of letters, forms and tables."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.factories import make_family, make_staff, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, office, campaign):
    """As the office reads it."""
    client.enter(office)
    address = reverse("campaign_papers", args=[campaign.pk])
    return lambda **asked: client.get(address, asked).content.decode()


def test_page_leads_to_letters_forms_and_tables(page, campaign, lea, gounod) -> None:
    routes = [("announcement_letters", 1), ("paper_forms", 1)]
    addresses = [reverse(route, args=[campaign.pk, number]) for route, number in routes]
    assert [address in page() for address in addresses] == [False, False]
    make_student(make_family(gounod, "Roux"), "Tom")
    assert [address in page() for address in addresses] == [True, True]
    for route in ("reenrolments_csv", "reenrolments_xlsx"):
        assert reverse(route, args=[campaign.pk]) in page()


def test_form_of_a_family_is_looked_for_by_name(page, campaign, lea, family) -> None:
    address = reverse("family_paper_form", args=[campaign.pk, family.pk])
    assert address not in page()
    assert address in page(famille="moreau")
    assert "Aucune famille de ce nom" in page(famille="Zyx")


def test_part_or_family_that_is_not_there_is_not_found(client, office, campaign, gounod, lea) -> None:
    client.enter(office)
    empty = make_family(gounod, "Vide")
    for route, number in (("announcement_letters", 7), ("paper_forms", 1), ("family_paper_form", empty.pk)):
        assert client.get(reverse(route, args=[campaign.pk, number])).status_code == 404


@pytest.mark.parametrize("role", [Role.PEDAGOGIE, Role.REGIE])
def test_who_keeps_no_campaigns_prints_none(client, gounod, campaign, role) -> None:
    client.enter(make_staff("autre", gounod, role=role))
    assert client.get(reverse("campaign_papers", args=[campaign.pk])).status_code == 404


def test_page_asks_the_same_of_the_database_for_one_and_for_many(
    client, office, campaign, gounod, django_assert_num_queries
) -> None:
    client.enter(office)
    for number in range(3):
        make_student(make_family(gounod, f"Roux {number}"), "Tom")
        if number != 1:
            with django_assert_num_queries(7):
                client.get(reverse("campaign_papers", args=[campaign.pk]), {"famille": "roux"})
