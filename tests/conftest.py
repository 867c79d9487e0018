"""Guards that hold for every test, and the standing cast."""

from collections.abc import Callable, Iterator
from inspect import signature
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import QuerySet
from hypothesis import HealthCheck, settings
from whitenoise.base import WhiteNoise

from accounts import mails
from tests.factories import make_account, make_site, make_staff
from tests.running import environment, filled, start  # noqa: F401 fixtures of the tests that run the whole program
from tests.stores import Down, InMemory
from tests.strict import StrictClient

if TYPE_CHECKING:
    from accounts.models import Mail, Site, User


# The same examples each time, however long a busy machine takes for one.
settings.register_profile("imuse", derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
settings.load_profile("imuse")

# They take half a minute each: begun last, one process would work alone at the end.
FIRST = {
    "test_first_year.py",
    "test_killed.py",
    "test_serve.py",
    "test_valid_html.py",
    "test_payment_restart.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who opens the tests' database is marked, for without it every database gives the same answer."""
    for item in items:
        asked = {*item.fixturenames} & {"db", "transactional_db"}
        by_name = "request" in signature(item.function).parameters  # may ask for anything while it runs
        if asked or by_name or item.get_closest_marker("django_db"):
            item.add_marker("database")
    items.sort(key=lambda item: item.path.name not in FIRST)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where fifty write at once on a busy machine, the last one waits longer than people would."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["timeout"] = 300
    else:
        options["options"] = "-c lock_timeout=300s"


@pytest.fixture(autouse=True)
def _turned_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database may give rows that no one ordered in any order: here the last come first. Always, for who trusts in
    an order is found at once, and not by chance another day."""
    fetch_all = QuerySet._fetch_all

    def fetch_and_turn(rows: QuerySet) -> None:
        is_fresh = rows._result_cache is None
        fetch_all(rows)
        if is_fresh and not rows.ordered and not rows.query.is_sliced:
            rows._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_turn)


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_listed_once() -> Iterator[None]:
    """Each client makes all middleware anew, and WhiteNoise's looks at three hundred files: half of a test's time."""
    list_files, listed = WhiteNoise.update_files_dictionary, {}

    def list_once(whitenoise: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            list_files(whitenoise, root, prefix)
            listed[root, prefix] = dict(whitenoise.files)
        whitenoise.files |= listed[root, prefix]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", list_once)
        yield


@pytest.fixture(autouse=True)
def _documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are sent are kept as long as the test."""
    monkeypatch.setattr(default_storage, "_wrapped", InMemory())


@pytest.fixture
def store_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called on."""
    return lambda: monkeypatch.setattr(default_storage, "_wrapped", Down())


@pytest.fixture
def client() -> StrictClient:
    return StrictClient()


@pytest.fixture
def secured(settings) -> None:
    """As a school runs it: not the demonstration."""
    settings.DEMONSTRATION = False


@pytest.fixture
def gounod(db) -> "Site":
    return make_site(name="Conservatoire Gounod")


@pytest.fixture
def xenakis_site(db) -> "Site":
    return make_site(name="Conservatoire Xénakis")


@pytest.fixture
def moreau(gounod: "Site") -> "User":
    """The family whose pages are looked at."""
    return make_account("moreau1", gounod, civility="monsieur", first_name="Luc", last_name="Moreau")


@pytest.fixture
def petit(gounod: "Site") -> "User":
    """A stranger at the same site."""
    return make_account("petit1", gounod, civility="madame", first_name="Maud", last_name="Petit")


@pytest.fixture
def xenakis(xenakis_site: "Site") -> "User":
    """A family of another site."""
    return make_account("leroy1", xenakis_site, civility="madame", first_name="Inès", last_name="Leroy")


@pytest.fixture
def office(gounod: "Site") -> "User":
    return make_staff("secretariat.gounod", gounod)


@pytest.fixture
def other_office(xenakis_site: "Site") -> "User":
    return make_staff("secretariat.xenakis", xenakis_site)


@pytest.fixture
def administrator(db) -> "User":
    return make_staff("gestion", is_superuser=True)


@pytest.fixture
def mail(moreau: "User") -> "Mail":
    """One that waits for the worker."""
    return mails.write("password_changed", to=moreau)
