"""Where one is, and the ways to elsewhere."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from imuse import nav

if TYPE_CHECKING:
    from imuse.components import Pager, Step, Tab, Text

register = template.Library()

# Of the bar under the thumb: «Menu» is the fifth.
ENTRIES_IN_THE_BAR = 4


@register.inclusion_tag("components/menu.html", takes_context=True)
def menu(context: template.Context, lines: Iterable[nav.Line] | None = None) -> dict[str, Any]:
    """The main navigation; on a telephone a bar of five entries, «Menu» the last."""
    request = context["request"]
    lines = list(nav.menu_for(request) if lines is None else lines)
    bar = [line for line in lines if line.icon][:ENTRIES_IN_THE_BAR]
    site = request.user.site
    return {
        "lines": lines,
        "bar": bar,
        "sign_out": "sign_out" if site else "staff_sign_out",
        "sign_out_label": site.get_sign_out_label_display() if site else _("Déconnexion"),
        "csrf_token": context["csrf_token"],
    }


@register.inclusion_tag("components/back.html")
def back(url: str, label: "Text" = "") -> dict[str, Any]:
    return {"url": url, "label": label}


@register.inclusion_tag("components/pager.html")
def pager(place: "Pager") -> dict[str, Any]:
    words = place.words
    ways = [
        ("chevron-first", words.first, place.first),
        ("chevron-left", words.previous, place.previous),
        ("chevron-right", words.next, place.next),
        ("chevron-last", words.last, place.last),
    ]
    return {"title": words.title, "place": place, "ways": ways}


@register.inclusion_tag("components/tabs.html")
def tabs(items: "Iterable[Tab]", *, label: "Text") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: "Sequence[Step]", *, current: int, label: "Text") -> dict[str, Any]:
    """The steps of a journey; `current` counts from 1, one more than there are once all is done."""
    states = [
        "done" if number < current else "current" if number == current else "todo"
        for number in range(1, len(steps) + 1)
    ]
    return {"steps": list(zip(steps, states, strict=True)), "label": label}
