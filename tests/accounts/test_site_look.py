"""Each school's colour and logo: chosen by its office, shown by every page, the same for whoever asks."""

import io
import time

import pytest
from django.core import mail as outbox
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from accounts import delivery, mails, sessions
from accounts.models import Site
from accounts.roles import Role
from accounts.site_look import lost_logos, store_logo
from imuse import colours, stored_files
from tests.accounts.office_forms import SITES, errors, saved, settings_of
from tests.factories import make_staff

TEAL = "#0f766e"
FOR_EVER = "public, max-age=31536000, immutable"


def image(colour: str = TEAL) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(file, "PNG")
    return SimpleUploadedFile("logo.png", file.getvalue(), "image/png")


def give_logo(site: Site, colour: str = TEAL) -> str:
    site.logo = store_logo(image(colour))
    site.save()
    return site.logo.name


def kept() -> list[str]:
    """The files that the storage holds."""
    return sorted(default_storage.listdir("logos")[1]) if default_storage.exists("logos") else []


@pytest.fixture
def teal(gounod) -> Site:
    gounod.accent = TEAL
    gounod.save()
    return gounod


# The stylesheet


def test_stylesheet_gives_the_colour_and_is_kept_for_ever(client, teal) -> None:
    response = client.get(teal.stylesheet_url)
    assert (response.status_code, response.content) == (200, b":root { --accent: #0f766e; }\n")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == (FOR_EVER, "nosniff")


def test_address_of_the_stylesheet_changes_with_the_colour(teal) -> None:
    assert teal.stylesheet_url == f"/sites/{teal.pk}-0f766e.css"
    teal.accent = colours.DEFAULT
    assert teal.stylesheet_url == ""


def test_former_colour_leads_to_the_present_one(client, teal) -> None:
    response = client.get(f"/sites/{teal.pk}-112233.css")
    assert (response.status_code, response["Location"]) == (302, teal.stylesheet_url)
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["999999-0f766e", "1-0f766", "1-0F766E", "1-teal00", "x-0f766e"])
def test_stylesheet_of_nothing_is_not_found(client, teal, name: str) -> None:
    assert client.get(f"/sites/{name}.css").status_code == 404


@pytest.mark.parametrize("asked", ["stylesheet", "logo"])
def test_nothing_of_who_asks_goes_with_what_is_kept(client, moreau, teal, asked: str) -> None:
    """A session that is written at that moment sends its cookie, which a proxy would keep with the file."""
    give_logo(teal)
    client.enter(moreau)
    session = client.session
    session[sessions.SEEN] = int(time.time()) - 120
    session.save()
    response = client.get(teal.stylesheet_url if asked == "stylesheet" else teal.logo.url)
    assert client.session[sessions.SEEN] > session[sessions.SEEN]
    assert (response["Cache-Control"], response.cookies, response.has_header("Vary")) == (FOR_EVER, {}, False)


# The logo


def test_logo_is_handed_out_and_kept_for_ever(client, gounod) -> None:
    name = give_logo(gounod)
    response = client.get(gounod.logo.url)
    assert name == f"logos/{gounod.logo.digest}.webp"
    assert gounod.logo.url == f"/sites/{gounod.pk}/logo-{gounod.logo.digest}.webp"
    assert response.content == default_storage.open(name).read()
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/webp", FOR_EVER)
    assert response["X-Content-Type-Options"] == "nosniff"


def test_former_logo_leads_to_the_present_one(client, gounod) -> None:
    give_logo(gounod)
    response = client.get(f"/sites/{gounod.pk}/logo-{'0' * 64}.webp")
    assert (response.status_code, response["Location"]) == (302, gounod.logo.url)


def test_logo_that_is_not_there_is_not_found(client, gounod, xenakis_site) -> None:
    name = give_logo(gounod)
    assert client.get(f"/sites/{xenakis_site.pk}/logo-{gounod.logo.digest}.webp").status_code == 404
    default_storage.delete(name)
    assert client.get(gounod.logo.url).status_code == 404


def test_same_logo_is_kept_once(gounod, xenakis_site) -> None:
    assert give_logo(gounod) == give_logo(xenakis_site)
    assert len(kept()) == 1


# The pages


def shown(page: str) -> list[str]:
    looks = ('href="/sites/', 'src="/sites/', 'href="/static/logo', 'src="/static/logo')
    return [line.strip() for line in page.splitlines() if any(look in line for look in looks)]


@pytest.mark.parametrize("path", ["/accueil", "/mot-de-passe", "/accessibilite"])
def test_pages_of_a_family_wear_the_look_of_its_school(client, moreau, teal, path: str) -> None:
    give_logo(teal)
    page = client.enter(moreau).get(path).content.decode()
    assert f'<link rel="stylesheet" href="{teal.stylesheet_url}">' in page
    assert f'<link rel="icon" href="{teal.logo.url}" type="image/webp">' in page
    assert f'<img src="{teal.logo.url}" alt="" width="44" height="44">' in page
    assert len(shown(page)) == 3


def test_pages_of_a_school_without_look_wear_ours(client, moreau) -> None:
    lines = shown(client.enter(moreau).get("/accueil").content.decode())
    assert ("/sites/" in "".join(lines), len(lines)) == (False, 2)


@pytest.mark.parametrize("path", ["/extranet/famille", "/mot-de-passe-perdu"])
def test_front_door_wears_the_look_of_the_chosen_school(client, teal, xenakis_site, path: str) -> None:
    give_logo(teal)
    assert len(shown(client.get(path).content.decode())) == 2
    page = client.post(path, {"site": teal.pk}).content.decode()
    assert (teal.stylesheet_url in page, page.count(teal.logo.url)) == (True, 2)


def test_front_door_of_the_only_school_wears_its_look(client, teal) -> None:
    assert teal.stylesheet_url in client.get("/extranet/famille").content.decode()


def test_mail_wears_the_colour_of_the_school(moreau) -> None:
    moreau.email, moreau.site.accent = "moreau1@example.org", "#f2b134"
    moreau.save()
    moreau.site.save()
    delivery.deliver.call(mails.write("password_changed", to=moreau).pk)
    ((html, _type),) = outbox.outbox[0].alternatives
    assert "border-bottom: 4px solid #f2b134;" in html


# «Gestion»


@pytest.fixture
def direction(gounod):
    return make_staff("direction.gounod", gounod, role=Role.DIRECTION)


def change(client, site: Site, **changes: object):
    return client.post(f"{SITES}{site.pk}/change/", settings_of(site, **changes))


def test_direction_gives_its_school_a_colour_and_a_logo(client, direction, gounod) -> None:
    saved(change(client.enter(direction), gounod, accent=TEAL, logo=image()))
    gounod.refresh_from_db()
    assert (gounod.accent, kept()) == (TEAL, [f"{gounod.logo.digest}.webp"])
    assert Image.open(gounod.logo.open()).size == (176, 176)


def test_school_is_added_with_its_look(client, administrator, gounod) -> None:
    typed = settings_of(gounod, name="Conservatoire Bizet", accent=TEAL, logo=image())
    saved(client.enter(administrator).post(f"{SITES}add/", typed))
    added = Site.objects.get(name="Conservatoire Bizet")
    assert (added.accent, kept()) == (TEAL, [f"{added.logo.digest}.webp"])


@pytest.mark.parametrize("typed", ["#0F766E", "0f766e", " #0f766e "])
def test_colour_is_kept_in_one_way(client, direction, gounod, typed: str) -> None:
    saved(change(client.enter(direction), gounod, accent=typed))
    assert Site.objects.get().accent == TEAL


def test_short_colour_is_spelt_out(client, direction, gounod) -> None:
    saved(change(client.enter(direction), gounod, accent="#1e7"))
    assert Site.objects.get().accent == "#11ee77"


@pytest.mark.parametrize("typed", ["teal", "#0f766", "red;}", "#gggggg"])
def test_what_is_no_colour_is_refused(client, direction, gounod, typed: str) -> None:
    response = change(client.enter(direction), gounod, accent=typed)
    assert errors(response) == {
        "accent": ["Écrivez la couleur comme #0f766e\u00a0: un dièse, puis six chiffres ou lettres de a à f."]
    }
    assert "apparence.css" not in response.content.decode()


def test_colour_that_would_be_hard_to_read_is_refused_with_the_nearest_one(
    client, direction, gounod, monkeypatch
) -> None:
    monkeypatch.setitem(colours.FOR_WORDS, False, 4.6)  # none is, by the contrast that the guidelines ask for
    response = change(client.enter(direction), gounod, accent="#ff00ff")
    assert errors(response) == {
        "accent": [
            "Avec cette couleur, les mots d’un bouton sous la souris se voient mal (clair)\u00a0: le contraste est "
            "de 4,58, il en faut 4,6. La plus proche qui convient\u00a0: #ff11ff."
        ]
    }
    saved(change(client, gounod, accent="#ff11ff"))


def test_colour_can_be_seen_before_it_is_saved(client, direction, gounod) -> None:
    typed = settings_of(gounod, accent="#0F766E", welcome="Bienvenue\u202f!", logo=image(), _preview="1")
    response = client.enter(direction).post(f"{SITES}{gounod.pk}/change/", typed)
    page = response.content.decode()
    assert errors(response) == {}
    assert "/gestion/apparence.css?accent=%230f766e" in page
    assert "Bienvenue\u202f!" in page
    assert (Site.objects.get().accent, kept()) == (colours.DEFAULT, [])


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"accent": TEAL}, (200, ".accent-preview { --accent: #0f766e; }\n")),
        ({"accent": "red;}"}, (404, None)),
        ({}, (404, None)),
    ],
    ids=str,
)
def test_preview_knows_colours_alone(client, direction, asked: dict, answer: tuple) -> None:
    response = client.enter(direction).get("/gestion/apparence.css", asked)
    content = response.content.decode() if response.status_code == 200 else None
    assert (response.status_code, content) == answer


def test_refused_logo_keeps_the_rest_of_the_form(client, direction, gounod) -> None:
    svg = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    response = change(client.enter(direction), gounod, accent=TEAL, welcome="Bienvenue\u202f!", logo=svg)
    assert errors(response) == {
        "logo": [
            "Un dessin SVG ne peut pas être repris tel quel. Exportez-le en PNG, de 176 pixels de côté au moins."
        ]
    }
    form = response.context["adminform"].form
    assert (form["accent"].value(), form["welcome"].value(), kept()) == (TEAL, "Bienvenue\u202f!", [])


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_former_logo_goes_once_the_new_one_is_saved(client, direction, gounod, commits) -> None:
    former = give_logo(gounod, "#123456")
    with commits():
        saved(change(client.enter(direction), gounod, logo=image()))
        assert default_storage.exists(former)
    gounod.refresh_from_db()
    assert kept() == [f"{gounod.logo.digest}.webp"] != [former]


def test_logo_stays_while_another_change_is_made(client, direction, gounod, commits) -> None:
    logo = give_logo(gounod)
    with commits():
        saved(change(client.enter(direction), gounod, accent=TEAL))
        saved(change(client, gounod, logo=image()))
    gounod.refresh_from_db()
    assert (gounod.logo.name, default_storage.exists(logo)) == (logo, True)


def test_logo_is_taken_away(client, direction, gounod, commits) -> None:
    give_logo(gounod)
    client.enter(direction)
    assert "Retirer le logo" in client.get(f"{SITES}{gounod.pk}/change/").content.decode()
    with commits():
        saved(change(client, gounod, **{"logo-clear": "on"}))
    assert (Site.objects.get().logo.name, kept()) == ("", [])


def test_logo_is_not_taken_away_and_replaced_at_once(client, direction, gounod) -> None:
    give_logo(gounod)
    response = change(client.enter(direction), gounod, logo=image("#123456"), **{"logo-clear": "on"})
    assert list(errors(response)) == ["logo"]


def test_logo_that_another_school_shows_is_kept(client, direction, gounod, xenakis_site, commits) -> None:
    shared = give_logo(xenakis_site)
    give_logo(gounod)
    with commits():
        saved(change(client.enter(direction), gounod, **{"logo-clear": "on"}))
    assert default_storage.exists(shared)


@pytest.mark.parametrize("way", ["page", "list"])
def test_logo_goes_with_its_school(client, administrator, gounod, commits, way: str) -> None:
    give_logo(gounod)
    client.enter(administrator)
    chosen = {"action": "delete_selected", "_selected_action": [gounod.pk]} if way == "list" else {}
    with commits():
        client.post(SITES if chosen else f"{SITES}{gounod.pk}/delete/", chosen | {"post": "yes"})
    assert (Site.objects.count(), kept()) == (0, [])


def test_logo_waits_while_the_store_is_down(client, direction, gounod, store_down) -> None:
    store_down()
    response = change(client.enter(direction), gounod, logo=image(), welcome="Bienvenue")
    assert [sentence[:40] for sentence in errors(response)["logo"]] == [
        "Les fichiers ne peuvent pas être gardés "
    ]
    assert response.context["adminform"].form["welcome"].value() == "Bienvenue"


def test_pages_go_on_without_a_logo_that_does_not_come(client, gounod, store_down) -> None:
    give_logo(gounod)
    store_down()
    client.raise_request_exception = False
    assert client.get(gounod.logo.url).status_code == 503
    assert client.get("/extranet/famille").status_code == 200


def test_school_loses_its_logo_though_the_file_stays(client, direction, gounod, commits, store_down) -> None:
    give_logo(gounod)
    client.enter(direction)
    with commits():
        store_down()
        saved(change(client, gounod, **{"logo-clear": "on"}))
    assert Site.objects.get().logo.name == ""


@pytest.mark.django_db(transaction=True)
def test_others_do_not_wait_while_a_logo_is_drawn(client, direction, gounod, monkeypatch) -> None:
    """SQLite has one writer: a transaction that lasts stops all others."""
    in_transaction = []
    save = default_storage.save
    monkeypatch.setattr(
        default_storage._wrapped,
        "save",
        lambda *file: in_transaction.append(connection.in_atomic_block) or save(*file),
    )
    saved(change(client.enter(direction), gounod, logo=image()))
    assert in_transaction == [False]


def test_file_that_nobody_drew_anew_is_drawn_by_the_form(gounod) -> None:
    from accounts.site_admin import LogoFormField

    assert LogoFormField().clean(image()) == give_logo(gounod)


def test_secretariat_sees_the_look_and_changes_nothing(client, office, gounod) -> None:
    give_logo(gounod)
    client.enter(office)
    page = client.get(f"{SITES}{gounod.pk}/change/").content.decode()
    assert (page.count(gounod.logo.url), "_preview" in page, gounod.logo.name in page) == (6, False, False)
    assert change(client, gounod, accent=TEAL, logo=image("#123456")).status_code == 404
    assert (Site.objects.get().accent, len(kept())) == (colours.DEFAULT, 1)


def test_other_direction_does_not_find_the_school(client, gounod, xenakis_site) -> None:
    client.enter(make_staff("direction.xenakis", xenakis_site, role=Role.DIRECTION))
    assert change(client, gounod, accent=TEAL).status_code == 404
    assert Site.objects.get(pk=gounod.pk).accent == colours.DEFAULT


def test_file_in_the_storage_cannot_be_named_by_who_sends_the_form(client, direction, gounod) -> None:
    default_storage.save("secret.pdf", ContentFile(b"%PDF"))
    saved(change(client.enter(direction), gounod, logo="secret.pdf"))
    assert Site.objects.get().logo.name == ""


def test_lost_logo_is_found(gounod) -> None:
    name = give_logo(gounod)
    assert list(lost_logos()) == []
    stored_files.delete(name)
    assert list(lost_logos()) == [f"site {gounod.pk}: the file {name} is missing"]
