"""Amounts as they are read."""

from decimal import Decimal

from django import template

from imuse.money import shown

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    return "" if value is None else shown(value)
