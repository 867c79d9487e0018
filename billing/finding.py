"""Invoices, receipts and credit notes by their number: to the régie the document, to who sees balances the account."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.office import may_at
from billing.models import CreditNote, Invoice, Payment
from billing.models.numbers import Series
from imuse.finding import A_GROUP, Found, Question, Source
from imuse.money import shown

BALANCES = "billing.view_familyledger"
# «FACT2026000123», and its figures alone.
NUMBER = re.compile(rf"({'|'.join(Series.values)})?(20\d{{8}})", re.IGNORECASE)


def documents(user: User, question: Question) -> Iterator[Found]:
    number = NUMBER.fullmatch(question.typed.replace(" ", ""))
    if not number:
        return
    series = [number[1].upper()] if number[1] else Series.values
    # The number comes after the site in its index: who sees every site asks for it at each.
    sites = Site.objects.for_user(user, BALANCES).order_by().values("pk")
    for model in (Invoice, CreditNote, Payment):
        kept = model.objects.for_user(user, BALANCES).filter(site__in=sites).exclude(number="")
        rows = kept.filter(number__in=[f"{each}{number[2]}" for each in series])
        for row in rows.select_related("family", "site").order_by("site__name_key", "pk")[:A_GROUP]:
            yield _found(row, user)


def _found(row: Any, user: User) -> Found:
    options = row._meta  # noqa: SLF001 - Django's documented way
    if may_at(user, f"billing.view_{options.model_name}", row.site_id):
        url = reverse(f"admin:billing_{options.model_name}_change", args=[row.pk])
    else:
        url = reverse("admin:billing_familyledger_change", args=[row.family_id])
    amount = row.total if isinstance(row, Invoice) else row.amount
    return Found(row.number, url, f"{row.family.name}, {shown(amount)}, {row.site.name}", is_exact=True)


SOURCES = [Source(50, _("Factures, reçus et avoirs"), (BALANCES,), documents)]
