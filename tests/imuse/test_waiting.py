"""«Accueil» gathers what waits."""

from datetime import date

import pytest

from imuse import waiting
from imuse.components import Waiting


@pytest.fixture
def sources(monkeypatch) -> list:
    sources = []
    monkeypatch.setattr(waiting, "_sources", sources)
    return sources


def test_most_urgent_comes_first_whatever_part_it_is_of(sources) -> None:
    invoice = Waiting("todo", "Facture", "/f", day=date(2026, 6, 28))
    renewal = Waiting("todo", "Réinscription", "/r", day=date(2026, 6, 20))
    refusal, absence = Waiting("refused", "Refus", "/x"), Waiting("unread", "Absence", "/a")
    change = Waiting("waiting", "Fiche", "/i")
    waiting.register(lambda _request: [change, invoice])
    waiting.register(lambda _request: [absence, renewal, refusal])
    assert waiting.lines_for(None) == [renewal, invoice, refusal, absence, change]
