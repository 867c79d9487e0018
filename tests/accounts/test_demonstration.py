"""`manage.py demo` fills an empty database, and nothing else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.demonstration import FAMILY_PASSWORD, STAFF_PASSWORD
from accounts.models import FamilyAccount, Post, Site, StaffAccount, User

DECONNEXION, QUITTER = "Déconnexion", "Quitter"


@pytest.fixture(autouse=True)
def data(settings, tmp_path, db):
    settings.DATA = tmp_path
    return tmp_path


def demo(**options: bool) -> str:
    said = StringIO()
    call_command("demo", stdout=said, **options)
    return said.getvalue()


def test_sites_are_set_up_as_the_guides_show_them() -> None:
    assert demo() == "Demonstration: 5 sites, 12 accounts.\n"
    assert [
        (site.name, site.password_min_length, site.password_max_length, site.get_sign_out_label_display())
        for site in Site.objects.order_by("pk")
    ] == [
        ("Arts visuels", 8, 20, DECONNEXION),
        ("Conservatoire Gounod", 8, 20, DECONNEXION),
        ("Conservatoire Xénakis", 8, None, DECONNEXION),
        ("École nationale de musique", 8, None, QUITTER),
        ("Conservatoire", 8, 16, QUITTER),
    ]


def test_sites_can_be_reached_and_tell_of_personal_data() -> None:
    demo()
    for site in Site.objects.order_by("pk"):
        assert site.is_open
        assert all(
            [site.telephone, site.address, site.opening_hours, site.welcome, site.personal_data_notice]
        )
        assert (site.telephone[:8], site.email.partition("@")[2]) == ("01 99 00", "example.org")


def test_sites_have_a_look_of_their_own() -> None:
    demo()
    sites = list(Site.objects.order_by("pk"))
    assert [site.accent for site in sites] == ["#c2410c", "#0f766e", "#8a1c4a", "#f2b134", "#0369a1"]
    assert len({site.logo.name for site in sites}) == 5
    assert all(0 < site.logo.size < 4096 for site in sites)


def test_families_are_those_of_the_guides() -> None:
    demo()
    accounts = FamilyAccount.objects.select_related("site").order_by("pk")
    assert [(account.site.name, account.identifier, account.salutation) for account in accounts] == [
        ("Arts visuels", "bernard1", "Madame Bernard"),
        ("Conservatoire Gounod", "moreau1", "Monsieur Moreau"),
        ("Conservatoire Xénakis", "leroy1", "Madame Leroy"),
        ("Conservatoire Xénakis", "leroy2", "Monsieur Benhaddou"),
        ("Conservatoire Xénakis", "petit1", "Madame Petit"),
        ("École nationale de musique", "abolant1", "Madame Abolant"),
        ("Conservatoire", "dupont1", "Monsieur Dupont"),
    ]
    assert all(account.email == f"{account.identifier}@example.org" for account in accounts)


def test_staff_have_their_posts_and_one_administers() -> None:
    demo()
    assert [
        (account.identifier, account.is_superuser, [str(post) for post in account.held_posts])
        for account in StaffAccount.objects.order_by("pk")
    ] == [
        ("gestion", True, []),
        ("secretariat.enm", False, ["secretariat.enm · Secrétariat · École nationale de musique"]),
        ("regie.enm", False, ["regie.enm · Régie · École nationale de musique"]),
        ("pedagogie.enm", False, ["pedagogie.enm · Pédagogie · École nationale de musique"]),
        ("secretariat.conservatoire", False, ["secretariat.conservatoire · Secrétariat · Conservatoire"]),
    ]


def test_every_account_is_sound() -> None:
    demo()
    for row in [*Site.objects.all(), *User.objects.all(), *Post.objects.all()]:
        row.full_clean()


def test_every_family_signs_in(client) -> None:
    demo()
    for account in FamilyAccount.objects.order_by("pk"):
        typed = {"site": account.site_id, "identifier": account.identifier, "password": FAMILY_PASSWORD}
        assert client.post("/extranet/famille", typed)["Location"] == "/accueil"
        client.post("/deconnexion")


def test_every_member_of_staff_signs_in(client) -> None:
    demo()
    for account in StaffAccount.objects.order_by("pk"):
        typed = {"identifier": account.identifier, "password": STAFF_PASSWORD}
        assert client.post("/gestion/connexion", typed)["Location"] == "/gestion/"
        client.post("/gestion/deconnexion")


@pytest.mark.parametrize("cast", ["gounod", "administrator"])
def test_database_that_is_not_empty_is_left_alone(request, data, cast: str) -> None:
    present = request.getfixturevalue(cast)
    with pytest.raises(
        CommandError, match=r"^The database is not empty: the demonstration is for an empty one\.$"
    ):
        demo()
    assert demo(if_empty=True) == ""
    assert [*Site.objects.all(), *User.objects.all()] == [present]
    assert list(data.iterdir()) == []


def test_portal_of_a_school_is_left_alone(secured, data) -> None:
    with pytest.raises(CommandError, match=r"^This is not a demonstration: DEMONSTRATION is off\.$"):
        demo()
    assert demo(if_empty=True) == ""
    assert not Site.objects.exists()
    assert list(data.iterdir()) == []


def test_empty_database_is_filled_if_empty(data) -> None:
    assert demo(if_empty=True) == "Demonstration: 5 sites, 12 accounts.\n"


def test_sign_ins_are_written_for_who_starts_it(data) -> None:
    demo()
    lines = (data / "sign-ins.txt").read_text().splitlines()
    families, staff = lines[1:8], lines[9:]
    assert (lines[0], lines[8]) == ("Families (password Musique2026):", "Staff (password Gestion2026!):")
    assert [line.split()[-1] for line in families] == [
        account.identifier for account in FamilyAccount.objects.order_by("pk")
    ]
    assert [line.split() for line in staff] == [
        ["Gestion", account.identifier] for account in StaffAccount.objects.order_by("pk")
    ]


def everything() -> list[list[dict]]:
    """Without the keys and salts that differ each time."""
    left_out = {"_state", "id", "password", "login", "site_id", "user_id"}
    return [
        [
            {name: fact for name, fact in vars(row).items() if name not in left_out} | {"text": str(row)}
            for row in model.objects.order_by("pk")
        ]
        for model in (Site, User, Post)
    ]


def test_two_fills_give_the_same_data() -> None:
    with transaction.atomic():
        demo()
        first = everything()
        transaction.set_rollback(True)
    demo()
    assert everything() == first
