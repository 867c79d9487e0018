"""`/readyz` and `manage.py health`: one word for each part, and nothing else."""

import io
import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from imuse import health, integrity

ALL_WELL = {"database": "ok", "documents": "ok", "queue": "ok", "clock": "ok"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def probes(monkeypatch) -> dict:
    probes = {}
    monkeypatch.setattr(health, "_probes", probes)
    return probes


@pytest.fixture
def database_down(monkeypatch) -> None:
    def refuse() -> str:
        raise OperationalError('connection to server at "192.0.2.1" failed for user "imuse"')

    monkeypatch.setattr(health, "database", refuse)


def test_ready(client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, ALL_WELL)
    assert response["Cache-Control"] == "no-store"


def test_ready_whatever_host_and_scheme_it_is_asked_for(client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/readyz", headers={"host": "10.0.0.7"}).status_code == 200


def test_alive_asks_nothing(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"alive\n"


def test_what_is_late_is_named(client, probes) -> None:
    health.register("letters", lambda: health.LATE)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "documents": "ok", "letters": "late"}


def test_a_probe_that_fails_is_down_and_takes_no_other_along(client, probes, caplog) -> None:
    health.register("letters", lambda: 1 / 0)
    health.register("birds", lambda: health.OK)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "documents": "ok", "letters": "down", "birds": "ok"}
    assert ("imuse.health", logging.ERROR, "the probe of letters failed") in caplog.record_tuples


def test_without_database_the_apps_are_not_asked(client, probes, database_down) -> None:
    asked = []
    health.register("letters", lambda: asked.append("letters"))
    response = client.get("/readyz")
    assert (response.status_code, asked) == (503, [])
    assert response.json() == {"database": "down", "documents": "ok", "letters": "down"}


def test_the_store_of_documents_is_asked(probes, store_down) -> None:
    store_down()
    assert health.report() == {"database": "ok", "documents": "down"}


def test_command_tells_the_same_in_lines(probes) -> None:
    health.register("letters", lambda: health.OK)
    out = io.StringIO()
    call_command("health", stdout=out)
    assert out.getvalue() == "database: ok\ndocuments: ok\nletters: ok\n"


def test_command_fails_when_something_is_not_well(probes, database_down) -> None:
    health.register("letters", lambda: health.OK)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^Not well: database, letters\.$"):
        call_command("health", stdout=out)
    assert out.getvalue() == "database: down\ndocuments: ok\nletters: down\n"


def test_command_looks_at_the_whole_when_it_is_asked_to(probes, monkeypatch) -> None:
    monkeypatch.setattr(
        integrity, "_checks", {"birds": lambda: iter(()), "letters": lambda: iter(["letter 3"])}
    )
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^Not well: letters\.$"):
        call_command("health", integrity=True, stdout=out)
    assert out.getvalue() == "database: ok\ndocuments: ok\nbirds: ok\nletters: faulty\n"
