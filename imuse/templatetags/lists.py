"""Lines in order: what waits, the week, sums, facts, how far one is."""

from typing import TYPE_CHECKING, Any

from django import template

from imuse.templatetags.portal import TONE_OF_SHAPE, known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imuse.components import Day, Sum, Text, Waiting

register = template.Library()

# The bars that the stylesheet has: quarters of an hour, up to two hours.
LONGEST_BAR = 8


@register.inclusion_tag("components/programme.html")
def programme(items: "Iterable[Waiting]") -> dict[str, Any]:
    """What waits, the most urgent first. The whole line opens."""
    return {"lines": [(item, known(TONE_OF_SHAPE, item.shape)) for item in items]}


@register.inclusion_tag("components/week.html")
def week(days: "Iterable[Day]") -> dict[str, Any]:
    """A measure a day, under each hour a bar as long as the lesson."""
    return {"days": days}


@register.filter
def bar(minutes: int) -> int:
    """The length, in minutes, of the bar for a lesson that lasts so long."""
    return min(max(round(minutes / 15), 1), LONGEST_BAR) * 15


@register.inclusion_tag("components/totals.html")
def totals(lines: "Iterable[Sum]") -> dict[str, Any]:
    """The ledger's foot; the last line is the one that counts."""
    return {"lines": lines}


@register.inclusion_tag("components/facts.html")
def facts(pairs: "Iterable[tuple[Text, Text]]") -> dict[str, Any]:
    """Values to read, each with its name."""
    return {"pairs": pairs}


@register.inclusion_tag("components/progress.html")
def progress(label: "Text", *, value: int, of: int) -> dict[str, Any]:
    """How far it is, in words and as a bar."""
    return {"label": label, "value": value, "of": of}


@register.inclusion_tag("components/on_its_way.html")
def on_its_way(*, picture: str = "", name: str = "", share: int | None = None) -> dict[str, Any]:
    """Below a field for a file: what was chosen, how far it is. static/upload.js fills both in; the gallery tells
    their states by itself."""
    return {"picture": picture, "name": name, "share": share}
