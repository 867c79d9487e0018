"""What a school lends the pages: the family's own or, at the front door, the one that is chosen there."""

from typing import Any

from django import template

register = template.Library()


def _school(context: template.Context) -> dict[str, Any]:
    return {"school": context.get("site") or context.get("chosen_site")}


@register.inclusion_tag("components/look.html", takes_context=True)
def look(context: template.Context) -> dict[str, Any]:
    """Its stylesheet and its icon, for the head of the page."""
    return _school(context)


@register.inclusion_tag("components/logo.html", takes_context=True)
def logo(context: template.Context) -> dict[str, Any]:
    return _school(context)
