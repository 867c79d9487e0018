"""The tags that pages are made of; their markup is in templates/components/.

A property that a component does not know, or one that it needs and does not get, is a TemplateSyntaxError.
None is for a row or a cell of a table: the page writes these in its own loop, inside the component.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.messages.storage.base import Message

    from imuse.components import Text

register = template.Library()

# Each state has a shape of its own, which is enough without its tone.
TONE_OF_SHAPE = {
    "todo": "todo",
    "waiting": "wait",
    "done": "ok",
    "refused": "bad",
    "expired": "wait",
    "in-person": "todo",
    "unread": "new",
    "check": "wait",
    "circle-alert": "bad",
}
SHAPE_OF_TONE = {"ok": "circle-check", "wait": "waiting", "bad": "circle-alert", "todo": "info"}
LOOK_OF_LEVEL = {
    "success": ("ok", "circle-check"),
    "warning": ("wait", "circle-alert"),
    "error": ("bad", "circle-alert"),
}
TABLES = {"": "data", "few": "data few", "papers": "data papers", "ledger": "data ledger"}


def known(words: Mapping[str, str], word: str) -> str:
    try:
        return words[word]
    except KeyError:
        raise template.TemplateSyntaxError(f"'{word}' is none of: {', '.join(words)}") from None


@register.simple_tag
def icon(name: str, *, classes: str = "icon") -> SafeString:
    """A drawing of icons.svg. Always beside a word, so a screen reader need not hear it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def status(shape: str, words: "Text") -> SafeString:
    """A state: shape, word, tone."""
    tone = known(TONE_OF_SHAPE, shape)
    return format_html('<span class="status" data-tone="{}">{}{}</span>', tone, icon(shape), words)


@register.simple_block_tag
def part(
    content: str, title: "Text", *, anchor: str, lead: "Text" = "", broad: bool = False, step: str = ""
) -> SafeString:
    """A section: its title in the margin, its matter, one block, beside it; `broad`: beneath."""
    given = {"content": content, "title": title, "anchor": anchor, "lead": lead, "broad": broad, "step": step}
    return render_to_string("components/part.html", given)


@register.simple_block_tag
def more(content: str, summary: "Text") -> SafeString:
    """What few people need, one click away."""
    return render_to_string("components/more.html", {"content": content, "summary": summary})


@register.simple_block_tag
def nothing(content: str) -> SafeString:
    """Nothing yet: the page says so, and where it will come from. (`empty` is taken: it is of Django's for.)"""
    return render_to_string("components/nothing.html", {"content": content})


@register.simple_block_tag
def message(
    content: str,
    tone: str,
    title: "Text" = "",
    *,
    shape: str = "",
    level: int = 3,
    role: str = "",
    focused: bool = False,
) -> SafeString:
    """What just happened, and what can be done. One that answers an action takes the focus: it is read first."""
    drawn = shape or known(SHAPE_OF_TONE, tone)
    given = {"content": content, "tone": tone, "title": title, "shape": drawn}
    return render_to_string(
        "components/message.html", given | {"level": level, "role": role, "focused": focused}
    )


@register.inclusion_tag("components/information.html", takes_context=True)
def information(
    context: template.Context, messages: "Iterable[Message] | None" = None, *, focused: bool = True
) -> dict[str, Any]:
    """What the last action has to say, in two boxes at most: what is done, and the rest in its gravest tone.

    «OK» is the same page, which no longer has them.
    """
    said = list(context.get("messages", ()) if messages is None else messages)
    done = [each for each in said if each.level_tag == "success"]
    rest = [each for each in said if each.level_tag != "success"]
    boxes = [_box(sentences) for sentences in (done, rest) if sentences]
    for place, box in enumerate(boxes):
        box["focused"] = focused and place == 0
    return {"boxes": boxes, "way": context["request"].get_full_path() if boxes else ""}


def _box(sentences: "list[Message]") -> dict[str, Any]:
    gravest = max(sentences, key=lambda each: each.level)
    tone, shape = LOOK_OF_LEVEL.get(gravest.level_tag, ("todo", "info"))
    return {"tone": tone, "shape": shape, "sentences": sentences}


@register.simple_block_tag
def table(content: str, caption: "Text", *, kind: str = "", captioned: bool = False) -> SafeString:
    """A table that becomes labelled rows when narrow: each `td` says its column in `data-label`.

    `few` is for up to five columns, `papers` for documents, `ledger` for money.
    The caption is for who cannot see the title above it, unless the page says `captioned`.
    """
    classes = known(TABLES, kind)
    given = {"content": content, "caption": caption, "classes": classes, "captioned": captioned}
    return render_to_string("components/table.html", given)
