"""Every route, by every kind of visitor, as tests/access.py says."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import ROWS, VISITORS, Row

# Of Django's admin: they answer for addresses that are no page.
UNNAMED = {"(?P<url>.*)$", "<path:object_id>/"}


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and (pattern.name or str(pattern.pattern) not in UNNAMED):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_every_route_has_a_row() -> None:
    assert set(routes(get_resolver())) == {row.route for row in ROWS}


@pytest.fixture
def cast(request, db) -> dict:
    return {name: request.getfixturevalue(name) for name in ("gounod", "mail", *VISITORS[1:])}


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_access(row: Row, visitor: str, cast: dict, client) -> None:
    if visitor != "anonymous":
        client.enter(cast[visitor])
    response = getattr(client, row.method)(reverse(row.route, args=row.address(cast)), row.data)
    expected = row.answers[VISITORS.index(visitor)]
    if isinstance(expected, int):
        assert response.status_code == expected
    else:
        assert response.status_code == 302
        assert response["Location"].partition("?")[0] == reverse(expected.removeprefix("→ "))
