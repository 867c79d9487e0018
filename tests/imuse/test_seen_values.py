"""What a form's page showed travels along, and is compared with what is now."""

import datetime

import pytest
from django import forms

from imuse.seen_values import SEEN, SeenValues

DAY = datetime.date(2014, 3, 3)


class Record(SeenValues, forms.Form):
    name = forms.CharField(required=False)
    day = forms.DateField(required=False)
    agreed = forms.BooleanField(required=False)

    def __init__(self, data=None, **initial):
        super().__init__(data, initial={"name": "Léa", "day": DAY, "agreed": True} | initial)
        self.remember_what_is_shown()


def sent(**answers) -> dict[str, str]:
    """The page as it was shown, with these answers; None for what a browser leaves out."""
    shown = {"name": "Léa", "day": "2014-03-03", "agreed": "on", SEEN: Record().what_is_shown()}
    return {name: value for name, value in (shown | answers).items() if value is not None}


def test_form_sent_as_it_was_shown_is_untouched() -> None:
    form = Record(sent())
    assert [form.is_touched(name) for name in ("name", "day", "agreed")] == [False, False, False]


@pytest.mark.parametrize("answers", [{"name": "Léo"}, {"day": ""}, {"agreed": None}])
def test_what_is_changed_is_touched(answers) -> None:
    form = Record(sent(**answers))
    assert [name for name in ("name", "day", "agreed") if form.is_touched(name)] == [*answers]


def test_field_that_was_not_sent_is_left_alone() -> None:
    assert not Record(sent(name=None)).is_touched("name")


@pytest.mark.parametrize("seen", ["", "[1]", "{", "[" * 100_000, '{"name": 3, "other": "x"}', "null"])
def test_what_is_forged_shows_nothing(seen) -> None:
    """Then no field is theirs to change."""
    form = Record(sent(**{SEEN: seen, "name": "Léo"}))
    assert (form.values_seen, form.is_touched("name")) == ({}, False)


def test_what_is_no_value_of_the_field_is_none() -> None:
    """Forged, or of a row that is gone: it is told like any other that changed meanwhile."""
    form = Record(sent(**{SEEN: '{"day": "demain"}'}))
    assert (form.is_touched("day"), form.has_changed_elsewhere("day")) == (True, True)


def test_shown_again_with_what_is_now() -> None:
    form = Record(sent(name="Léo"), name="Lou", day=None, agreed=False)
    assert [form.has_changed_elsewhere(name) for name in ("name", "day", "agreed")] == [True, True, True]
    form.show_what_is_now()
    assert (form["name"].value(), form["day"].value(), form["agreed"].value()) == ("Léo", "", False)
    again = Record(form.data, name="Lou", day=None, agreed=False)
    assert not any(again.has_changed_elsewhere(name) for name in ("name", "day", "agreed"))
    assert again.is_touched("name")
