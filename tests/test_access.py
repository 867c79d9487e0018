"""Every route, by every kind of visitor, as tests/access.py says."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.access import FAMILY, ROWS
from tests.access_office import COURSES, DOCUMENTS, PEOPLE, REENROLMENT
from tests.access_words import VISITORS, Row
from tests.relations import KIN, TEACHERS, TO_KIN, TO_TEACHERS

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
        found = resolve(response["Location"].partition("?")[0])
        assert found.view_name == expected.removeprefix("→ ")


def test_every_page_of_a_family_has_a_row_for_the_kin() -> None:
    assert set(TO_KIN) == {row.route for row in FAMILY}


def answer(client: Any, visitor: Callable, row: Row, cast: dict) -> int:
    account, address = visitor(cast), row.address(cast)
    return client.enter(account).get(reverse(row.route, args=address), row.data).status_code


@pytest.mark.parametrize("visitor", KIN, ids=lambda kin: kin.__name__)
@pytest.mark.parametrize("row", FAMILY, ids=lambda row: row.route)
def test_access_of_kin(row: Row, visitor: Callable, cast: dict, client) -> None:
    assert answer(client, visitor, row, cast) == TO_KIN[row.route][KIN.index(visitor)]


@pytest.mark.parametrize("visitor", TEACHERS, ids=lambda teacher: teacher.__name__)
@pytest.mark.parametrize("row", TO_TEACHERS, ids=lambda row: row.route)
def test_access_of_teachers(row: Row, visitor: Callable, cast: dict, client) -> None:
    assert answer(client, visitor, row, cast) == row.answers[TEACHERS.index(visitor)]


OPEN_TO_TEACHERS = {row.route for row in TO_TEACHERS}
OFFICE = PEOPLE + COURSES + DOCUMENTS + REENROLMENT
FOR_NO_TEACHER = [row for row in OFFICE if row.route not in OPEN_TO_TEACHERS]


@pytest.mark.parametrize("row", FOR_NO_TEACHER, ids=lambda row: row.route)
def test_all_else_is_refused_to_teachers(row: Row, cast: dict, client) -> None:
    assert answer(client, TEACHERS[0], row, cast) == 404
