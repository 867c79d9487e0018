"""Twelve children, fifteen years of lessons, a choir of a hundred and twenty: paged, and asking no more than for few."""

import pytest

from families.models import Family
from students.models import Course, Student
from tests.factories import make_guardian
from tests.factories.large import CHILDREN, LESSONS, SUBJECTS, YEARS, make_large_course, make_large_family
from tests.office_pages import sent
from tests.students.test_pages import text


@pytest.fixture
def eldest(moreau, family: Family) -> Student:
    make_guardian(family, "Luc", moreau)
    return make_large_family(family)


@pytest.fixture
def choir(family: Family) -> Course:
    return make_large_course(family)


# Beside the session and the account, at most eight (Accueil twelve).
LISTS = [
    ("/eleves/{student}/historique", YEARS * len(SUBJECTS), 8),
    ("/eleves/{student}/repertoire", 90, 8),
    ("/eleves/{student}/cours/{course}", LESSONS, 9),
    ("/eleves/{student}/cours/{course}/evaluations", LESSONS, 9),
    ("/eleves/{student}/cours/{course}/absences", LESSONS, 9),
    ("/eleves/{student}/historique/{past}", LESSONS, 8),
    ("/eleves/{student}/historique/{past}/evaluations", LESSONS, 8),
    ("/eleves/{student}/historique/{past}/commentaires", LESSONS, 8),
]


@pytest.mark.parametrize(("path", "lines", "queries"), LISTS)
def test_long_list_is_paged(client, moreau, eldest, path, lines, queries, django_assert_num_queries) -> None:
    course, past = eldest.enrolments.earliest("-year", "pk"), eldest.enrolments.earliest("year", "pk")
    address = path.format(student=eldest.pk, course=course.pk, past=past.pk)
    client.enter(moreau)
    for page, shown in ((1, 40), (2, min(40, lines - 40))):
        with django_assert_num_queries(queries):
            answer = client.get(f"{address}?page={page}")
        pages = -(-lines // 40)
        assert f"Page {page} sur {pages}" in text(answer)
        assert answer.content.decode().count('<tr class="opens">') == shown


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/accueil", 15),
        ("/eleves", 4),
        ("/famille/eleves", 6),
        ("/eleves/{student}", 11),
        ("/eleves/{student}/cours", 7),
    ],
)
def test_family_of_twelve_is_shown_whole(
    client, moreau, eldest, path, queries, django_assert_num_queries
) -> None:
    client.enter(moreau)
    with django_assert_num_queries(queries):
        page = client.get(path.format(student=eldest.pk)).content.decode()
    menu = page[page.index('class="menu"') : page.index("</nav>", page.index('class="menu"'))]
    assert menu.count('href="/eleves/') == CHILDREN


def test_pager_counts_twelve(client, moreau, eldest) -> None:
    assert f"1/{CHILDREN}" in text(client.enter(moreau).get(f"/eleves/{eldest.pk}"))


# The office


@pytest.mark.parametrize("record", ["evaluations", "absences"])
def test_choir_is_entered_on_one_page(client, office, choir, record, django_assert_num_queries) -> None:
    address = f"/gestion/cours/{choir.pk}/{record}/saisir"
    client.enter(office).get(address)
    with django_assert_num_queries(8):
        page = client.get(address).content.decode()
    assert page.count('<th scope="row">') == 120


def test_choir_s_page_can_be_sent_whole(client, office, choir, django_assert_num_queries) -> None:
    page = f"/gestion/students/course/{choir.pk}/change/"
    client.enter(office).get(page)  # what is asked once in a process
    with django_assert_num_queries(13):
        shown = client.get(page)
    assert client.post(page, sent(shown)).status_code == 302
