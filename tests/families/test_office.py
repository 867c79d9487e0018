"""Families in the office: made, found and changed at one's own site, whoever answers for them with them."""

import pytest

from accounts import roles
from accounts.models import FamilyAccount, Post, User
from accounts.roles import Role
from families.models import Family, Guardian, Person
from tests.accounts.test_sent_once import stamped
from tests.factories import make_account, make_family, make_guardian, make_person, make_staff, make_student
from tests.office_pages import errors, rows, saved, sent

FAMILIES = "/gestion/families/family/"
GUARDIANS = "/gestion/families/guardian/"
PERSONS = "/gestion/families/person/"
RULES = "/gestion/families/fieldrule/"
SUGGESTIONS = "/gestion/autocomplete/"
OF_A_PERSON = {"app_label": "families", "model_name": "guardian", "field_name": "person"}
NOT_AMONG = "Sélectionnez un choix valide. Ce choix ne fait pas partie de ceux disponibles."
REQUIRED = "Ce champ est obligatoire."


@pytest.fixture
def two_posts(gounod, xenakis_site) -> User:
    """Secretary of one site, something else at the other."""
    account = make_staff("secretariat", gounod)
    Post.objects.create(user=account, site=xenakis_site, role=Role.REGIE)
    return account


def change(obj) -> str:
    return f"/gestion/families/{obj._meta.model_name}/{obj.pk}/change/"


# Found


@pytest.mark.parametrize("typed", ["moreau", "F-1", "f-1", "Luc Moreau", "MORÉAU", "zoe", "Zoé Moreau"])
def test_family_is_found_by_name_reference_and_its_people(
    client, office, family, guardian, strangers, typed
) -> None:
    make_student(family, "Zoé")
    assert rows(client.enter(office).get(FAMILIES, {"q": typed})) == [family]


def test_lists_are_of_the_own_site(client, office, family, guardian, strangers) -> None:
    client.enter(office)
    found = [rows(client.get(page)) for page in (FAMILIES, GUARDIANS, PERSONS)]
    assert found == [[family], [guardian], [guardian.person]]


def test_lists_are_whole_for_the_administrator(client, administrator, family, guardian, strangers) -> None:
    client.enter(administrator)
    assert {len(rows(client.get(page))) for page in (FAMILIES, GUARDIANS)} == {2} - {1} | {1, 2} - {1}


def test_lists_are_narrowed_by_site_where_there_are_several(
    client, administrator, family, guardian, strangers
) -> None:
    client.enter(administrator)
    page = client.get(FAMILIES, {"site": family.site.pk})
    assert [
        choice["display"] for choice in page.context["cl"].filter_specs[0].choices(page.context["cl"])
    ] == [
        "Tout",
        "Conservatoire Gounod",
        "Conservatoire Xénakis",
    ]
    assert rows(page) == [family]
    assert rows(client.get(GUARDIANS, {"site": family.site.pk})) == [guardian]
    assert len(rows(client.get(FAMILIES, {"site": "nowhere"}))) == 2


def test_lists_ask_as_much_for_three(client, office, gounod, django_assert_num_queries) -> None:
    client.enter(office)
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            make_guardian(make_family(gounod, name), user=make_account(name, gounod))
        for page, queries in ((FAMILIES, 10), (GUARDIANS, 8), (PERSONS, 7)):
            with django_assert_num_queries(queries):
                client.get(page)


def test_page_of_a_family_asks_as_much_for_three(client, office, family, django_assert_num_queries) -> None:
    client.enter(office).get(change(family))
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            make_guardian(family, name, user=make_account(name, family.site))
            make_student(family, name)
        with django_assert_num_queries(14):
            client.get(change(family))


# Suggested


def suggested(response) -> list[str]:
    assert response.status_code == 200
    return [row["text"] for row in response.json()["results"]]


def test_suggestions_are_of_the_own_site(client, office, administrator, guardian, strangers) -> None:
    theirs = Person.objects.exclude(pk=guardian.person.pk).get()
    typed = {"term": "MORÉAU", **OF_A_PERSON}
    assert suggested(client.enter(office).get(SUGGESTIONS, typed)) == [
        f"Luc Moreau – n°\u00a0{guardian.person.pk}"
    ]
    everyone = {f"Luc Moreau – n°\u00a0{person.pk}" for person in (guardian.person, theirs)}
    assert set(suggested(client.enter(administrator).get(SUGGESTIONS, typed))) == everyone


def test_suggestions_tell_namesakes_apart(client, office, gounod) -> None:
    child = make_person(gounod, birth_date="2014-03-09")
    found = suggested(client.enter(office).get(SUGGESTIONS, {"term": "moreau", **OF_A_PERSON}))
    assert found == [f"Luc Moreau (09/03/2014) – n°\u00a0{child.pk}"]


def test_suggestions_are_for_who_may_see(client, gounod, guardian) -> None:
    client.enter(make_staff("regie.gounod", gounod, role=Role.REGIE))
    assert client.get(SUGGESTIONS, OF_A_PERSON).status_code == 404


# Made


def new_family(client, **typed) -> dict:
    facts = {"reference": "F-9", "name": "Petit", "guardians_0_last_name": "Petit"}
    return sent(client.get(f"{FAMILIES}add/"), **{**facts, "guardians_0_first_name": "Maud", **typed})


def test_family_is_made_with_who_answers_for_it(client, office, gounod) -> None:
    client.enter(office)
    typed = new_family(client, guardians_0_mobile="06 39 98 12 34", guardians_0_identifier="petit1")
    leads_to = saved(client.post(f"{FAMILIES}add/", typed))
    guardian = Guardian.objects.select_related("family", "user", "person").get()
    assert leads_to == change(guardian.family)
    assert (guardian.family.site, guardian.order, guardian.mobile) == (gounod, 1, "+33639981234")
    assert (guardian.person.full_name, guardian.person.site) == ("Maud Petit", gounod)
    account = FamilyAccount.objects.get()
    assert (guardian.user_id, account.identifier, account.last_name) == (account.pk, "petit1", "Petit")
    assert not account.has_usable_password()


def test_family_without_a_guardian_is_not_made(client, office) -> None:
    client.enter(office)
    typed = new_family(client, guardians_0_last_name="")
    assert errors(client.post(f"{FAMILIES}add/", typed)) == {"guardians-0-last_name": [REQUIRED]}
    assert (Family.objects.count(), Person.objects.count()) == (0, 0)


def test_site_is_not_asked_where_there_is_but_one(
    client, office, two_posts, administrator, strangers
) -> None:
    asked = [
        "site" in client.enter(staff).get(f"{FAMILIES}add/").context["adminform"].form.fields
        for staff in (office, two_posts, administrator)
    ]
    assert asked == [False, False, True]


def test_family_is_not_made_at_another_site(client, two_posts, xenakis_site, gounod) -> None:
    client.enter(two_posts)
    saved(client.post(f"{FAMILIES}add/", new_family(client, site=xenakis_site.pk)))
    assert Family.objects.get().site == gounod


def test_site_offers_where_one_may_add(client, two_posts, gounod, xenakis_site, monkeypatch) -> None:
    everything = {"families.add_family", "families.view_family", "accounts.view_site"}
    monkeypatch.setitem(roles._permissions, Role.REGIE, everything)
    page = client.enter(two_posts).get(f"{FAMILIES}add/")
    assert list(page.context["adminform"].form.fields["site"].queryset) == [gounod, xenakis_site]
    other = make_family(xenakis_site).site.pk + 1000
    answer = client.post(f"{FAMILIES}add/", new_family(client, site=other))
    assert errors(answer)["site"] == [NOT_AMONG]


def test_reference_taken_at_the_site_is_told_at_its_field(client, office, family, strangers) -> None:
    client.enter(office)
    taken = {"reference": ["Une autre famille de ce site a cette référence."]}
    assert errors(client.post(f"{FAMILIES}add/", new_family(client, reference="F-1"))) == taken
    other = make_family(family.site, "Petit")
    typed = sent(client.get(change(other)), reference="F-1")
    assert errors(client.post(change(other), typed)) == taken
    saved(client.post(change(other), sent(client.get(change(other)), reference="X-1")))


# Deleted


def delete(client, obj):
    return client.post(f"/gestion/families/{obj._meta.model_name}/{obj.pk}/delete/", {"post": "yes"})


def test_guardian_is_deleted_with_the_person(client, office, family, guardian) -> None:
    client.enter(office)
    saved(delete(client, guardian))
    assert (Guardian.objects.count(), Person.objects.count()) == (0, 0)
    saved(delete(client, family))


def test_guardian_who_is_a_student_stays_a_person(client, office, family, guardian) -> None:
    make_student(family, person=guardian.person)
    client.enter(office)
    chosen = {"action": "delete_selected", "_selected_action": [guardian.pk], "post": "yes"}
    assert client.post(GUARDIANS, chosen).status_code == 302
    assert (Guardian.objects.count(), Person.objects.get()) == (0, guardian.person)


def test_family_with_somebody_in_it_is_not_deleted(client, office, family, guardian) -> None:
    client.enter(office)
    assert delete(client, family).status_code == 404
    guardian.delete()
    make_student(family)
    assert delete(client, family).status_code == 404


def test_guardian_through_whom_a_child_is_reached_is_not_deleted(client, office, family, guardian) -> None:
    make_student(family).memberships.update(reached_through=guardian)
    assert delete(client.enter(office), guardian).status_code == 404


# Roles


def test_collector_looks_up_whom_to_bill_and_changes_nothing(client, gounod, family, moreau) -> None:
    guardian = make_guardian(family, user=moreau, mobile="+33639981234", city="Bondoufle")
    client.enter(make_staff("regie.gounod", gounod, role=Role.REGIE))
    text = client.get(change(guardian)).content.decode()
    shown = ["Luc", "06 39 98 12 34", "Bondoufle", "moreau1", 'type="text"', 'value="Enregistrer"']
    assert [word in text for word in shown] == [True, True, True, True, False, False]
    assert [client.post(change(obj), {}).status_code for obj in (family, guardian)] == [404, 404]
    assert client.get(f"{GUARDIANS}add/").status_code == 404


def test_page_of_a_family_offers_ways_to_who_may_take_them(client, gounod, office, family) -> None:
    ways = {}
    for staff in (office, make_staff("regie.gounod", gounod, role=Role.REGIE)):
        text = client.enter(staff).get(change(family)).content.decode()
        ways[staff.identifier] = [words in text for words in ("Ajouter un responsable", "Ajouter un élève")]
    assert ways == {"secretariat.gounod": [True, True], "regie.gounod": [False, False]}


def test_pedagogy_has_nothing_to_do_with_families(client, gounod, family, guardian) -> None:
    client.enter(make_staff("pedagogie.gounod", gounod, role=Role.PEDAGOGIE))
    pages = (FAMILIES, GUARDIANS, PERSONS, RULES, change(family), change(guardian))
    assert {client.get(page).status_code for page in pages} == {404}


# What comes too late


def test_what_was_typed_beside_the_family_comes_back_too(client, office) -> None:
    client.enter(office)
    typed = stamped(client, f"{FAMILIES}add/", new_family(client))
    client.logout()
    client.post(f"{FAMILIES}add/", typed)
    again = client.enter(office).get(f"{FAMILIES}add/")
    shown = again.context["inline_admin_formsets"][0].formset.forms[0]
    assert (again.context["adminform"].form["reference"].value(), shown["first_name"].value()) == (
        "F-9",
        "Maud",
    )
