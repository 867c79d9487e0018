"""Families come in at their site, staff at their own door; a failure is told in one sentence."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import sessions
from accounts.models import Throttle, User
from accounts.passwords import FAMILY_PASSWORD, STAFF_PASSWORD
from tests.factories import PASSWORD, make_account, make_site, make_staff

SIGN_IN, STAFF_SIGN_IN = "/extranet/famille", "/gestion/connexion"
REFUSED = (
    "Connexion impossible\u00a0: vérifiez le site, l’identifiant et le mot de passe. "
    "Un mot de passe provisoire n’est valable que 24\u00a0heures."
)
STAFF_REFUSED = "Connexion impossible\u00a0: vérifiez l’identifiant et le mot de passe."


def typed(user: User, **changes: object) -> dict[str, object]:
    return {"site": user.site_id, "identifier": user.identifier, "password": PASSWORD, **changes}


@pytest.mark.parametrize("identifier", ["moreau1", " Moreau1 ", "MOREAU1", "Mòreau1"])
def test_identifier_ignores_case_blanks_and_accents(client, moreau, identifier: str) -> None:
    response = client.post(SIGN_IN, typed(moreau, identifier=identifier))
    assert (response.status_code, response["Location"]) == (302, "/accueil")


def test_first_sign_in_opens_a_session_of_its_own(client, moreau) -> None:
    client.get(SIGN_IN)
    before = client.session.session_key
    client.post(SIGN_IN, typed(moreau))
    assert client.session.session_key != before
    assert client.get("/accueil").context["user"] == moreau


def refused(response) -> list[str]:
    assert response.status_code == 200
    return list(response.context["form"].non_field_errors())


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": PASSWORD.lower()},
        {"password": PASSWORD + " "},
        {"identifier": "nobody"},
        {"identifier": "moreau1\0"},
        {"password": "\0"},
        {"site": "0"},
        {"site": "9" * 400},
        {"site": "x"},
    ],
    ids=str,
)
def test_one_sentence_whatever_was_wrong(client, moreau, wrong: dict) -> None:
    assert refused(client.post(SIGN_IN, typed(moreau, **wrong))) == [REFUSED]


def test_wrong_site_is_refused_with_the_same_sentence(client, moreau, xenakis) -> None:
    assert refused(client.post(SIGN_IN, typed(moreau, site=xenakis.site_id))) == [REFUSED]


def test_staff_do_not_come_in_by_the_families_door(client, moreau, administrator) -> None:
    assert refused(client.post(SIGN_IN, typed(moreau, identifier=administrator.identifier))) == [REFUSED]


def test_families_do_not_come_in_by_the_staff_door(client, moreau) -> None:
    for identifier in (moreau.identifier, moreau.login):
        response = client.post(STAFF_SIGN_IN, {"identifier": identifier, "password": PASSWORD})
        assert refused(response) == [STAFF_REFUSED]


def test_closed_site_and_inactive_account_are_refused(client, moreau, petit, gounod) -> None:
    User.objects.filter(pk=petit.pk).update(is_active=False)
    assert refused(client.post(SIGN_IN, typed(petit))) == [REFUSED]
    gounod.is_open = False
    gounod.save()
    assert refused(client.post(SIGN_IN, typed(moreau))) == [REFUSED]


def test_field_left_empty_is_named_and_the_rest_is_kept(client, moreau) -> None:
    response = client.post(SIGN_IN, typed(moreau, password=""))
    assert response.context["form"].errors == {"password": ["Indiquez votre mot de passe."]}
    page = response.content.decode()
    assert 'value="moreau1"' in page
    assert f'<option value="{moreau.site_id}" selected data-telephone="01 99 00 12 10"' in page


def test_known_and_unknown_accounts_cost_one_hash(client, moreau, monkeypatch) -> None:
    hashes = []
    from accounts.hashers import Argon2id

    monkeypatch.setattr(Argon2id, "verify", lambda *_: hashes.append("verify"))
    monkeypatch.setattr(Argon2id, "encode", lambda *_: hashes.append("encode") or "argon2$")
    client.post(SIGN_IN, typed(moreau, password="wrong"))
    client.post(SIGN_IN, typed(moreau, identifier="nobody"))
    assert hashes == ["verify", "encode"]


def test_known_and_unknown_accounts_ask_the_same_questions(client, moreau, django_assert_num_queries) -> None:
    for identifier in ("moreau1", "nobody"):
        with django_assert_num_queries(
            12
        ):  # the list of sites twice, the chosen one, six for the throttle, the account, the page’s list, its footer
            client.post(SIGN_IN, typed(moreau, identifier=identifier, password="wrong"))


def test_site_of_last_time_is_preselected(client, moreau, xenakis) -> None:
    assert client.get(SIGN_IN).context["chosen_site"] is None
    client.post(SIGN_IN, typed(moreau))
    client.post("/deconnexion")
    response = client.get(SIGN_IN)
    assert response.context["chosen_site"] == moreau.site
    assert f'<option value="{moreau.site_id}" selected' in response.content.decode()


def test_only_site_is_preselected(client, moreau) -> None:
    response = client.get(SIGN_IN)
    assert response.context["chosen_site"] == moreau.site
    assert "Choisissez votre site" not in response.content.decode()


def test_sites_are_sorted_without_regard_to_accents(client, db) -> None:
    for name in ("Zadig", "École", "Eden"):
        make_site(name)
    assert [site.name for site in client.get(SIGN_IN).context["form"].sites] == ["École", "Eden", "Zadig"]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/mot-de-passe", "/mot-de-passe"),
        ("https://evil.example.org/", "/accueil"),
        ("//evil.example.org/", "/accueil"),
        ("javascript:alert(1)", "/accueil"),
        ("/gestion/", "/accueil"),
        ("foo", "/accueil"),
        ("sign_out", "/accueil"),
    ],
)
def test_way_on_stays_within_the_portal(client, moreau, wanted: str, reached: str) -> None:
    response = client.post(f"{SIGN_IN}?next={wanted}", typed(moreau))
    assert response["Location"] == reached


def test_page_asked_for_is_reached_after_signing_in(client, moreau) -> None:
    response = client.get("/mot-de-passe")
    assert response["Location"] == "/extranet/famille?next=%2Fmot-de-passe"


def test_sign_out_ends_the_session_on_the_server(client, moreau) -> None:
    client.post(SIGN_IN, typed(moreau))
    stolen = client.cookies["session"].value
    response = client.post("/deconnexion")
    assert (response["Location"], response["Clear-Site-Data"]) == ("/extranet/famille", '"storage"')
    client.cookies["session"] = stolen
    assert client.get("/accueil").status_code == 302


def test_account_made_inactive_is_out_at_once(client, moreau) -> None:
    client.enter(moreau)
    assert client.get("/accueil").status_code == 200
    User.objects.filter(pk=moreau.pk).update(is_active=False)
    assert client.get("/accueil").status_code == 302


def test_entrance_with_no_other_door_leads_straight_in(client, settings, db) -> None:
    settings.TEACHERS_URL = settings.PREREGISTRATION_URL = ""
    assert client.get("/")["Location"] == SIGN_IN


def test_demonstration_doors_exist_there_alone(client, secured, db) -> None:
    assert client.get("/demonstration/enseignants").status_code == 404


def test_language_is_kept_on_the_browser_and_with_the_account(client, moreau) -> None:
    client.enter(moreau)
    response = client.post("/langue", {"language": "en", "next": "/accueil"})
    assert response["Location"] == "/accueil"
    assert 'lang="en"' in client.get("/accueil").content.decode()
    moreau.refresh_from_db()
    assert moreau.language == "en"
    del client.cookies["language"]
    client.post("/deconnexion")
    client.post(SIGN_IN, typed(moreau))
    assert 'lang="en"' in client.get("/accueil").content.decode()


@pytest.mark.parametrize("way_back", ["foo", "sign_in", "//evil.example.org/", ""])
def test_language_leads_back_to_a_path_alone(client, db, way_back: str) -> None:
    assert client.post("/langue", {"language": "en", "next": way_back})["Location"] == "/"


def test_language_unknown_is_not_found(client, db) -> None:
    assert client.post("/langue", {"language": "tlh"}).status_code == 404


def test_what_is_too_long_is_not_even_folded(client, moreau, monkeypatch) -> None:
    """Ordering combining marks costs the square of their number."""
    monkeypatch.setattr("accounts.models.user.key", lambda _text: pytest.fail("folded"))
    for door in (SIGN_IN, STAFF_SIGN_IN):
        marks = "a" + "\u0301\u0316" * 125_000
        response = client.post(door, typed(moreau, identifier=marks))
        assert refused(response) == [REFUSED if door == SIGN_IN else STAFF_REFUSED]


@pytest.mark.parametrize(("demonstration", "status"), [(True, 302), (False, 200)])
def test_published_passwords_open_the_demonstration_alone(
    client, gounod, settings, demonstration, status
) -> None:
    settings.DEMONSTRATION = demonstration
    family = make_account("dupont1", gounod, password=FAMILY_PASSWORD)
    staff = make_staff("gestion", password=STAFF_PASSWORD)
    by_staff = {"identifier": staff.identifier, "password": STAFF_PASSWORD}
    assert type(client)().post(SIGN_IN, typed(family, password=FAMILY_PASSWORD)).status_code == status
    assert type(client)().post(STAFF_SIGN_IN, by_staff).status_code == status


def test_signing_in_again_by_the_way_back_is_no_fault(moreau) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moreau)
    session = client.session
    sessions.begin(session, previous=None)
    session.save()
    assert client.post(SIGN_IN, typed(moreau))["Location"] == SIGN_IN


STRANGE = st.one_of(
    st.text(),
    st.sampled_from(
        ["a" * 10_000, "\0", "🎻" * 500, "' OR 1=1 --", "%s%n", "\ud83c", "1:moreau1", "ﷺ" * 3000]
    ),
)


@settings(max_examples=60)
@given(typed_in=st.fixed_dictionaries({"site": STRANGE, "identifier": STRANGE, "password": STRANGE}))
@pytest.mark.parametrize("door", [SIGN_IN, STAFF_SIGN_IN])
def test_nothing_that_is_typed_breaks_the_door(client, moreau, door, typed_in) -> None:
    encoded = {
        name: text.encode("utf-8", "surrogatepass").decode("latin-1") for name, text in typed_in.items()
    }
    Throttle.objects.all().delete()
    assert client.post(door, encoded).status_code == 200


@pytest.mark.parametrize("value", ["é" * 2000, "a" * 10_000, "' OR 1=1 --", "🎻", "\t"])
@pytest.mark.parametrize(
    "header",
    ["Cookie", "Accept-Language", "Referer", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "Origin"],
)
def test_no_header_breaks_the_door(client, moreau, header: str, value: str) -> None:
    value = value.encode().decode("latin-1")
    value = (
        f"session={value}; site={value}; language={value}; messages={value}" if header == "Cookie" else value
    )
    assert client.get(SIGN_IN, headers={header: value}).status_code == 200


def test_staff_sign_in_leads_to_the_office(client, office) -> None:
    response = client.post(STAFF_SIGN_IN, {"identifier": "Secretariat.Gounod", "password": PASSWORD})
    assert response["Location"] == "/gestion/"


def test_identifiers_of_staff_are_unique_in_the_installation(db) -> None:
    make_staff("gestion")
    with pytest.raises(Exception, match=r"(?i)unique"):
        make_staff("GESTION")
