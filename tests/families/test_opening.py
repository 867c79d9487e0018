"""The office opens accounts, closes them, and lets people in again."""

import pytest

from accounts.models import FamilyAccount, Throttle, User
from accounts.roles import Role
from families import opening
from families.models import Guardian
from tests.accounts.tries import attempt
from tests.at_once import at_once
from tests.factories import make_family, make_guardian, make_staff

FAMILIES = "/gestion/families/family/"
GUARDIANS = "/gestion/families/guardian/"
ACCOUNTS = "/gestion/accounts/familyaccount/"

pytestmark = pytest.mark.django_db


def do(client, address: str, action: str, *chosen, **more):
    form = {"action": action, "_selected_action": [each.pk for each in chosen], "index": 0}
    return client.post(address, form | more, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def roux(gounod):
    """Nobody of them has an account."""
    family = make_family(gounod, "Roux")
    make_guardian(family, "Ana", email="ana@example.org")
    make_guardian(family, "Jo")
    return family


def test_account_is_opened_for_who_answers_for_the_family(client, office, roux) -> None:
    response = do(client.enter(office), FAMILIES, "open_accounts", roux)
    assert said(response) == ["1 compte est créé\u00a0: roux1."]
    account = FamilyAccount.objects.get()
    assert (str(account.guardian), account.email, account.get_full_name()) == (
        "Ana Roux",
        "ana@example.org",
        "Ana Roux",
    )
    assert account.has_usable_password() is False


def test_family_that_has_an_account_is_left(client, office, roux) -> None:
    client.enter(office)
    do(client, FAMILIES, "open_accounts", roux)
    assert said(do(client, FAMILIES, "open_accounts", roux)) == [
        "Aucun compte à créer\u00a0: il y en a déjà un partout."
    ]


def test_account_is_opened_for_guardians_who_are_chosen(client, office, roux) -> None:
    first, second = roux.guardians.order_by("order")
    do(client.enter(office), GUARDIANS, "open_accounts", second)
    do(client, GUARDIANS, "open_accounts", first, second)
    identifiers = Guardian.objects.order_by("order").values_list("user__identifier", flat=True)
    assert list(identifiers) == ["roux2", "roux1"]


def test_who_only_looks_opens_nothing(client, gounod, roux) -> None:
    client.enter(make_staff("regie", gounod, role=Role.REGIE))
    page = client.get(FAMILIES).content.decode()
    do(client, FAMILIES, "open_accounts", roux)
    assert (FamilyAccount.objects.exists(), "open_accounts" in page) == (False, False)


def test_right_at_one_school_opens_nothing_at_another(client, gounod, xenakis_site, roux) -> None:
    strangers = make_family(xenakis_site, "Leroy")
    make_guardian(strangers, "Inès")
    both = make_staff("deux", xenakis_site)
    both.posts.create(site=gounod, role=Role.REGIE)
    do(client.enter(both), FAMILIES, "open_accounts", roux, strangers)
    assert list(FamilyAccount.objects.values_list("identifier", flat=True)) == ["leroy1"]


@pytest.mark.parametrize(("asked", "shown"), [("sans", ["Roux"]), ("avec", ["Moreau"])])
def test_families_without_an_account_are_found(client, office, roux, luc, asked, shown) -> None:
    page = client.enter(office).get(FAMILIES, {"compte": asked})
    assert [family.name for family in page.context["cl"].result_list] == shown


@pytest.mark.parametrize(("asked", "shown"), [("sans", ["Ana", "Jo"]), ("avec", ["Luc"])])
def test_guardians_without_an_account_are_found(client, office, roux, luc, asked, shown) -> None:
    page = client.enter(office).get(GUARDIANS, {"compte": asked})
    assert [each.person.first_name for each in page.context["cl"].result_list] == shown


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_same_accounts_at_once_open_each_once(gounod) -> None:
    for number in range(20):
        make_guardian(make_family(gounod, "Martin"), f"Ana {number}")
    everyone = Guardian.objects.order_by("pk")
    first, second = at_once(
        lambda: opening.open_for(list(everyone)), lambda: opening.open_for(list(everyone.reverse()))
    )
    assert len(first) + len(second) == 20
    assert sorted(User.objects.values_list("identifier", flat=True)) == sorted(
        f"martin{number}" for number in range(1, 21)
    )
    assert not everyone.filter(user=None).exists()


def test_guardian_who_is_gone_meanwhile_gets_nothing(roux) -> None:
    gone = roux.guardians.first()
    Guardian.objects.all().delete()
    assert opening.open_for([gone]) == []


# Closed, opened again, let in


def test_account_is_closed_and_its_session_ends(client, office, moreau) -> None:
    family = type(client)().enter(moreau)
    response = do(client.enter(office), ACCOUNTS, "deactivate", moreau)
    assert said(response) == ["1 compte est désactivé."]
    assert family.get("/accueil").status_code == 302
    do(client, ACCOUNTS, "reactivate", moreau)
    assert family.enter(moreau).get("/accueil").status_code == 200
    history = client.get(f"{ACCOUNTS}{moreau.pk}/history/").content.decode()
    assert history.count(office.get_full_name()) >= 2
    assert "actif" in history.lower()


def test_who_is_blocked_is_let_in_again(client, office, moreau, petit) -> None:
    for account in (moreau, petit):
        for _try in range(5):
            attempt(account)
    assert said(do(client.enter(office), ACCOUNTS, "unblock", moreau)) == ["1 compte n’est plus bloqué."]
    assert set(Throttle.objects.blocked().values_list("user", flat=True)) == {petit.pk}


def test_account_of_another_school_is_touched_by_nobody(client, office, xenakis) -> None:
    do(client.enter(office), ACCOUNTS, "deactivate", xenakis)
    assert User.objects.get(pk=xenakis.pk).is_active
