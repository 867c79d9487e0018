"""The rule of a password, and changing it."""

import pytest

from accounts.models import User
from accounts.passwords import Rule, rule_for
from tests.factories import PASSWORD

PAGE = "/mot-de-passe"
GOOD = "Sonatine-en-Fa7"


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Sonatine7", []),
        ("Sonat7", ["8 caractères au moins"]),
        ("sonatine7", ["une lettre majuscule"]),
        ("SONATINE7", ["une lettre minuscule"]),
        ("Sonatine", ["un chiffre"]),
        ("Sonatine²", ["un chiffre"]),
        ("ÉÀÇÉÀÇÉà1", []),
        ("", ["8 caractères au moins", "une lettre majuscule", "une lettre minuscule", "un chiffre"]),
    ],
)
def test_rule(password: str, missing: list[str]) -> None:
    assert Rule(8).missing_in(password) == missing


def test_rule_with_a_maximum() -> None:
    assert Rule(8, 16).missing_in("Sonatine7" + "a" * 8) == ["entre 8 et 16 caractères"]
    assert Rule(8, 16).missing_in("Sonatine7" + "a" * 7) == []


def test_rule_of_the_site_and_of_staff(moreau, office, settings) -> None:
    moreau.site.password_min_length, moreau.site.password_max_length = 10, 20
    assert rule_for(moreau) == Rule(10, 20)
    assert rule_for(office) == Rule(8)
    settings.DEMONSTRATION = False
    assert rule_for(office) == Rule(14)


def typed(old: str = PASSWORD, new: str = GOOD, again: str | None = None) -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}


def test_changing_the_password(client, moreau) -> None:
    client.enter(moreau)
    page = client.post(PAGE, typed(), follow=True).content.decode()
    assert "<h2>Information</h2>" in page
    assert "Votre mot de passe vient d&#x27;être modifié." in page
    moreau.refresh_from_db()
    assert moreau.check_password(GOOD)
    assert not moreau.check_password(PASSWORD)


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client, moreau) -> None:
    elsewhere = type(client)().enter(moreau)
    client.enter(moreau)
    client.post(PAGE, typed())
    assert client.get("/accueil").status_code == 200
    assert elsewhere.get("/accueil").status_code == 302


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        (typed(old="wrong"), "old_password", "Ce n’est pas votre mot de passe actuel."),
        (
            typed(again="Other-2026"),
            "new_password2",
            "Les deux saisies du nouveau mot de passe ne sont pas les mêmes.",
        ),
        (
            typed(new="court"),
            "new_password2",
            "Il faut encore\u00a0: 8 caractères au moins, une lettre majuscule, un chiffre.",
        ),
        (
            typed(new="Moreau12026"),
            "new_password2",
            "Le mot de passe est trop semblable au champ «\xa0identifiant\xa0».",
        ),
        (typed(new="Password1"), "new_password2", "Ce mot de passe est trop courant."),
        (typed(old=""), "old_password", "Ce champ est à remplir."),
        (typed(new="Aa1\0aaaaaa"), "new_password1", "Le caractère nul n’est pas autorisé."),
    ],
)
def test_bad_input_is_told_at_its_field(client, moreau, form: dict, field: str, sentence: str) -> None:
    errors = client.enter(moreau).post(PAGE, form).context["form"].errors
    assert errors[field][0] == sentence
    assert User.objects.get(pk=moreau.pk).check_password(PASSWORD)


def test_very_long_password_is_taken_where_no_maximum_is_set(client, moreau) -> None:
    client.enter(moreau).post(PAGE, typed(new="Aa1" * 1000))
    assert User.objects.get(pk=moreau.pk).check_password("Aa1" * 1000)


def test_rule_is_on_the_page_before_typing(client, moreau) -> None:
    moreau.site.password_max_length = 16
    moreau.site.save()
    page = client.enter(moreau).get(PAGE).content.decode()
    assert 'data-requires="length" data-min="8" data-max="16"' in page
    assert "entre 8 et 16 caractères" in page
