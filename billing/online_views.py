"""«Paiement en ligne»: to PayFiP, and back."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.seeing_as import closed_to_staff
from billing import asking, online
from billing.home import ROUTES
from billing.ledger import account_of
from billing.models import Category, OnlinePayment, Regie
from billing.payfip import client
from billing.statements import Page
from families.views import family_of
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest

    from families.models import Family


def page_of(family: "Family", category: str) -> Page:
    today = timezone.localdate()
    return Page(family, category, account_of(family, on=today), family.site.school_year())


@require_safe
def choose(request: "HttpRequest", *, category: str) -> HttpResponse:
    """Which invoices, in full."""
    family = family_of(request)
    account = page_of(family, category).account
    bills = [bill for bill in account.bills if online.is_payable_online(bill)]
    groups = [
        (regie, [bill for bill in bills if bill.invoice.regie_id == regie.pk])
        for regie in online.regies_of(bills)
    ]
    unused = [screen for screen in account.screens if screen.free]
    context = {"groups": groups, "unused": unused, "way_back": ROUTES[Category(category)]}
    return render(request, "billing/choose.html", context | {"category": category})


@require_POST
def pay(request: "HttpRequest", *, category: str) -> HttpResponse:
    """The chosen invoices in full; without any chosen, the amount due of the screen that shows the button."""
    family = family_of(request)
    page = page_of(family, category)
    number = _number(request.POST.get("regie"))
    regie = get_object_or_404(Regie.objects.for_user(request.user), pk=number)
    numbers = request.POST.getlist("invoice")
    is_chosen = "chosen" in request.POST
    choice = online.in_full(page.account.bills, regie, numbers) if is_chosen else _due(page, regie)
    try:
        attempt = online.start(family=family, choice=choice, by=request.user)
    except Denied as denied:
        messages.error(request, denied.reason)
        return redirect(ROUTES[Category(category)])
    return redirect("payfip_leave", attempt.token)


@closed_to_staff
@require_safe
def leave(request: "HttpRequest", token: str) -> HttpResponse:
    """«Vous allez être dirigé vers PayFiP»: at once, and by a link. Who comes back here does not leave twice."""
    attempt = get_object_or_404(OnlinePayment.objects.for_user(request.user), token=token)
    if attempt.status != OnlinePayment.Status.PENDING or attempt.asked_at:
        return redirect("payfip_return", token)
    address = client.payer_page(attempt.operation)
    return render(
        request,
        "billing/leave.html",
        {"attempt": attempt, "address": address, "refresh": f"0; url={address}"},
    )


@closed_to_staff
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: "HttpRequest", token: str) -> HttpResponse:
    """Where the payer comes back to, signed in or not: it shows a state and nothing of a person."""
    attempt = online.of_token(token)
    if attempt is None:
        raise Http404
    asking.ask_soon(attempt)
    context = {"attempt": attempt, "is_verified": attempt.status not in OnlinePayment.OPEN}
    is_own = request.user.is_authenticated and not request.user.is_staff
    return render(request, "billing/returned.html", context | {"is_own": is_own})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def notified(request: "HttpRequest", token: str) -> HttpResponse:
    """PayFiP's word that there is something to ask about. It is never believed, and always thanked."""
    said = _operation_in(request)
    attempt = online.of_token(token)
    if attempt and said and said == attempt.operation:
        asking.ask_soon(attempt)
    return HttpResponse(status=200, content_type="text/plain")


def _operation_in(request: "HttpRequest") -> str:
    """«idop» or «idOp», in the body or in the address."""
    for sent in (request.POST, request.GET):
        for name in sent:
            if name.lower() == "idop":
                return sent[name]
    return ""


def _due(page: Page, regie: Regie) -> online.Choice:
    if page.shown is None:
        raise Http404
    return online.due_today(page.shown.screen, regie)


def _number(typed: Any) -> int:
    if not str(typed).isdecimal() or len(str(typed)) > 18:
        raise Http404
    return int(typed)
