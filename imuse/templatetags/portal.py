"""The tags that pages are made with; their templates are in templates/components/."""

from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from imuse import nav

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField

register = template.Library()


@register.simple_tag
def icon(name: str, *, classes: str = "icon") -> SafeString:
    """A drawing of icons.svg. Always beside a word, so a screen reader need not hear it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/menu.html", takes_context=True)
def menu(context: template.Context) -> dict[str, Any]:
    lines = list(nav.menu_for(context["request"]))
    return {"lines": lines, "user": context["request"].user, "csrf_token": context["csrf_token"]}


@register.inclusion_tag("components/fields.html")
def fields(form: "BaseForm") -> dict[str, Any]:
    """Every field of a form: label, hint, line, note."""
    return {"form": form}


@register.filter
def width(field: "BoundField") -> str:
    """How wide a field is beside its neighbours, as its form says in `widths`: short, long or full."""
    return getattr(field.form, "widths", {}).get(field.name, "")
