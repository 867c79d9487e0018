"""Accessibility settings: seen on every page, kept on the browser and with the account, before and after signing in."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from imuse.display import PREFERENCES
from tests.factories import PASSWORD, make_site

PAGE, SIGN_IN, STAFF_SIGN_IN = "/accessibilite", "/extranet/famille", "/gestion/connexion"
ON_DEVICE = "Vos réglages sont enregistrés sur cet appareil."
WITH_ACCOUNT = "Vos réglages sont enregistrés sur cet appareil et avec votre compte."
AS_DEVICE = "Le portail suit de nouveau les réglages de votre appareil."
BIG_AND_DARK = ' data-text="200" data-theme="dark"'


def html_of(response) -> str:
    """What stands on <html> beside the language."""
    return re.search(r'<html lang="fr"([^>]*)>', response.content.decode())[1]


def save(client, **chosen: str):
    return client.post(PAGE, dict.fromkeys(PREFERENCES, "") | chosen)


def information(client) -> list[str]:
    return [str(message) for message in client.get(PAGE).context["messages"]]


def checked(response) -> dict[str, str]:
    boxes = re.findall(
        r'<input type="radio" name="(\w+)" value="(\w*)"[^>]* checked', response.content.decode()
    )
    return dict(boxes)


def sign_in(client, user: User):
    typed = {"site": user.site_id or "", "identifier": user.identifier, "password": PASSWORD}
    return client.post(SIGN_IN if user.site_id else STAFF_SIGN_IN, typed)


@pytest.mark.parametrize(
    ("visitor", "pages"),
    [
        ("anonymous", ["/", SIGN_IN, STAFF_SIGN_IN, "/mot-de-passe-perdu", "/plan-du-site", "/nowhere"]),
        ("moreau", ["/accueil", "/mot-de-passe", "/session", "/mentions-legales", "/nowhere"]),
        (
            "administrator",
            ["/gestion/", "/gestion/accounts/site/", "/gestion/accounts/site/add/", "/nowhere"],
        ),
    ],
)
def test_every_page_carries_what_was_chosen(client, request, gounod, visitor: str, pages: list[str]) -> None:
    if visitor != "anonymous":
        client.enter(request.getfixturevalue(visitor))
    assert {page: html_of(client.get(page)) for page in pages} == dict.fromkeys(pages, "")
    client.cookies["display"] = "text=200&theme=dark"
    assert {page: html_of(client.get(page)) for page in pages} == dict.fromkeys(pages, BIG_AND_DARK)


@pytest.mark.parametrize("status", [400, 404, 405, 413])
def test_error_page_carries_it_and_asks_no_database(status: int) -> None:
    client = Client(headers={"cookie": "display=contrast=more"})
    answers = {
        400: lambda: client.get("/?x=%00"),
        404: lambda: client.get("/nowhere"),
        405: lambda: client.get("/deconnexion"),
        413: lambda: client.generic("POST", SIGN_IN, bytes(20 * 1024 * 1024 + 1)),
    }
    response = answers[status]()
    assert (response.status_code, html_of(response)) == (status, ' data-contrast="more"')


def test_settings_page_leaves_the_look_to_its_boxes(client, db) -> None:
    client.cookies["display"] = "text=200&theme=dark"
    response = client.get(PAGE)
    assert html_of(response) == ""
    assert checked(response) == dict.fromkeys(PREFERENCES, "") | {"text": "200", "theme": "dark"}


def test_before_signing_in_it_is_kept_on_the_browser(client, db) -> None:
    response = save(client, text="200", theme="dark")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    cookie = response.cookies["display"]
    assert cookie.value == "text=200&theme=dark"
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (365 * 24 * 3600, True, "Lax")
    assert information(client) == [ON_DEVICE]
    assert html_of(client.get(SIGN_IN)) == BIG_AND_DARK


@pytest.mark.parametrize("who", ["moreau", "office"])
def test_after_signing_in_it_is_kept_with_the_account_too(client, request, who: str) -> None:
    user = request.getfixturevalue(who)
    save(client.enter(user), contrast="more")
    assert (client.cookies["display"].value, information(client)) == ("contrast=more", [WITH_ACCOUNT])
    user.refresh_from_db()
    assert user.display == "contrast=more"


@pytest.mark.parametrize("who", ["moreau", "administrator"])
def test_it_follows_the_account_to_another_browser(client, request, who: str) -> None:
    user = request.getfixturevalue(who)
    save(client.enter(user), text="200", theme="dark")
    elsewhere = type(client)()
    elsewhere.cookies["display"] = "font=plain"
    assert html_of(elsewhere.get(sign_in(elsewhere, user)["Location"])) == BIG_AND_DARK


def test_account_without_any_leaves_the_browser_its_own(client, moreau) -> None:
    save(client, theme="dark")
    assert html_of(client.get(sign_in(client, moreau)["Location"])) == ' data-theme="dark"'
    moreau.refresh_from_db()
    assert moreau.display == ""


def test_signing_out_leaves_the_browser_as_it_is(client, moreau) -> None:
    save(client.enter(moreau), theme="dark")
    client.post("/deconnexion")
    assert html_of(client.get(SIGN_IN)) == ' data-theme="dark"'


def test_one_button_gives_it_back_to_the_device(client, moreau) -> None:
    save(client.enter(moreau), theme="dark", text="150")
    assert information(client) == [WITH_ACCOUNT]
    save(client, theme="dark", text="150", reset="1")
    assert (client.cookies["display"].value, information(client)) == ("", [AS_DEVICE])
    moreau.refresh_from_db()
    assert (moreau.display, html_of(client.get("/accueil"))) == ("", "")


@pytest.mark.parametrize("forged", [{"text": "1000"}, {"theme": "dark\0"}, {"theme": '"><script>'}], ids=str)
def test_forged_choice_is_refused_and_keeps_nothing(client, moreau, forged: dict) -> None:
    response = save(client.enter(moreau), **forged)
    assert (response.status_code, "display" in response.cookies) == (200, False)
    moreau.refresh_from_db()
    assert moreau.display == ""


def test_answer_left_out_is_left_to_the_device(client, db) -> None:
    client.post(PAGE, {"theme": "light", "unknown": "x"})
    assert client.cookies["display"].value == "theme=light"


def test_provisional_password_leaves_the_settings_open(client, moreau) -> None:
    User.objects.filter(pk=moreau.pk).update(password_expires_at=timezone.now() + timedelta(hours=1))
    client.enter(moreau)
    assert client.get("/accueil")["Location"] == "/mot-de-passe"
    assert (client.get(PAGE).status_code, save(client, text="125").status_code) == (200, 302)


def test_staff_reach_the_settings_before_the_second_factor(client, secured, administrator) -> None:
    client.enter(administrator)
    assert client.get("/gestion/")["Location"] == "/gestion/second-facteur"
    save(client, text="125")
    assert html_of(client.get("/gestion/second-facteur/activer")) == ' data-text="125"'


@pytest.mark.parametrize(
    ("visitor", "home"), [("anonymous", SIGN_IN), ("moreau", "/accueil"), ("office", "/gestion/")]
)
def test_way_back_leads_to_where_one_is_at_home(client, db, request, visitor: str, home: str) -> None:
    if visitor != "anonymous":
        client.enter(request.getfixturevalue(visitor))
    assert f'<a class="back" href="{home}">' in client.get(PAGE).content.decode()


def contacts(response) -> list[str]:
    return re.findall(r'href="tel:(\d+)"', response.content.decode())


def test_help_names_the_school_to_ask(client, moreau, xenakis_site) -> None:
    xenakis_site.telephone = "01 99 00 14 20"
    xenakis_site.save()
    gounods, both = ["0199001210"], ["0199001210", "0199001420"]
    assert contacts(client.get(PAGE)) == both
    client.cookies["site"] = str(moreau.site_id)
    assert contacts(client.get(PAGE)) == gounods
    client.cookies["site"] = "0"
    assert contacts(client.get(PAGE)) == both
    assert contacts(type(client)().enter(moreau).get(PAGE)) == gounods


def test_page_asks_as_much_for_three_schools(client, db, django_assert_num_queries) -> None:
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            make_site(name)
        with django_assert_num_queries(2):  # the schools, the installation
            client.get(PAGE)
