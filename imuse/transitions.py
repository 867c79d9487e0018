"""A life cycle as a table: what may be done to a thing in which state, by whom, and what it is then.

The verbs of a domain module ask the table, and the diagram of docs/ is written from it: so they say the same.
"""

from typing import NamedTuple

# The state of what is not there yet.
NOTHING = ""


class Transition(NamedTuple):
    verb: str
    before: tuple[str, ...]
    after: str
    by: str


class LifeCycle:
    def __init__(self, *transitions: Transition) -> None:
        self._after = {(step.verb, status): step.after for step in transitions for status in step.before}
        self._transitions = transitions

    def allows(self, verb: str, status: str) -> bool:
        return (verb, str(status)) in self._after

    def after(self, verb: str, status: str) -> str:
        """Whether it is allowed has been asked before."""
        return self._after[verb, str(status)]

    def diagram(self) -> str:
        """For Mermaid, a line for each arrow, in the order of the table."""
        lines = (
            f"    {_named(status)} --> {step.after} : {step.verb} ({step.by})"
            for step in self._transitions
            for status in step.before
        )
        return "\n".join(["stateDiagram-v2", *lines])


def _named(status: str) -> str:
    return status if status != NOTHING else "[*]"
