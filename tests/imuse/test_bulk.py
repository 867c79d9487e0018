"""Rows written by the hundred have what `save` would have computed."""

import pytest
from django.apps import apps
from django.db import models

from families.models import Family, Person
from imuse import bulk


@pytest.mark.parametrize("label", ["families", "students"])
def test_what_a_save_computes_is_computed_in_bulk_too(label: str) -> None:
    for model in apps.get_app_config(label).get_models():
        assert hasattr(model, "prepare") == (model.save is not models.Model.save)


def test_keys_are_made(gounod) -> None:
    bulk.create([Person(site=gounod, last_name=name, first_name="Éric") for name in ("Petit", "Moreau")])
    keys = Person.objects.order_by("pk").values_list("name_key", flat=True)
    assert list(keys) == ["petit eric", "moreau eric"]


@pytest.mark.django_db
def test_nothing_is_written_of_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        bulk.create([])


def test_rows_of_several_models_are_written_in_order_and_counted(gounod) -> None:
    families = [Family(site=gounod, reference=reference, name="Petit") for reference in "AB"]
    written = bulk.create_in_order([Person(site=gounod, last_name="Petit"), *families], [Family, Person])
    assert written == {"Family": 2, "Person": 1}
    assert list(Family.objects.order_by("pk")) == families


def test_row_of_a_model_that_is_not_expected_is_refused(gounod) -> None:
    with pytest.raises(KeyError):
        bulk.create_in_order([Person(site=gounod, last_name="Petit")], [Family])


def test_batches_hold_all_rows_once_in_the_order_of_their_keys(gounod) -> None:
    families = [Family(site=gounod, reference=str(number), name="Petit") for number in range(5)]
    bulk.create(families)
    batches = list(bulk.in_batches(Family.objects.filter(site=gounod), 2))
    assert batches == [families[:2], families[2:4], families[4:]]
