"""The facts of an installation: one row, whose states agree, kept by the administrator alone."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.checks import installation_tells_what_the_law_asks
from accounts.models import Installation
from accounts.roles import Role
from tests.accounts.office_forms import errors, saved
from tests.factories import make_staff

OFFICE = "/gestion/accounts/installation/"
AUDIT = date(2026, 5, 12)
INCONSISTENT = (
    "L’état de conformité suit l’audit et sa date\u00a0: totalement conforme au taux de 100, partiellement de 50 à 99, "
    "non conforme au-dessous ou sans audit."
)
FACTS = {
    "publisher": "Réseau des conservatoires",
    "publisher_address": "1, place de la Fugue",
    "publisher_telephone": "01 99 00 10 00",
    "publication_director": "Anne Vasseur",
    "host": "Hébergeur",
    "host_address": "2, rue du Canon",
    "host_telephone": "01 99 00 10 01",
    "data_contact_email": "dpo@example.org",
    "accessibility_email": "accessibilite@example.org",
    "conformity": "none",
}


def test_before_anything_is_said_a_portal_is_not_compliant(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        installation = Installation.current()
    assert (installation.get_conformity_display(), installation.rate) == ("non conforme", None)
    assert not Installation.objects.exists()


def test_the_row_is_the_current_one(db) -> None:
    Installation.objects.create(publisher="Réseau des conservatoires")
    assert Installation.current().publisher == "Réseau des conservatoires"


@pytest.mark.parametrize("pk", [1, 2])
def test_database_refuses_a_second_one(db, pk: int) -> None:
    Installation.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(pk=pk)


SOUND = [
    ("full", 100, AUDIT),
    ("partial", 50, AUDIT),
    ("partial", 99, AUDIT),
    ("none", 49, AUDIT),
    ("none", None, AUDIT),
    ("none", None, None),
]
UNSOUND = [
    ("full", 99, AUDIT),
    ("full", None, AUDIT),
    ("full", 100, None),
    ("partial", 100, AUDIT),
    ("partial", 49, AUDIT),
    ("partial", None, AUDIT),
    ("partial", 92, None),
    ("none", 50, AUDIT),
]


@pytest.mark.parametrize(("conformity", "rate", "audited_on"), SOUND)
def test_state_that_follows_its_audit_is_kept(db, conformity: str, rate: int | None, audited_on) -> None:
    installation = Installation(conformity=conformity, rate=rate, audited_on=audited_on)
    installation.full_clean()
    installation.save()


@pytest.mark.parametrize(("conformity", "rate", "audited_on"), UNSOUND)
def test_state_that_its_audit_denies_is_refused(db, conformity: str, rate: int | None, audited_on) -> None:
    installation = Installation(conformity=conformity, rate=rate, audited_on=audited_on)
    with pytest.raises(ValidationError) as refused:
        installation.full_clean()
    assert refused.value.messages == [INCONSISTENT]
    with (
        pytest.raises(IntegrityError, match="installation_conformity_follows_its_audit"),
        transaction.atomic(),
    ):
        installation.save()


def test_administrator_finds_the_form_at_once_and_saves_it(client, administrator) -> None:
    client.enter(administrator)
    assert "<h1>Mentions légales et accessibilité</h1>" in client.get(OFFICE).content.decode()
    for publisher in ("Réseau des conservatoires", "Réseau des écoles"):
        saved(client.post(OFFICE, FACTS | {"publisher": publisher}))
        assert Installation.objects.get().publisher == publisher
    assert str(Installation.current()) == "Mentions légales et accessibilité"


def test_form_tells_what_does_not_agree(client, administrator) -> None:
    client.enter(administrator)
    assert errors(client.post(OFFICE, FACTS | {"conformity": "full"})) == {"__all__": [INCONSISTENT]}
    assert errors(client.post(OFFICE, FACTS | {"rate": "101"})) == {
        "rate": ["Assurez-vous que cette valeur est inférieure ou égale à 100."]
    }
    assert not Installation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("example.org/schema", "https://example.org/schema"), ("http://example.org/", "http://example.org/")],
)
def test_address_without_scheme_is_a_secure_one(client, administrator, typed: str, kept: str) -> None:
    saved(client.enter(administrator).post(OFFICE, FACTS | {"scheme_url": typed}))
    assert Installation.current().scheme_url == kept


def test_address_that_would_run_is_refused(client, administrator) -> None:
    response = client.enter(administrator).post(OFFICE, FACTS | {"scheme_url": "javascript:alert(1)"})
    assert set(errors(response)) == {"scheme_url"}


def test_no_role_opens_it(client, gounod) -> None:
    for role in Role:
        client.enter(make_staff(f"agent.{role}", gounod, role=role))
        assert (client.get(OFFICE).status_code, client.post(OFFICE, FACTS).status_code) == (404, 404)
    assert not Installation.objects.exists()


def test_there_is_no_other_one_to_look_at(client, administrator) -> None:
    client.enter(administrator)
    assert [client.get(f"{OFFICE}{pk}/change/").status_code for pk in (1, 2)] == [200, 302]


def test_what_the_law_asks_for_is_missed(db) -> None:
    assert len(list(map(str, Installation().missing()))) == 9
    assert Installation(**FACTS).missing() == []
    assert list(map(str, Installation(**FACTS | {"host": ""}).missing())) == ["hébergeur"]


@pytest.mark.parametrize(
    ("today", "missing"),
    [("2029-05-10", []), ("2029-05-11", ["un audit d’accessibilité de moins de trois ans"])],
)
def test_audit_counts_for_three_years(today: str, missing: list) -> None:
    with time_machine.travel(f"{today} 12:00Z"):
        assert list(map(str, Installation(**FACTS, audited_on=AUDIT).missing())) == missing


def test_deployment_is_warned_of_what_is_missing(db, secured) -> None:
    (warning,) = installation_tells_what_the_law_asks()
    assert (warning.id, "éditeur, adresse de l’éditeur" in warning.msg) == ("accounts.W001", True)
    Installation.objects.create(**FACTS)
    assert installation_tells_what_the_law_asks() == []


def test_demonstration_is_not_warned(db) -> None:
    assert installation_tells_what_the_law_asks() == []


ASKED = "La loi demande encore de dire\u00a0:"


def test_home_of_the_office_tells_the_administrator_alone(
    client, secured, monkeypatch, administrator
) -> None:
    monkeypatch.setattr("accounts.office.is_needed", lambda _request: False)
    monkeypatch.setattr("accounts.doors.is_needed", lambda _request: False)
    client.enter(administrator)
    assert ASKED in client.get("/gestion/").content.decode()
    Installation.objects.create(**FACTS)
    assert ASKED not in client.get("/gestion/").content.decode()


def test_home_of_the_office_tells_nobody_in_the_demonstration(client, administrator) -> None:
    assert ASKED not in client.enter(administrator).get("/gestion/").content.decode()
