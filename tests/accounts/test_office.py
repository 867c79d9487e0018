"""«Gestion»: staff see and change what their posts at their own sites allow, and nothing else exists."""

import re

import pytest

from accounts import roles
from accounts.models import FamilyAccount, Post, Site, User
from accounts.roles import Role
from tests.accounts.office_forms import (
    FAMILIES,
    REQUIRED,
    SITES,
    STAFF,
    errors,
    family,
    rows,
    saved,
    settings_of,
)
from tests.factories import make_account, make_site, make_staff


def test_list_of_accounts_is_of_the_own_site(client, office, moreau, petit, xenakis) -> None:
    assert {account.pk for account in rows(client.enter(office).get(FAMILIES))} == {moreau.pk, petit.pk}


def test_list_of_accounts_is_whole_for_the_administrator(client, administrator, moreau, xenakis) -> None:
    found = rows(client.enter(administrator).get(FAMILIES))
    assert {account.pk for account in found} == {moreau.pk, xenakis.pk}


@pytest.mark.parametrize(
    ("typed", "found"), [("moreau", ["moreau1"]), ("MÀUD", ["petit1"]), ("leroy1", []), ("Inès", [])]
)
def test_search_finds_nothing_of_another_site(client, office, moreau, petit, xenakis, typed, found) -> None:
    response = client.enter(office).get(FAMILIES, {"q": typed})
    assert [account.identifier for account in rows(response)] == found


@pytest.mark.parametrize("typed", ["Xénakis", "XENAKIS", "xÉn"])
def test_search_of_sites_ignores_case_and_accents(client, administrator, gounod, xenakis_site, typed) -> None:
    assert rows(client.enter(administrator).get(SITES, {"q": typed})) == [xenakis_site]


def test_list_of_sites_is_of_the_own_ones(client, other_office, gounod, xenakis_site) -> None:
    assert rows(client.enter(other_office).get(SITES)) == [xenakis_site]


@pytest.fixture
def may_delete(monkeypatch) -> None:
    """No role may by now; one that may, may at its own sites."""
    deleting = {"accounts.delete_site", "accounts.delete_familyaccount"}
    monkeypatch.setitem(roles._permissions, Role.SECRETARIAT, roles._permissions[Role.SECRETARIAT] | deleting)


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_account_of_another_site_is_not_found(client, office, may_delete, moreau, xenakis, view) -> None:
    client.enter(office)
    answers = [client.get(f"{FAMILIES}{account.pk}/{view}/").status_code for account in (moreau, xenakis)]
    assert answers == [200, 404]


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_other_site_is_not_found(client, office, may_delete, gounod, xenakis_site, view) -> None:
    client.enter(office)
    answers = [client.get(f"{SITES}{site.pk}/{view}/").status_code for site in (gounod, xenakis_site)]
    assert answers == [200, 404]


def test_account_of_another_site_is_not_changed(client, office, xenakis) -> None:
    response = client.enter(office).post(f"{FAMILIES}{xenakis.pk}/change/", family(xenakis.site))
    assert response.status_code == 404
    assert User.objects.get(pk=xenakis.pk).identifier == "leroy1"


@pytest.mark.parametrize(
    "filtered",
    [
        f"{FAMILIES}?password__startswith=argon2",
        f"{FAMILIES}?site__users__password__startswith=argon2",
        f"{SITES}?users__password__startswith=argon2",
        f"{FAMILIES}?email__regex=[",
        f"{FAMILIES}?last_login__year=99999999999",
        f"{FAMILIES}?email=%00",
        f"{SITES}?name__contains=x",
    ],
)
def test_lists_are_filtered_by_what_they_offer_alone(client, office, moreau, filtered: str) -> None:
    assert client.enter(office).get(filtered).status_code == 400


# Where an account may be added


def offered(response) -> list[Site]:
    return list(response.context["adminform"].form.fields["site"].queryset)


@pytest.fixture
def two_posts(gounod, xenakis_site) -> User:
    """Direction of one site, something else at the other."""
    account = make_staff("direction.gounod", gounod, role=Role.DIRECTION)
    Post.objects.create(user=account, site=xenakis_site, role=Role.SECRETARIAT)
    return account


def test_head_is_of_the_only_school(client, gounod, office, two_posts, administrator) -> None:
    gounod.accent, heads = "#0f766e", {}
    gounod.save()
    for staff in (office, two_posts, administrator):
        page = client.enter(staff).get("/gestion/").content.decode()
        heads[staff] = re.search(r"<span>Gestion<small>(.*?)</small>", page)[1], gounod.stylesheet_url in page
    assert heads == {
        office: ("Conservatoire Gounod", True),
        two_posts: (two_posts.get_full_name(), False),
        administrator: (administrator.get_full_name(), False),
    }


def test_choice_of_site_offers_the_own_one(client, office, gounod, xenakis_site) -> None:
    assert offered(client.enter(office).get(f"{FAMILIES}add/")) == [gounod]


def test_choice_of_site_leaves_out_where_one_only_looks(
    client, two_posts, monkeypatch, gounod, xenakis_site
) -> None:
    client.enter(two_posts)
    assert offered(client.get(f"{FAMILIES}add/")) == [gounod, xenakis_site]
    only_looks = {"accounts.view_site", "accounts.view_familyaccount"}
    monkeypatch.setitem(roles._permissions, Role.SECRETARIAT, only_looks)
    assert offered(client.get(f"{FAMILIES}add/")) == [gounod]
    assert set(errors(client.post(f"{FAMILIES}add/", family(xenakis_site)))) == {"site"}


def test_account_is_not_added_at_another_site(client, office, xenakis_site) -> None:
    response = client.enter(office).post(f"{FAMILIES}add/", family(xenakis_site))
    assert errors(response) == {
        "site": ["Sélectionnez un choix valide. Ce choix ne fait pas partie de ceux disponibles."]
    }
    assert not FamilyAccount.objects.exists()


def test_account_without_site_would_be_of_the_staff_and_is_refused(client, office, gounod) -> None:
    response = client.enter(office).post(f"{FAMILIES}add/", family(gounod) | {"site": ""})
    assert errors(response) == {"site": [REQUIRED]}
    assert list(User.objects.all()) == [office]


def test_account_does_not_move_to_another_site(client, administrator, moreau, xenakis_site) -> None:
    typed = family(xenakis_site, identifier="moreau2")
    saved(client.enter(administrator).post(f"{FAMILIES}{moreau.pk}/change/", typed))
    changed = User.objects.get(pk=moreau.pk)
    assert (changed.identifier, changed.site) == ("moreau2", moreau.site)


# Roles

LOOK_AFTER = {"site list": 200, "site": 200, "family list": 200, "family add": 200, "family": 200}
NOTHING = dict.fromkeys(LOOK_AFTER, 404)
OF_THE_ADMINISTRATOR = {
    "site add": 404,
    "site delete": 404,
    "family delete": 404,
    "staff": 404,
    "staff add": 404,
}


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (Role.SECRETARIAT, LOOK_AFTER),
        (Role.DIRECTION, LOOK_AFTER),
        (Role.REGIE, NOTHING),
        (Role.PEDAGOGIE, NOTHING),
    ],
)
def test_pages_of_a_role(client, gounod, moreau, role: str, answers: dict) -> None:
    client.enter(make_staff("agent", gounod, role=role))
    given = {name: client.get(page).status_code for name, page in pages(gounod, moreau).items()}
    assert given == answers | OF_THE_ADMINISTRATOR


def pages(site: Site, account: User) -> dict[str, str]:
    return {
        "site list": SITES,
        "site": f"{SITES}{site.pk}/change/",
        "site add": f"{SITES}add/",
        "site delete": f"{SITES}{site.pk}/delete/",
        "family list": FAMILIES,
        "family": f"{FAMILIES}{account.pk}/change/",
        "family add": f"{FAMILIES}add/",
        "family delete": f"{FAMILIES}{account.pk}/delete/",
        "staff": STAFF,
        "staff add": f"{STAFF}add/",
    }


def test_staff_without_post_find_an_empty_office(client, moreau) -> None:
    client.enter(make_staff("nouveau"))
    assert client.get("/gestion/").context["app_list"] == []
    answers = {name: client.get(page).status_code for name, page in pages(moreau.site, moreau).items()}
    assert answers == dict.fromkeys(answers, 404)


@pytest.mark.parametrize(
    ("role", "models"),
    [
        (Role.SECRETARIAT, ["Site", "FamilyAccount", "Mail", "Text", "Throttle"]),
        (Role.DIRECTION, ["Site", "FamilyAccount", "Mail", "Text", "Throttle", "Trace"]),
        (Role.REGIE, []),
        (Role.PEDAGOGIE, []),
    ],
)
def test_index_lists_what_the_role_opens(client, gounod, role: str, models: list) -> None:
    user = make_staff("agent", gounod, role=role)
    apps = client.enter(user).get("/gestion/").context["app_list"]
    models_of = [listed for app in apps for listed in app["models"]]
    listed = [each["object_name"] for each in models_of if each["model"]._meta.app_label == "accounts"]
    assert (sorted(listed), user.has_module_perms("accounts")) == (sorted(models), bool(models))


def test_direction_changes_the_settings_of_its_site(client, gounod) -> None:
    client.enter(make_staff("direction.gounod", gounod, role=Role.DIRECTION))
    changes = settings_of(gounod, idle_minutes=45, sign_out_label="quitter", welcome="Bienvenue !")
    saved(client.post(f"{SITES}{gounod.pk}/change/", changes))
    gounod.refresh_from_db()
    assert (gounod.idle_minutes, gounod.sign_out_label, gounod.welcome) == (45, "quitter", "Bienvenue !")


def test_secretariat_reads_the_settings_and_changes_none(client, office, gounod) -> None:
    client.enter(office)
    response = client.get(f"{SITES}{gounod.pk}/change/")
    assert (response.status_code, response.context["adminform"].form.fields) == (200, {})
    assert "gounod@example.org" in response.content.decode()
    answer = client.post(f"{SITES}{gounod.pk}/change/", settings_of(gounod, idle_minutes=45))
    assert (answer.status_code, Site.objects.get().idle_minutes) == (404, 30)


def test_role_counts_at_its_own_site(client, two_posts, gounod, xenakis_site) -> None:
    client.enter(two_posts)
    assert rows(client.get(SITES)) == [gounod, xenakis_site]
    for site, status in ((gounod, 302), (xenakis_site, 404)):
        address = f"{SITES}{site.pk}/change/"
        assert client.get(address).status_code == 200
        assert client.post(address, settings_of(site, idle_minutes=45)).status_code == status
    assert set(Site.objects.values_list("name", "idle_minutes")) == {
        ("Conservatoire Gounod", 45),
        ("Conservatoire Xénakis", 30),
    }


def test_site_where_the_role_opens_nothing_is_not_found(client, two_posts, gounod, xenakis) -> None:
    two_posts.posts.filter(site=xenakis.site).update(role=Role.REGIE)
    client.enter(two_posts)
    assert rows(client.get(SITES)) == [gounod]
    assert client.get(f"{SITES}{xenakis.site_id}/change/").status_code == 404
    assert client.get(f"{FAMILIES}{xenakis.pk}/change/").status_code == 404
    assert offered(client.get(f"{FAMILIES}add/")) == [gounod]


def test_password_lengths_that_contradict_each_other_are_told(client, administrator, gounod) -> None:
    changes = settings_of(gounod, password_min_length=16, password_max_length=12)
    response = client.enter(administrator).post(f"{SITES}{gounod.pk}/change/", changes)
    assert errors(response) == {
        "__all__": [
            "La longueur du mot de passe\u00a0: 8 caractères au moins, et le maximum n’est pas sous le minimum."
        ]
    }


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"name": ""}, {"name": [REQUIRED]}),
        (
            {"name": "Conservatoire Xénakis"},
            {"name": ["Un objet Site avec ce champ Nom de l’établissement existe déjà."]},
        ),
        ({"email": "x"}, {"email": ["Saisissez une adresse de courriel valide."]}),
        (
            {"password_min_length": 7},
            {"password_min_length": ["Assurez-vous que cette valeur est supérieure ou égale à 8."]},
        ),
        (
            {"idle_minutes": 5},
            {"idle_minutes": ["Sélectionnez un choix valide. 5 n’en fait pas partie."]},
        ),
    ],
    ids=str,
)
def test_settings_are_refused_at_their_field(
    client, administrator, gounod, xenakis_site, changes, sentences
) -> None:
    response = client.enter(administrator).post(f"{SITES}{gounod.pk}/change/", settings_of(gounod, **changes))
    assert errors(response) == sentences


def delete_chosen(client, *sites: Site, **confirmed: str):
    chosen = {"action": "delete_selected", "_selected_action": [site.pk for site in sites]}
    return client.post(SITES, chosen | confirmed)


def test_site_with_accounts_is_not_deleted(client, administrator, moreau, xenakis_site) -> None:
    client.enter(administrator)
    for confirmed in ({}, {"post": "yes"}):
        response = delete_chosen(client, moreau.site, xenakis_site, **confirmed)
        assert (response.status_code, len(response.context["protected"])) == (200, 1)
        assert "moreau1" in response.context["protected"][0]
        assert "suppression des objets liés et protégés suivants" in response.content.decode()
    assert Site.objects.count() == 2


def test_site_without_accounts_is_deleted(client, administrator, gounod, xenakis_site, office) -> None:
    client.enter(administrator)
    assert delete_chosen(client, gounod, post="yes").status_code == 302
    assert (list(Site.objects.all()), list(office.posts.all())) == ([xenakis_site], [])


def test_sign_out_of_the_office_ends_the_session(client, office) -> None:
    client.enter(office)
    response = client.post("/gestion/logout/")
    assert (response["Location"], response["Clear-Site-Data"]) == ("/gestion/connexion", '"storage"')
    assert client.get("/gestion/").status_code == 302


def test_sign_out_of_the_office_is_no_link(client, office) -> None:
    client.enter(office)
    assert client.get("/gestion/logout/").status_code == 405
    assert client.get("/gestion/").status_code == 200


def test_list_of_sites_asks_as_much_for_three(client, administrator, django_assert_num_queries) -> None:
    client.enter(administrator)
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            make_site(name)
        with django_assert_num_queries(6):
            client.get(SITES)


def test_list_of_families_asks_as_much_for_three(client, office, gounod, django_assert_num_queries) -> None:
    client.enter(office)
    for identifiers in (["un"], ["deux", "trois"]):
        for identifier in identifiers:
            make_account(identifier, gounod)
        with django_assert_num_queries(7):
            client.get(FAMILIES)


def test_list_of_staff_asks_as_much_for_three(
    client, administrator, gounod, django_assert_num_queries
) -> None:
    client.enter(administrator)
    for identifiers in ([], ["deux", "trois"]):
        for identifier in identifiers:
            make_staff(identifier, gounod)
        with django_assert_num_queries(6):
            client.get(STAFF)
