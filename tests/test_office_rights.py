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
from tests.access import ROWS
from tests.access_office import blocked, text, trace
from tests.access_words import TO_OFFICE, TO_STAFF_SIGN_IN, VISITORS, Row
from tests.factories import make_staff
from tests.office_rights import ROLES, actions, pages, routes
from tests.office_states import NOTHING_TO_SEE, STATES


def opened_to_the_regie(cast: dict[str, Any]) -> Document:
    """As a mandate for direct debit is."""
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
    "documents.document": opened_to_the_regie,
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


def test_every_page_of_the_office_has_a_line() -> None:
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered == set(TABLE) == set(MAKERS)


def test_every_action_has_a_line() -> None:
    """Of the pages' own; the administrator's lists show Django's beside them."""
    for registered, its_admin in admin.site._registry.items():
        own = {name for name in its_admin.actions or () if isinstance(name, str)}
        assert own <= set(actions(registered._meta.label_lower)), registered


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


def address(model: str, verb: str, *args: Any) -> str:
    return reverse(f"admin:{model.replace('.', '_')}_{verb}", args=args)


def answers(client, model: str, obj: Any) -> dict[str, int]:
    """To look first, then to send: what is sent is empty, so that it is refused by the form where it is not before."""
    one = address(model, "change", obj.pk)
    add = address(model, "add") + (f"?family={obj.family_id}" if model in FROM_ITS_PAGE else "")
    return {
        "L": client.get(address(model, "changelist")).status_code,
        "V": client.get(one).status_code,
        "H": client.get(address(model, "history", obj.pk)).status_code,
        "A": client.get(add).status_code,
        "D": client.get(address(model, "delete", obj.pk)).status_code,
        "C": client.post(one, {}).status_code,
    }


def as_the_table_says(letters: str) -> dict[str, int]:
    return {verb: 200 if verb in letters else 404 for verb in "LVADC"} | {"H": 200 if "V" in letters else 404}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", TABLE)
def test_role_at_its_own_site(client, cast, agent, model: str, role: str) -> None:
    obj = MAKERS[model](cast)
    given = answers(client.enter(agent(role)), model, obj)
    sent = given.pop("C")
    expected = as_the_table_says(TABLE[model][role])
    assert (sent != 404) == (expected.pop("C") == 200), sent
    assert given == expected


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("model", [model for model in TABLE if model not in OF_NO_SITE])
def test_role_at_another_site(client, cast, xenakis_site, model: str, role: str) -> None:
    """The own list, and nothing of theirs in it; their pages are not found."""
    obj, letters = MAKERS[model](cast), TABLE[model][role]
    client.enter(make_staff("ailleurs", xenakis_site, role=role))
    given = answers(client, model, obj)
    assert [given[verb] for verb in "VHDC"] == [404] * 4
    if "L" in letters:
        listed = client.get(address(model, "changelist")).context["cl"].result_list
        assert obj.pk not in {row.pk for row in listed}


def offered(client, model: str) -> set[str]:
    response = client.get(address(model, "changelist"))
    form = response.context and response.context.get("action_form")
    return {name for name, _label in form.fields["action"].choices if name} if form else set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", [model for model in TABLE if model != "accounts.installation"])
def test_actions_of_a_role(client, cast, agent, model: str, role: str) -> None:
    MAKERS[model](cast)
    said = {name for name, roles in actions(model).items() if role in roles}
    assert offered(client.enter(agent(role)), model) == said


# Of the session, and that a form was sent.
PASSING = {"sessions.Session", "accounts.SentForm"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is kept: what an action does is not always done to the row that it was chosen for."""
    models = {model._meta.label: model for model in apps.get_models() if not model._meta.proxy}
    return {
        label: list(model._base_manager.order_by("pk").values())
        for label, model in models.items()
        if label not in PASSING
    }


def state(model: str, name: str, cast: dict[str, Any]) -> Any:
    return STATES.get((model, name), MAKERS[model])(cast)


def act(client, model: str, name: str, obj: Any) -> bool:
    """From the list, confirmed where that is asked, and as the deed of a queue. Whether anything became of it."""
    sent = {"action": name, "_selected_action": [obj.pk], "post": "yes", "confirmed": "yes", "by_mail": "1"}
    before = everything()
    client.post(address(model, "changelist"), sent | {"seen": f"{obj.pk}:{getattr(obj, 'version', 0)}"})
    client.post(address(model, "change", obj.pk), {"deed": name})
    return everything() != before


OF_LISTS = [(model, name) for model in TABLE for name in actions(model)]
OF_SITES = [(model, name) for model, name in OF_LISTS if model not in OF_NO_SITE]


@pytest.mark.parametrize(("model", "name"), OF_LISTS)
def test_action_with_the_right_does_something(client, cast, agent, model: str, name: str) -> None:
    """Or the tests that nothing is done would tell nothing."""
    obj = state(model, name, cast)
    done = act(client.enter(agent("administrator")), model, name, obj)
    assert done == ((model, name) not in NOTHING_TO_SEE)


@pytest.mark.parametrize(("model", "name"), OF_LISTS)
def test_action_without_the_right_does_nothing(client, cast, agent, model: str, name: str) -> None:
    obj = state(model, name, cast)
    for role in set(ROLES) - actions(model)[name]:
        assert not act(client.enter(agent(role)), model, name, obj), role


@pytest.mark.parametrize(("model", "name"), OF_SITES)
def test_action_does_nothing_at_another_site(client, cast, xenakis_site, model: str, name: str) -> None:
    obj = state(model, name, cast)
    for role in actions(model)[name] - {"administrator"}:
        client.enter(make_staff(f"ailleurs-{role}", xenakis_site, role=role))
        assert not act(client, model, name, obj), role


@pytest.mark.parametrize(("model", "name"), OF_SITES)
def test_right_at_another_site_does_nothing_here(
    client, cast, agent, xenakis_site, model: str, name: str
) -> None:
    """Who may look here, and may all at another school."""
    obj = state(model, name, cast)
    for role in set(Role.values) - actions(model)[name]:
        client.enter(in_charge_elsewhere(agent(role), xenakis_site))
        assert not act(client, model, name, obj), role


def in_charge_elsewhere(user: User, school: Any) -> User:
    user.posts.create(site=school, role=Role.DIRECTION)
    return user


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("model", [model for model in TABLE if model not in OF_NO_SITE])
def test_role_here_is_not_that_of_another_site(
    client, cast, agent, xenakis_site, model: str, role: str
) -> None:
    obj, letters = MAKERS[model](cast), TABLE[model][role]
    given = answers(client.enter(in_charge_elsewhere(agent(role), xenakis_site)), model, obj)
    assert (given["V"], given["H"], given["D"]) == tuple(200 if verb in letters else 404 for verb in "VVD")
    assert (given["C"] != 404) == ("C" in letters)


FAMILY, ADMINISTRATOR = VISITORS.index("moreau"), VISITORS.index("administrator")
OF_MODELS = {f"admin:{model.replace('.', '_')}_" for model in TABLE}
# For every post alike: they lead on, or out.
OF_EVERYBODY = {TO_OFFICE, TO_STAFF_SIGN_IN, 404}
BESIDE = {
    row.route: row
    for row in ROWS
    if row.answers[FAMILY] == 404
    and row.answers[ADMINISTRATOR] not in OF_EVERYBODY
    and not any(row.route.startswith(model) for model in OF_MODELS)
}
DONE, NO_FORM = {200, 302}, 405


def test_every_page_beside_django_s_has_a_line() -> None:
    assert set(routes()) == set(BESIDE)


def answer(client, row: Row, cast: dict[str, Any]) -> int:
    return getattr(client, row.method)(reverse(row.route, args=row.address(cast)), row.data).status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", routes())
def test_role_at_a_page_beside(client, cast, agent, route: str, role: str) -> None:
    given = answer(client.enter(agent(role)), BESIDE[route], cast)
    assert given in (DONE if routes()[route].answers[role] else {404})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", routes())
def test_role_sends_nothing_to_a_page_that_it_does_not_open(
    client, cast, agent, route: str, role: str
) -> None:
    if not routes()[route].answers[role]:
        assert answer(client.enter(agent(role)), BESIDE[route]._replace(method="post"), cast) in {
            404,
            NO_FORM,
        }


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("route", [name for name, route in routes().items() if route.of_a_site])
def test_role_at_a_page_beside_of_another_site(client, cast, xenakis_site, route: str, role: str) -> None:
    client.enter(make_staff("ailleurs", xenakis_site, role=role))
    assert answer(client, BESIDE[route], cast) == 404
    assert answer(client, BESIDE[route]._replace(method="post"), cast) in {404, NO_FORM}
