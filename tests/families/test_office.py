"""Families in the office: made, found and changed at one's own site, whoever answers for them with them."""

import pytest

from accounts import roles
from accounts.models import FamilyAccount, Post, User
from accounts.roles import Role
from families.models import Family, FieldRule, Guardian, Person
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
def family(gounod) -> Family:
    return make_family(gounod, "Moreau", reference="F-1")


@pytest.fixture
def guardian(family) -> Guardian:
    return make_guardian(family, "Luc", mobile="+33639981234")


@pytest.fixture
def strangers(xenakis_site) -> Family:
    """At another site, with a guardian of the same name."""
    family = make_family(xenakis_site, "Moreau", reference="X-1")
    make_guardian(family, "Luc")
    return family


@pytest.fixture
def direction(gounod) -> User:
    return make_staff("direction.gounod", gounod, role=Role.DIRECTION)


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
        with django_assert_num_queries(11):
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
    assert client.get(SUGGESTIONS, OF_A_PERSON).status_code == 403


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


# Guardians


def test_guardian_and_person_are_changed_on_one_page(client, office, guardian) -> None:
    client.enter(office)
    typed = sent(client.get(change(guardian)), last_name="Moreau-Petit", city="Bondoufle")
    assert saved(client.post(change(guardian), typed)) == change(guardian.family)
    guardian = Guardian.objects.select_related("person").get()
    assert (guardian.person.last_name, guardian.person.name_key) == ("Moreau-Petit", "moreau-petit luc")
    assert (guardian.city, guardian.mobile, guardian.order) == ("Bondoufle", "+33639981234", 1)


def test_page_of_a_guardian_sends_back_what_it_shows(client, office, guardian) -> None:
    client.enter(office)
    before = (Guardian.objects.values().get(), Person.objects.values().get())
    saved(client.post(change(guardian), sent(client.get(change(guardian)))))
    assert (Guardian.objects.values().get(), Person.objects.values().get()) == before


def test_second_guardian_comes_next_and_may_become_the_first(client, office, family, guardian) -> None:
    page = f"{GUARDIANS}add/?family={family.pk}"
    client.enter(office)
    saved(client.post(page, sent(client.get(page), last_name="Petit", first_name="Maud")))
    second = family.guardians.get(order=2)
    assert str(second) == "Maud Petit"
    saved(client.post(change(second), sent(client.get(change(second)), answers_first="on")))
    assert [str(each) for each in family.guardians.order_by("order")] == ["Maud Petit", "Luc Moreau"]
    assert sorted(family.guardians.values_list("order", flat=True)) == [1, 2]


def test_first_guardian_stays_so_until_another_takes_the_place(client, office, guardian) -> None:
    form = client.enter(office).get(change(guardian)).context["adminform"].form
    assert (form.fields["answers_first"].disabled, form.initial["answers_first"]) == (True, True)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("", None), ("?family=abc", None), ("?family=99999999999999999999", None), ("?family=-1", None)],
)
def test_address_of_a_new_guardian_may_say_anything(client, office, address, shown) -> None:
    form = client.enter(office).get(f"{GUARDIANS}add/{address}").context["adminform"].form
    assert form["family"].value() == shown


def test_guardian_is_not_added_to_a_family_of_another_site(client, office, family, strangers) -> None:
    client.enter(office)
    page = f"{GUARDIANS}add/?family={strangers.pk}"
    shown = client.get(page)
    assert "Moreau (X-1)" not in shown.content.decode()
    for typed in (f"Moreau (X-1) – n° {strangers.pk}", "X-1"):
        answer = client.post(page, sent(shown, last_name="Petit", family=typed))
        told = f"« {typed} »\u00a0: aucune fiche ne porte ce nom. Vérifiez, ou tapez un autre mot du nom."
        assert errors(answer)["family"] == [told.replace("« ", "«\u00a0").replace(" »", "\u00a0»")]


@pytest.mark.parametrize("typed", ["moreau", "F-1", "MORÉAU f-1", "n° {pk}", "Moreau (F-1) – n°\u00a0{pk}"])
def test_family_is_chosen_by_any_of_its_words(client, office, family, typed) -> None:
    client.enter(office)
    name = typed.format(pk=family.pk)
    page = f"{GUARDIANS}add/"
    saved(client.post(page, sent(client.get(page), last_name="Petit", family=name)))
    assert family.guardians.count() == 1


def test_name_of_several_asks_which(client, office, family) -> None:
    twin = make_family(family.site, "Moreau", reference="F-2")
    client.enter(office)
    page = f"{GUARDIANS}add/"
    answer = client.post(page, sent(client.get(page), last_name="Petit", family="moreau"))
    assert errors(answer)["family"] == [
        f"«\u00a0moreau\u00a0»\u00a0: plusieurs fiches correspondent (Moreau (F-1) – n°\u00a0{family.pk}, "
        f"Moreau (F-2) – n°\u00a0{twin.pk}). Laquelle\u202f?"
    ]
    assert answer.context["adminform"].form["family"].value() == "moreau"


# Somebody known


def test_student_becomes_a_guardian_without_a_second_entry(client, office, family) -> None:
    adult = make_person(family.site, "Gérard", "Dupont", civility="monsieur", profession="Luthier")
    make_student(make_family(family.site, "Dupont"), person=adult)
    client.enter(office)
    page = f"{GUARDIANS}add/?family={family.pk}"
    saved(client.post(page, sent(client.get(page), person="gerard dupont", profession="Retraité")))
    assert Guardian.objects.get().person == adult
    adult.refresh_from_db()
    assert (adult.full_name, adult.civility, adult.profession) == ("Gérard Dupont", "monsieur", "Retraité")


def test_guardian_of_a_family_is_not_one_of_another(client, office, family, guardian) -> None:
    other = make_family(family.site, "Petit")
    client.enter(office)
    page = f"{GUARDIANS}add/?family={other.pk}"
    answer = client.post(page, sent(client.get(page), person="luc moreau"))
    assert errors(answer) == {"person": ["Cette personne est déjà responsable d’une famille."]}


# Accounts


def test_account_is_linked_by_its_identifier_and_speaks_as_recorded(client, office, guardian, moreau) -> None:
    client.enter(office)
    typed = sent(client.get(change(guardian)), identifier="MOREAU1", last_name="Moreau-Petit")
    saved(client.post(change(guardian), typed))
    guardian.refresh_from_db()
    moreau.refresh_from_db()
    assert (guardian.user, moreau.last_name) == (moreau, "Moreau-Petit")
    saved(client.post(change(guardian), sent(client.get(change(guardian)), identifier="")))
    guardian.refresh_from_db()
    assert (guardian.user, FamilyAccount.objects.count()) == (None, 1)


def test_account_of_another_guardian_is_not_taken(client, office, family, guardian, petit) -> None:
    make_guardian(family, "Maud", user=petit)
    client.enter(office)
    answer = client.post(change(guardian), sent(client.get(change(guardian)), identifier="petit1"))
    assert errors(answer) == {"identifier": ["Ce compte est celui de Maud Moreau."]}


def test_account_of_another_site_is_another_one(client, office, guardian, xenakis) -> None:
    client.enter(office)
    saved(client.post(change(guardian), sent(client.get(change(guardian)), identifier="leroy1")))
    guardian.refresh_from_db()
    assert (guardian.user.site, guardian.user == xenakis) == (guardian.family.site, False)


def test_identifier_that_cannot_be_one_is_told_at_its_field(client, office, guardian) -> None:
    client.enter(office)
    answer = client.post(change(guardian), sent(client.get(change(guardian)), identifier="luc moreau"))
    assert errors(answer) == {"identifier": ["Un identifiant n’a ni espace ni deux-points."]}
    assert FamilyAccount.objects.count() == 0


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
    assert delete(client, family).status_code == 403
    guardian.delete()
    make_student(family)
    assert delete(client, family).status_code == 403


def test_guardian_through_whom_a_child_is_reached_is_not_deleted(client, office, family, guardian) -> None:
    make_student(family).memberships.update(reached_through=guardian)
    assert delete(client.enter(office), guardian).status_code == 403


# Roles


def test_collector_looks_up_whom_to_bill_and_changes_nothing(client, gounod, family, moreau) -> None:
    guardian = make_guardian(family, user=moreau, mobile="+33639981234", city="Bondoufle")
    client.enter(make_staff("regie.gounod", gounod, role=Role.REGIE))
    text = client.get(change(guardian)).content.decode()
    shown = ["Luc", "06 39 98 12 34", "Bondoufle", "moreau1", 'type="text"', 'value="Enregistrer"']
    assert [word in text for word in shown] == [True, True, True, True, False, False]
    assert [client.post(change(obj), {}).status_code for obj in (family, guardian)] == [403, 403]
    assert client.get(f"{GUARDIANS}add/").status_code == 403


def test_page_of_a_family_offers_ways_to_who_may_take_them(client, gounod, office, family) -> None:
    ways = {}
    for staff in (office, make_staff("regie.gounod", gounod, role=Role.REGIE)):
        text = client.enter(staff).get(change(family)).content.decode()
        ways[staff.identifier] = [words in text for words in ("Ajouter un responsable", "Ajouter un élève")]
    assert ways == {"secretariat.gounod": [True, True], "regie.gounod": [False, False]}


def test_pedagogy_has_nothing_to_do_with_families(client, gounod, family, guardian) -> None:
    client.enter(make_staff("pedagogie.gounod", gounod, role=Role.PEDAGOGIE))
    pages = (FAMILIES, GUARDIANS, PERSONS, RULES, change(family), change(guardian))
    assert {client.get(page).status_code for page in pages} <= {403, 404}


# Rules of fields


def test_direction_makes_rules_of_what_families_see(client, direction, gounod) -> None:
    client.enter(direction)
    page = client.get(f"{RULES}add/")
    offered = dict(page.context["adminform"].form.fields["of"].choices)
    assert (offered["Responsable"][0], offered["Élève"][1]) == (
        ("guardian.civility", "Civilité"),
        ("student.sex", "Sexe"),
    )
    saved(client.post(f"{RULES}add/", sent(page, of="guardian.mobile", rule="free", is_required="on")))
    rule = FieldRule.objects.get()
    assert (rule.site, rule.record, rule.field, rule.rule, rule.is_required) == (
        gounod,
        "guardian",
        "mobile",
        "free",
        True,
    )
    assert str(rule) == "responsable · mobile"


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"of": "guardian.fax"}, {"of": ["Ce champ a déjà une règle sur ce site."]}),
        (
            {"of": "guardian.nothing"},
            {"of": ["Sélectionnez un choix valide. guardian.nothing n’en fait pas partie."]},
        ),
        (
            {"of": "student.fax", "rule": "hidden", "is_required": "on"},
            {"is_required": ["Un champ obligatoire est modifiable."]},
        ),
    ],
    ids=str,
)
def test_rule_that_cannot_be_is_told_at_its_field(client, direction, gounod, typed, sentences) -> None:
    FieldRule.objects.create(site=gounod, record="guardian", field="fax", rule="hidden")
    page = client.enter(direction).get(f"{RULES}add/")
    assert errors(client.post(f"{RULES}add/", sent(page, **typed))) == sentences


def test_rule_changes_and_its_field_does_not(client, direction, gounod) -> None:
    rule = FieldRule.objects.create(site=gounod, record="guardian", field="fax", rule="hidden")
    client.enter(direction)
    page = client.get(change(rule))
    assert list(page.context["adminform"].form.fields) == ["rule", "is_required"]
    saved(client.post(change(rule), sent(page, rule="free", of="guardian.mobile", record="student")))
    rule.refresh_from_db()
    assert (rule.record, rule.field, rule.rule) == ("guardian", "fax", "free")


def test_rules_are_narrowed_by_record(client, direction, gounod) -> None:
    rules = [
        FieldRule.objects.create(site=gounod, record=record, field="fax", rule="hidden")
        for record in ("guardian", "student")
    ]
    assert rows(client.enter(direction).get(RULES, {"fiche": "student"})) == rules[1:]


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
