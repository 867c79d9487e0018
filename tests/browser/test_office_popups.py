"""What is missing in a list to choose from is added in a window of its own, and stands chosen when that closes."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.steps import enter_office, title


@pytest.fixture
def administrator(visit) -> Page:
    page = visit("/gestion/connexion")
    enter_office(page, "gestion")
    page.wait_for_url("**/gestion/")
    return page


def test_school_is_added_beside_the_post_that_it_is_for(administrator) -> None:
    """Under the policy of all pages: what it forbids would be said on the window's console."""
    page, said = administrator, []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.goto("/gestion/accounts/staffaccount/add/")
    with page.expect_popup() as opened:
        page.locator("#add_id_posts-0-site").click()
    window = opened.value
    window.on("console", hear)
    expect(title(window)).to_be_visible()
    window.get_by_label("Nom de l’établissement").fill("École neuve")
    with window.expect_event("close"):
        window.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#id_posts-0-site option:checked")).to_have_text("École neuve")
    assert said == []
