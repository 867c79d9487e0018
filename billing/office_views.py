"""The régie's own pages beside those of each noun: documents, the day's cash, what is late, the accounts' CSV."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.office import may_at
from accounts.papers import pdf_answer
from accounts.too_late import give_back
from accounts.views import form_page
from billing import accounting, documents, unpaid
from billing.cash import journals_of
from billing.forms import MoveForm
from billing.models import Invoice, Payment, Reversal
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def check_may(request: "HttpRequest", permission: str) -> None:
    """For anyone else there is no such page."""
    if not (request.user.is_superuser or request.user.holds(permission)):
        raise Http404


def day_asked(request: "HttpRequest", name: str, otherwise: date) -> date:
    try:
        return parse_date(request.GET.get(name, "")) or otherwise
    except ValueError:
        return otherwise


@require_safe
def document(request: "HttpRequest", site_id: int, number: str) -> "HttpResponse":
    """Who sees a family's balance sees what it is made of."""
    if not may_at(request.user, "billing.view_familyledger", site_id):
        raise Http404
    seen_by = {"permission": "billing.view_familyledger", "site": site_id}
    return pdf_answer(documents.content_of(number, request.user, **seen_by), number)


@form_page
def move(request: "HttpRequest", payment_id: int) -> "HttpResponse":
    """Money of a payment, from one invoice to another."""
    seen = Payment.objects.for_user(request.user, "billing.add_allocation")
    payment = get_object_or_404(seen.select_related("family__site", "regie"), pk=payment_id)
    form = MoveForm(payment, request.POST or None)
    if form.is_valid():
        try:
            messages.success(request, form.move(by=request.user))
        except Denied as denied:  # somebody else was quicker
            form.add_error("amount", denied.reason)
        else:
            return redirect("admin:billing_payment_change", payment.pk)
    context = {"form": give_back(request, form), "payment": payment, "title": _("Déplacer de l’argent")}
    return render(request, "billing/move.html", admin.site.each_context(request) | context)


@require_safe
def cash_journal(request: "HttpRequest") -> "HttpResponse":
    check_may(request, "billing.view_payment")
    day = day_asked(request, "jour", timezone.localdate())
    journals = journals_of(
        day,
        Payment.objects.for_user(request.user),
        Reversal.objects.for_user(request.user),
    )
    context = {"day": day, "journals": journals, "title": _("Journal de caisse")}
    return render(request, "billing/cash_journal.html", admin.site.each_context(request) | context)


@require_safe
def unpaid_bills(request: "HttpRequest") -> "HttpResponse":
    check_may(request, "billing.view_invoice")
    late = unpaid.late_bills(Invoice.objects.for_user(request.user), on=timezone.localdate())
    context = {"late": late, "ages": unpaid.by_age(late), "title": _("Impayés")}
    return render(request, "billing/unpaid.html", admin.site.each_context(request) | context)


@require_safe
def export(request: "HttpRequest") -> "StreamingHttpResponse":
    """The calendar year so far, where no days are asked for."""
    check_may(request, "billing.view_payment")
    today = timezone.localdate()
    since = day_asked(request, "du", date(today.year, 1, 1))
    until = day_asked(request, "au", today)
    name = f"facturation-{since:%Y%m%d}-{until:%Y%m%d}.csv"
    return StreamingHttpResponse(
        accounting.lines(request.user, since=since, until=until),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
