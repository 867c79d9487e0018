"""Nothing of a person changes without a trace: what is audited, against the inventory of personal data."""

import importlib

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model

from accounts.trail.audited import all_audited, audited, left_alone
from accounts.trail.rows import TrackedQuerySet
from tests.test_house import PACKAGES

SECRETS = {"password", "token", "key", "key_hash", "secret", "seal", "digest", "path", "login"}
# Of the office's records: what says by itself what became of it.
NO_RECORD = {"Mail", "Text", "Throttle", "Trace"}


def with_personal_data() -> list[type[Model]]:
    found = []
    for package in PACKAGES[1:]:
        inventory = importlib.import_module(f"{package}.personal_data").INVENTORY
        models = {model.__name__: model for model in apps.get_app_config(package).get_models()}
        found += [models[name] for name, fields in inventory.items() if any(fields.values())]
    return found


@pytest.mark.parametrize("model", with_personal_data(), ids=lambda model: model.__name__)
def test_personal_data_is_audited_or_it_is_said_why_not(model: type[Model]) -> None:
    assert (audited(model) is not None) != (model in left_alone())
    assert left_alone().get(model, "a reason") != ""


@pytest.mark.parametrize("about", all_audited(), ids=lambda about: about.kind)
def test_no_secret_is_written_down(about) -> None:
    told = about.fields.keys() - about.hidden
    assert {name for name in told if name in SECRETS or name.endswith("_key")} == set()


@pytest.mark.parametrize("about", all_audited(), ids=lambda about: about.kind)
def test_rows_written_many_at_once_are_seen(about) -> None:
    managers = [
        about.model._default_manager,
        *(each._default_manager for each in about.model.__subclasses__()),
    ]
    assert all(isinstance(manager.all(), TrackedQuerySet) for manager in managers)


def test_each_record_of_the_office_has_its_history() -> None:
    unfollowed = {model.__name__ for model in admin.site._registry if audited(model) is None}
    assert unfollowed == NO_RECORD
