"""What a visit costs on a telephone's network, as it travels: compressed."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.steps import sign_in

FIRST_VISIT, LATER_PAGE = 100 * 1024, 15 * 1024
LATER_PAGES = ["/accueil", "/accessibilite", "/mot-de-passe", "/donnees-personnelles", "/plan-du-site"]


class Weight(NamedTuple):
    requests: int
    bytes: int


def weigh(page: Page, go: Callable[[], object]) -> Weight:
    """What came over the network; what the browser had kept weighs nothing."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda loaded: sizes.append(loaded["encodedDataLength"]))
    go()
    page.wait_for_load_state("networkidle")
    session.detach()
    return Weight(len([size for size in sizes if size]), sum(sizes))


def test_first_visit_is_light(visit) -> None:
    page = visit("about:blank")
    weight = weigh(page, lambda: page.goto("/extranet/famille"))
    assert 10_000 < weight.bytes <= FIRST_VISIT, weight
    assert 3 < weight.requests <= 8, weight


@pytest.mark.parametrize("path", LATER_PAGES)
def test_later_pages_are_lighter(visit, path: str) -> None:
    page = visit("/extranet/famille")
    sign_in(page, "Conservatoire Xénakis", "leroy1")
    page.wait_for_url("**/accueil")
    page.wait_for_load_state("networkidle")
    weight = weigh(page, lambda: page.goto(path))
    assert 1_000 < weight.bytes <= LATER_PAGE, weight
