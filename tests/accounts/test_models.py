"""Sites, accounts and posts: what is unique, what the database itself refuses, what is whose."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.backends import FamilyBackend, StaffBackend
from accounts.models import FamilyAccount, Post, Site, StaffAccount, User, login_of
from accounts.roles import Role
from tests.factories import make_account, make_site, make_staff

TAKEN = "Cet identifiant est déjà pris."
NO_BLANK_NO_COLON = "Un identifiant n’a ni espace ni deux-points."


@pytest.mark.parametrize(
    ("site_id", "identifier", "login"),
    [(None, "Gestion", "gestion"), (7, "Moreau1", "7:moreau1"), (7, " MÒREAU1 ", "7:moreau1")],
)
def test_login_is_the_identifier_behind_its_site(site_id, identifier: str, login: str) -> None:
    assert login_of(site_id, identifier) == login


def refuses(constraint: str):
    """By its name on PostgreSQL; SQLite tells a unique one by its columns."""
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("identifier", ["MOREAU1", "Mòreau1"])
def test_login_is_unique_across_case_and_accents(moreau, identifier: str) -> None:
    with refuses("login"), transaction.atomic():
        make_account(identifier, moreau.site)


def test_login_is_free_at_another_site(moreau, xenakis_site) -> None:
    assert make_account("moreau1", xenakis_site).login == f"{xenakis_site.pk}:moreau1"


@pytest.mark.parametrize(("cast", "login"), [("moreau", "moreau1"), ("office", "1:secretariat")])
def test_database_refuses_a_login_without_its_site(request, cast: str, login: str) -> None:
    account = request.getfixturevalue(cast)
    with refuses("user_login_names_its_site"), transaction.atomic():
        User.objects.filter(pk=account.pk).update(login=login)


def test_database_refuses_a_family_that_administers(moreau) -> None:
    with refuses("user_superuser_is_staff"), transaction.atomic():
        User.objects.filter(pk=moreau.pk).update(is_superuser=True)


def test_database_refuses_a_post_twice(office, gounod) -> None:
    with refuses("post_once|accounts_post.role"), transaction.atomic():
        Post.objects.create(user=office, site=gounod, role=Role.SECRETARIAT)
    Post.objects.create(user=office, site=gounod, role=Role.REGIE)
    assert str(office.posts.get(role=Role.REGIE)) == "secretariat.gounod · Régie · Conservatoire Gounod"


@pytest.mark.parametrize(
    "lengths", [{"password_min_length": 7}, {"password_min_length": 16, "password_max_length": 15}], ids=str
)
def test_database_refuses_impossible_password_lengths(gounod, lengths: dict) -> None:
    with refuses("site_password_lengths"), transaction.atomic():
        Site.objects.update(**lengths)


@pytest.mark.parametrize("minutes", [9, 121])
def test_database_refuses_idle_minutes_out_of_bounds(gounod, minutes: int) -> None:
    with refuses("site_idle_minutes"), transaction.atomic():
        Site.objects.update(idle_minutes=minutes)


def test_name_of_a_site_fits_however_its_letters_unfold(db) -> None:
    site = make_site("ﬃ" * 80)
    site.full_clean()
    assert len(Site.objects.get().name_key) == 120


@pytest.mark.parametrize(
    ("identifier", "sentence"),
    [
        ("moreau 1", NO_BLANK_NO_COLON),
        ("1:moreau", NO_BLANK_NO_COLON),
        ("1：moreau", NO_BLANK_NO_COLON),  # its key has a plain colon
        ("moreau¨1", NO_BLANK_NO_COLON),  # its key has a blank
        ("¨", "Ce champ ne peut pas être vide."),
        ("gestion", TAKEN),
        ("GÈSTION", TAKEN),
    ],
)
def test_identifier_is_refused_with_a_sentence(administrator, identifier: str, sentence: str) -> None:
    account = User(identifier=identifier, last_name="Moreau", password="!")
    with pytest.raises(ValidationError) as refused:
        account.full_clean(exclude={"login"})
    assert refused.value.message_dict == {"identifier": [sentence]}


def test_identifier_whose_letters_unfold_beyond_the_login_is_refused(db) -> None:
    account = User(identifier="ﷺ" * 40, last_name="Moreau", password="!")
    with pytest.raises(ValidationError) as refused:
        account.full_clean(exclude={"login"})
    assert set(refused.value.message_dict) == {"identifier"}


def test_identifier_that_a_form_does_not_ask_for_is_left_alone(db) -> None:
    User(identifier="1：moreau", last_name="Moreau", password="!").full_clean(exclude={"login", "identifier"})


@pytest.mark.parametrize(
    ("facts", "salutation"),
    [
        ({"civility": "madame", "first_name": "Claire"}, "Madame Bernard"),
        ({"civility": "monsieur"}, "Monsieur Bernard"),
        ({"first_name": "Claire"}, "Claire Bernard"),
        ({}, "Bernard"),
    ],
    ids=str,
)
def test_salutation_with_and_without_civility(facts: dict, salutation: str) -> None:
    assert User(last_name="Bernard", **facts).salutation == salutation


def test_short_name_is_the_first_name_if_there_is_one() -> None:
    names = [User(last_name="Bernard", first_name=first).get_short_name() for first in ("Claire", "")]
    assert names == ["Claire", "Bernard"]


@pytest.fixture
def everyone(moreau, petit, xenakis, office, other_office, administrator) -> dict[str, User]:
    return {user.identifier: user for user in User.objects.order_by("pk")}


@pytest.mark.parametrize(
    ("who", "sites"),
    [
        ("moreau1", {"Conservatoire Gounod"}),
        ("leroy1", {"Conservatoire Xénakis"}),
        ("secretariat.gounod", {"Conservatoire Gounod"}),
        ("secretariat.xenakis", {"Conservatoire Xénakis"}),
        ("gestion", {"Conservatoire Gounod", "Conservatoire Xénakis"}),
    ],
)
def test_sites_for_user(everyone, who: str, sites: set) -> None:
    assert {site.name for site in Site.objects.for_user(everyone[who])} == sites


@pytest.mark.parametrize(
    ("who", "accounts"),
    [
        ("moreau1", {"moreau1"}),
        ("leroy1", {"leroy1"}),
        ("secretariat.gounod", {"secretariat.gounod", "moreau1", "petit1"}),
        ("secretariat.xenakis", {"secretariat.xenakis", "leroy1"}),
    ],
)
def test_users_for_user(everyone, who: str, accounts: set) -> None:
    assert {user.identifier for user in User.objects.for_user(everyone[who])} == accounts


def test_users_for_the_administrator_are_all(everyone) -> None:
    assert {user.identifier for user in User.objects.for_user(everyone["gestion"])} == set(everyone)


def test_users_for_staff_without_post_are_oneself(moreau) -> None:
    newcomer = make_staff("nouveau")
    assert list(User.objects.for_user(newcomer)) == [newcomer]
    assert not Site.objects.for_user(newcomer).exists()


@pytest.mark.parametrize(
    ("who", "posts"),
    [
        ("moreau1", set()),
        ("secretariat.gounod", {"secretariat.gounod"}),
        ("gestion", {"secretariat.gounod", "secretariat.xenakis"}),
    ],
)
def test_posts_for_user(everyone, who: str, posts: set) -> None:
    assert {post.user.identifier for post in Post.objects.for_user(everyone[who])} == posts


def test_accounts_are_of_families_or_of_staff(everyone) -> None:
    families = {user.identifier for user in FamilyAccount.objects.all()}
    staff = {user.identifier for user in StaffAccount.objects.all()}
    assert families == {"moreau1", "petit1", "leroy1"}
    assert staff == set(everyone) - families


@pytest.mark.parametrize(("cast", "backend"), [("moreau", FamilyBackend), ("office", StaffBackend)])
def test_account_made_inactive_is_not_known_any_more(request, cast: str, backend: type) -> None:
    account = request.getfixturevalue(cast)
    assert backend().get_user(account.pk) == account
    User.objects.filter(pk=account.pk).update(is_active=False)
    assert backend().get_user(account.pk) is None


@pytest.mark.parametrize("cast", ["moreau", "office"])
def test_account_made_inactive_has_no_right(request, cast: str) -> None:
    account = request.getfixturevalue(cast)
    before = account.has_perm("accounts.view_site"), account.has_module_perms("accounts")
    account.is_active = False
    assert before == ((cast == "office"),) * 2
    assert (account.has_perm("accounts.view_site"), account.has_module_perms("accounts")) == (False, False)


def test_right_is_held_at_the_site_of_the_object(office, moreau, xenakis) -> None:
    rights = [office.has_perm("accounts.change_familyaccount", family) for family in (moreau, xenakis)]
    assert rights == [True, False]


def create_superuser(monkeypatch, login: str, **options: object) -> str:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "Une-longue-phrase-2026")
    said = StringIO()
    call_command(
        "createsuperuser", interactive=False, login=login, last_name="Vasseur", stdout=said, **options
    )
    return said.getvalue()


def test_createsuperuser_makes_an_administrator_who_signs_in(client, db, monkeypatch) -> None:
    create_superuser(monkeypatch, "Direction.Generale")
    account = User.objects.get()
    facts = (account.identifier, account.login, account.is_superuser, account.is_staff)
    assert facts == ("Direction.Generale", "direction.generale", True, True)
    typed = {"identifier": "direction.generale", "password": "Une-longue-phrase-2026"}
    assert client.post("/gestion/connexion", typed)["Location"] == "/gestion/"


def test_superuser_without_password_cannot_sign_in(db) -> None:
    assert not User.objects.create_superuser("gestion", last_name="Vasseur").has_usable_password()


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        ("gestion", "Error: That login is already taken."),  # Django's own
        ("Gestion", TAKEN),
        ("1:moreau1", NO_BLANK_NO_COLON),
        ("direction generale", NO_BLANK_NO_COLON),
    ],
)
def test_createsuperuser_refuses_with_a_sentence(
    administrator, monkeypatch, login: str, sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        create_superuser(monkeypatch, login)
    assert str(refused.value) == sentence
    assert User.objects.get() == administrator
