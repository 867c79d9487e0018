"""Accounts in the office: the families', which have no password there, and the staff's."""

import pytest

from accounts.models import FamilyAccount, Mail, Post, Site, StaffAccount, User
from accounts.roles import Role
from tests.accounts.office_forms import FAMILIES, REQUIRED, STAFF, TAKEN, errors, family, saved
from tests.factories import PASSWORD


def test_new_account_has_no_password_and_its_site(client, office, gounod) -> None:
    saved(client.enter(office).post(f"{FAMILIES}add/", family(gounod, password="Musique2026")))
    account = FamilyAccount.objects.get()
    assert (account.login, account.site, account.has_usable_password()) == (
        f"{gounod.pk}:nouveau1",
        gounod,
        False,
    )


def test_new_account_without_an_identifier_gets_one_from_its_name(client, office, moreau) -> None:
    typed = family(moreau.site, identifier="", last_name="Moreau")
    saved(client.enter(office).post(f"{FAMILIES}add/", typed))
    account = FamilyAccount.objects.exclude(pk=moreau.pk).get()
    assert (account.identifier, account.has_usable_password()) == ("moreau2", False)


def test_identifier_is_not_taken_away(client, office, moreau) -> None:
    response = client.enter(office).post(f"{FAMILIES}{moreau.pk}/change/", family(moreau.site, identifier=""))
    assert errors(response)["identifier"] == [REQUIRED]


def test_page_of_an_account_neither_shows_nor_sets_a_password(client, office, moreau) -> None:
    fields = ["identifier", "civility", "first_name", "last_name", "email", "is_active", "seen"]
    address = f"{FAMILIES}{moreau.pk}/change/"
    response = client.enter(office).get(address)
    assert list(response.context["adminform"].form.fields) == fields
    assert (moreau.password in response.content.decode(), 'type="password"' in response.content.decode()) == (
        False,
        False,
    )
    saved(client.post(address, family(moreau.site, password="autre", password1="autre")))
    assert User.objects.get(pk=moreau.pk).password == moreau.password


@pytest.mark.parametrize("of", [FAMILIES, STAFF])
def test_password_of_a_family_is_set_by_nobody(client, administrator, moreau, of: str) -> None:
    client.enter(administrator)
    typed = {"password1": "Musique2027", "password2": "Musique2027", "usable_password": "true"}
    answers = (
        client.get(f"{of}{moreau.pk}/password/", follow=True),
        client.post(f"{of}{moreau.pk}/password/", typed, follow=True),
    )
    assert [answer.status_code for answer in answers] == [404, 404]
    assert User.objects.get(pk=moreau.pk).password == moreau.password


@pytest.mark.parametrize("identifier", ["moreau1", "MOREAU1", "Mòreau1", " moreau1 "])
def test_identifier_already_taken_at_the_site_is_refused(client, office, moreau, identifier: str) -> None:
    response = client.enter(office).post(f"{FAMILIES}add/", family(moreau.site, identifier=identifier))
    assert errors(response) == {"identifier": [TAKEN]}


def test_identifier_taken_by_another_account_is_refused_on_change(client, office, moreau, petit) -> None:
    response = client.enter(office).post(
        f"{FAMILIES}{petit.pk}/change/", family(petit.site, identifier="Moreau1")
    )
    assert errors(response) == {"identifier": [TAKEN]}


def test_identifier_of_another_site_is_free(client, office, gounod, xenakis) -> None:
    saved(client.enter(office).post(f"{FAMILIES}add/", family(gounod, identifier="leroy1")))
    assert FamilyAccount.objects.filter(identifier="leroy1").count() == 2


@pytest.mark.parametrize("identifier", ["moreau 1", "1:moreau", "1：moreau", "moreau\u00a01"])
def test_identifier_with_a_blank_or_a_colon_is_refused(client, office, gounod, identifier: str) -> None:
    response = client.enter(office).post(f"{FAMILIES}add/", family(gounod, identifier=identifier))
    assert errors(response) == {"identifier": ["Un identifiant n’a ni espace ni deux-points."]}


# Settings of a site


def member(site: Site, password: str, **changes: object) -> dict[str, object]:
    return {
        "identifier": "regie.gounod",
        "last_name": "Guérin",
        "password1": password,
        "password2": password,
        "posts-TOTAL_FORMS": "1",
        "posts-INITIAL_FORMS": "0",
        "posts-0-site": site.pk,
        "posts-0-role": Role.REGIE,
        **changes,
    }


def test_administrator_makes_an_account_with_its_post(client, administrator, gounod) -> None:
    saved(client.enter(administrator).post(f"{STAFF}add/", member(gounod, "Quatorze-signes-1")))
    account = StaffAccount.objects.get(identifier="regie.gounod")
    assert [(post.site, post.role) for post in account.held_posts] == [(gounod, Role.REGIE)]
    assert (account.is_superuser, account.is_staff) == (False, True)
    client.post("/gestion/deconnexion")
    typed = {"identifier": "regie.gounod", "password": "Quatorze-signes-1"}
    assert client.post("/gestion/connexion", typed)["Location"] == "/gestion/"


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Court1", "8 caractères au moins"),
        ("sans majuscule 1", "une lettre majuscule"),
        ("Sans chiffre", "un chiffre"),
    ],
)
def test_password_of_the_staff_follows_the_rule(client, administrator, gounod, password, missing) -> None:
    response = client.enter(administrator).post(f"{STAFF}add/", member(gounod, password))
    assert errors(response) == {"password2": [f"Il faut encore\u00a0: {missing}."]}
    assert list(StaffAccount.objects.values_list("pk", flat=True)) == [administrator.pk]


def test_staff_who_change_their_own_password_are_told(client, office) -> None:
    new = {
        "old_password": PASSWORD,
        "new_password1": "Quatorze-signes-1",
        "new_password2": "Quatorze-signes-1",
    }
    client.enter(office)
    assert client.post("/gestion/password_change/", new).status_code == 302
    assert list(Mail.objects.values_list("template", "user")) == [("password_changed", office.pk)]
    assert client.get("/gestion/").status_code == 200


def test_staff_whose_password_the_administrator_changes_are_told(client, administrator, office) -> None:
    new = {"password1": "Quatorze-signes-1", "password2": "Quatorze-signes-1", "usable_password": "true"}
    assert client.enter(administrator).post(f"{STAFF}{office.pk}/password/", new).status_code == 302
    assert list(Mail.objects.values_list("template", "user")) == [("password_changed", office.pk)]


def test_password_of_the_staff_is_not_forgotten(client, administrator, gounod) -> None:
    response = client.enter(administrator).post(f"{STAFF}add/", member(gounod, ""))
    assert errors(response) == {"password1": [REQUIRED], "password2": [REQUIRED]}


@pytest.mark.parametrize(
    ("identifier", "sentence"),
    [("GESTION", TAKEN), ("a b", "Un identifiant n’a ni espace ni deux-points.")],
)
def test_identifier_of_the_staff_is_checked(client, administrator, gounod, identifier, sentence) -> None:
    typed = member(gounod, "Quatorze-signes-1", identifier=identifier)
    assert errors(client.enter(administrator).post(f"{STAFF}add/", typed)) == {"identifier": [sentence]}


def test_post_twice_is_told(client, administrator, gounod) -> None:
    twice = {"posts-TOTAL_FORMS": "2", "posts-1-site": gounod.pk, "posts-1-role": Role.REGIE}
    typed = member(gounod, "Quatorze-signes-1", **twice)
    response = client.enter(administrator).post(f"{STAFF}add/", typed)
    posts = response.context["inline_admin_formsets"][0].formset
    assert posts.total_error_count() > 0
    assert not Post.objects.exists()


# The pages themselves
