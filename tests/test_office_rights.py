"""Every page of «Gestion» and every action of its lists, by every role, at the own site and at another."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from accounts.models import Installation, User
from accounts.roles import Role
from documents.models import Document, DocumentType
from tests import household, school
from tests.access import ROWS, VISITORS, Row, blocked, text, trace
from tests.factories import make_staff
from tests.office_rights import ROLES, actions, pages, routes


def opened_document(cast: dict[str, Any]) -> Document:
    """Of a kind that the school opens to its régie."""
    document = household.document(cast)
    DocumentType.objects.filter(pk=document.type_id).update(open_to_regie=True)
    return document


TABLE = pages()
MAKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "accounts.site": lambda cast: cast["gounod"],
    "accounts.familyaccount": lambda cast: cast["moreau"],
    "accounts.mail": lambda cast: cast["mail"],
    "accounts.text": text,
    "accounts.throttle": blocked,
    "accounts.trace": trace,
    "accounts.staffaccount": lambda cast: cast["office"],
    "accounts.installation": lambda _cast: Installation.current(),
    "families.family": school.empty_family,
    "families.guardian": school.guardian,
    "families.person": school.person,
    "families.changerequest": household.change,
    "families.fieldrule": school.field_rule,
    "students.student": school.new_student,
    "students.membership": school.place,
    "students.restriction": school.restriction,
    "students.department": school.department,
    "students.discipline": school.discipline,
    "students.cursus": school.cursus,
    "students.room": school.room,
    "students.teacher": school.teacher,
    "students.course": school.empty_course,
    "students.enrolment": school.new_enrolment,
    "students.followup": school.follow_up,
    "students.evaluation": school.evaluation,
    "students.absence": school.absence,
    "students.yearcomment": school.year_comment,
    "students.event": school.event,
    "reenrolment.campaign": school.empty_campaign,
    "reenrolment.nextstep": school.next_step,
    "reenrolment.reenrolment": school.reenrolment,
    "documents.documenttype": school.blank_form,
    "documents.document": opened_document,
    "billing.familyledger": household.family,
    "billing.invoice": household.invoice,
    "billing.payment": household.payment,
    "billing.creditnote": household.credit_note,
    "billing.reversal": household.reversal,
    "billing.titre": household.titre,
    "billing.onlinepayment": household.online_payment,
    "billing.pricelist": school.price_list,
    "billing.regie": school.regie,
}
OF_NO_SITE = {"accounts.staffaccount", "accounts.installation"}
# What a family brings is recorded from its own page: elsewhere there is no form.
FROM_ITS_PAGE = {"documents.document"}
REFUSED = {403, 404}


def test_every_page_of_the_office_has_a_line() -> None:
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered == set(TABLE) == set(MAKERS)


def test_every_action_has_a_line() -> None:
    """Of the pages' own; the administrator's lists show Django's beside them."""
    for model, page in admin.site._registry.items():
        own = {name for name in page.actions or () if isinstance(name, str)}
        assert own <= set(actions(model._meta.label_lower)), model


@pytest.fixture
def cast(gounod, moreau, mail, office, petit) -> dict[str, Any]:
    return {"gounod": gounod, "moreau": moreau, "mail": mail, "office": office, "petit": petit}


@pytest.fixture
def agent(gounod) -> Callable[[str], User]:
    def at_gounod(role: str) -> User:
        if role == "administrator":
            return make_staff("chef", is_superuser=True)
        return make_staff(f"agent-{role}", gounod, role=role)

    return at_gounod


def address(page: str, verb: str, *args: Any) -> str:
    return reverse(f"admin:{page.replace('.', '_')}_{verb}", args=args)


def answers(client, page: str, obj: Any) -> dict[str, int]:
    """To look first, then to send: what is sent is empty, so that it is refused by the form where it is not before."""
    one = address(page, "change", obj.pk)
    add = address(page, "add") + (f"?family={obj.family_id}" if page in FROM_ITS_PAGE else "")
    return {
        "L": client.get(address(page, "changelist")).status_code,
        "V": client.get(one).status_code,
        "H": client.get(address(page, "history", obj.pk)).status_code,
        "A": client.get(add).status_code,
        "D": client.get(address(page, "delete", obj.pk)).status_code,
        "C": client.post(one, {}).status_code,
    }


def as_the_table_says(letters: str, page: str) -> dict[str, int]:
    said = {verb: 200 if verb in letters else 403 for verb in "LVADC"}
    # Django asks for the row before it asks for the right: to who sees none, there is none.
    if page in FROM_ITS_PAGE and "A" not in letters:
        said["A"] = 404
    said["H"] = 200 if "V" in letters else 403 if page in OF_NO_SITE else 404
    return said


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", TABLE)
def test_role_at_its_own_site(client, cast, agent, page: str, role: str) -> None:
    obj = MAKERS[page](cast)
    given = answers(client.enter(agent(role)), page, obj)
    sent = given.pop("C")
    expected = as_the_table_says(TABLE[page][role], page)
    assert (sent != 403) == (expected.pop("C") == 200), sent
    assert given == expected


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("page", [page for page in TABLE if page not in OF_NO_SITE])
def test_role_at_another_site(client, cast, xenakis_site, page: str, role: str) -> None:
    """The own list, and nothing of theirs in it; their pages are not found where the role has such pages at all."""
    obj, letters = MAKERS[page](cast), TABLE[page][role]
    client.enter(make_staff("ailleurs", xenakis_site, role=role))
    given = answers(client, page, obj)
    assert {given[verb] for verb in "VHDC" if verb in letters or verb == "H"} == {404}
    assert {given[verb] for verb in "VHDC"} <= REFUSED
    if "L" in letters:
        listed = client.get(address(page, "changelist")).context["cl"].result_list
        assert obj.pk not in {row.pk for row in listed}


def offered(client, page: str) -> set[str]:
    response = client.get(address(page, "changelist"))
    form = response.context and response.context.get("action_form")
    return {name for name, _label in form.fields["action"].choices if name} if form else set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", [page for page in TABLE if page != "accounts.installation"])
def test_actions_of_a_role(client, cast, agent, page: str, role: str) -> None:
    MAKERS[page](cast)
    said = {name for name, roles in actions(page).items() if role in roles}
    assert offered(client.enter(agent(role)), page) == said


def row_of(page: str, number: int) -> dict[str, Any] | None:
    return apps.get_model(page)._base_manager.filter(pk=number).values().first()


def act(client, page: str, name: str, number: int) -> None:
    sent = {"action": name, "_selected_action": [number], "post": "yes", "confirmed": "yes"}
    client.post(address(page, "changelist"), sent)


OF_LISTS = [(page, name) for page in TABLE for name in actions(page)]


@pytest.mark.parametrize(("page", "name"), OF_LISTS)
def test_action_without_the_right_does_nothing(client, cast, agent, page: str, name: str) -> None:
    obj = MAKERS[page](cast)
    before = row_of(page, obj.pk)
    for role in set(ROLES) - actions(page)[name]:
        act(client.enter(agent(role)), page, name, obj.pk)
        assert row_of(page, obj.pk) == before, role


@pytest.mark.parametrize(("page", "name"), [pair for pair in OF_LISTS if pair[0] not in OF_NO_SITE])
def test_action_does_nothing_at_another_site(client, cast, xenakis_site, page: str, name: str) -> None:
    obj = MAKERS[page](cast)
    before = row_of(page, obj.pk)
    for role in actions(page)[name] - {"administrator"}:
        act(client.enter(make_staff(f"ailleurs-{role}", xenakis_site, role=role)), page, name, obj.pk)
        assert row_of(page, obj.pk) == before, role


FAMILY, ADMINISTRATOR = VISITORS.index("moreau"), VISITORS.index("administrator")
MODELS = {f"admin:{page.replace('.', '_')}_" for page in TABLE}
BESIDE = {
    row.route: row
    for row in ROWS
    if (row.answers[FAMILY], row.answers[ADMINISTRATOR]) == (404, 200)
    and not any(row.route.startswith(model) for model in MODELS)
}


def test_every_page_beside_django_s_has_a_line() -> None:
    assert set(routes()) == set(BESIDE)


def answer(client, row: Row, cast: dict[str, Any]) -> int:
    return client.get(reverse(row.route, args=row.address(cast)), row.data).status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", routes())
def test_role_at_a_page_beside(client, cast, agent, route: str, role: str) -> None:
    given = answer(client.enter(agent(role)), BESIDE[route], cast)
    assert given in ({200} if routes()[route].answers[role] else REFUSED)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("route", [name for name, route in routes().items() if route.of_a_site])
def test_role_at_a_page_beside_of_another_site(client, cast, xenakis_site, route: str, role: str) -> None:
    client.enter(make_staff("ailleurs", xenakis_site, role=role))
    assert answer(client, BESIDE[route], cast) == 404
