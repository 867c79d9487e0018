"""What «Accueil» says of money."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.ledger import Screen, account_of
from billing.models import Category
from billing.statements import TITLES
from families.models import Family
from imuse.components import Waiting
from imuse.money import shown
from imuse.school_year import named
from imuse.templatetags.times import full_day

if TYPE_CHECKING:
    from django.http import HttpRequest

ROUTES = {Category.TUITION: "billing", Category.HIRE: "billing_hire"}
AMONG_THE_FAMILY_S = {Category.TUITION: "family_billing", Category.HIRE: "family_billing_hire"}


def to_pay(request: "HttpRequest") -> Iterator[Waiting]:
    """A line for each tab and school year that asks for something."""
    family = Family.objects.for_user(request.user).first()
    account = account_of(family, on=timezone.localdate()) if family else None
    routes = ROUTES if request.user.site.billing_in_menu else AMONG_THE_FAMILY_S
    for screen in account.screens if account else ():
        if screen.to_pay:
            yield _line(screen, routes[Category(screen.category)])


def _line(screen: Screen, route: str) -> Waiting:
    day = min((bill.due_on for bill in screen.open_bills if bill.due_on), default=None)
    day_in_words = full_day(day) if day else ""
    words = _("en retard, à payer avant le %(day)s") if screen.overdue else _("avant le %(day)s")
    return Waiting(
        shape="todo",
        title=_("%(amount)s à payer") % {"amount": shown(screen.to_pay)},
        url=reverse(route),
        text=f"{TITLES[Category(screen.category)]} {named(screen.year)}",
        due=words % {"day": day_in_words} if day else "",
        day=day,
    )
