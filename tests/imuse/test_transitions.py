"""A life cycle as a table, and the diagram written from it."""

from imuse.transitions import NOTHING, LifeCycle, Transition

LAMP = LifeCycle(
    Transition("light", (NOTHING, "off"), "on", "anyone"), Transition("put_out", ("on",), "off", "anyone")
)


def test_table_answers() -> None:
    assert [LAMP.allows("light", status) for status in (NOTHING, "off", "on")] == [True, True, False]
    assert LAMP.after("put_out", "on") == "off"


def test_diagram_has_a_line_for_each_arrow() -> None:
    assert LAMP.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> on : light (anyone)",
        "    off --> on : light (anyone)",
        "    on --> off : put_out (anyone)",
    ]
