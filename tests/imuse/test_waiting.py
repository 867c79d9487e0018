"""«Accueil» gathers what waits."""

from datetime import date

import pytest

from imuse import waiting
from imuse.waiting import Line


@pytest.fixture
def sources(monkeypatch) -> list:
    sources = []
    monkeypatch.setattr(waiting, "_sources", sources)
    return sources


def test_most_urgent_comes_first_whatever_part_it_is_of(sources) -> None:
    invoice = Line("todo", "Facture", "/f", day=date(2026, 6, 28))
    renewal = Line("todo", "Réinscription", "/r", day=date(2026, 6, 20))
    refusal, absence, change = (
        Line("bad", "Refus", "/x"),
        Line("new", "Absence", "/a"),
        Line("wait", "Fiche", "/i"),
    )
    waiting.register(lambda _user: [change, invoice])
    waiting.register(lambda _user: [absence, renewal, refusal])
    assert waiting.for_user(None) == [renewal, invoice, refusal, absence, change]


def test_each_tone_has_its_shape() -> None:
    assert [Line(tone, "", "").shape for tone in ("bad", "todo", "new", "wait")] == [
        "refused",
        "todo",
        "unread",
        "waiting",
    ]
