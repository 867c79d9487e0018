"""The life of a re-enrolment: its table names states that exist, and the documentation draws the same."""

from pathlib import Path

from imuse.transitions import NOTHING
from reenrolment.life import LIFE
from reenrolment.models import Reenrolment

DRAWN = Path(__file__).parents[2] / "docs" / "reenrolment.md"
VERBS = ("send", "withdraw", "ask_more", "validate", "refuse", "reconsider")


def test_documentation_shows_the_table() -> None:
    """Another table? `manage.py shell -c "from reenrolment.life import LIFE; print(LIFE.diagram())"` draws it anew."""
    assert f"```mermaid\n{LIFE.diagram()}\n```" in DRAWN.read_text()


def test_every_state_is_reached_and_none_is_unknown() -> None:
    states = [NOTHING, *Reenrolment.Status.values]
    reached = {LIFE.after(verb, status) for verb in VERBS for status in states if LIFE.allows(verb, status)}
    assert reached == set(Reenrolment.Status.values)
