"""Paying by PayFiP: an attempt is started, the payer leaves and returns, and whatever comes back ends in `settle`.

No word of a browser or of a notification is believed: each is a reason to ask the Treasury. It is asked outside of any
transaction; then the attempt is locked, read again, and written once.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.papers import FRENCH
from billing import payments
from billing.ledger import Bill, Screen, account_of
from billing.models import Invoice, Mode, OnlinePayment, OnlineShare, PayFiPMode, Regie
from billing.payers import with_guardians
from billing.payfip import client, faults
from billing.payments import Share
from families.models import Family
from imuse.money import ZERO, shown
from imuse.policies import Denied

log = logging.getLogger("imuse.payfip")

Status = OnlinePayment.Status
UNAVAILABLE = gettext_lazy(
    "Le paiement en ligne est indisponible pour le moment. Rien n’a été débité : réessayez plus tard, ou payez à "
    "l’établissement."
)
PAYS = {"P": Mode.PAYFIP, "V": Mode.PAYFIP}
FAILS = {"R": Status.REFUSED, "Z": Status.REFUSED, "A": Status.ABANDONED}
LABELS = {"P": gettext_lazy("Paiement en ligne"), "V": gettext_lazy("Paiement en ligne par prélèvement")}

# How long after the start it is asked again, and how often until then.
SCHEDULE = (
    (timedelta(hours=2), timedelta(minutes=5)),
    (timedelta(hours=48), timedelta(hours=1)),
    (timedelta(days=7), timedelta(days=1)),
)
TOLD = 150  # characters of the Treasury's own words that an alert has room for
NEVER_LEFT = timedelta(minutes=2)  # far longer than asking for a number may take
SEEMS_EXPIRED = timedelta(hours=2)
UNKNOWN_FOR_GOOD = timedelta(hours=24)


@dataclass(frozen=True)
class Choice:
    """What is to be paid: parts of invoices of one régie."""

    regie: Regie
    parts: Sequence[tuple[Invoice, Decimal]]

    @property
    def amount(self) -> Decimal:
        return sum((amount for _invoice, amount in self.parts), ZERO)


def is_payable_online(bill: Bill) -> bool:
    """What was handed over as a titre is paid on payfip.gouv.fr itself."""
    invoice = bill.invoice
    return bool(bill.remaining) and invoice.regie.takes_online_payments and not invoice.is_at_the_treasury


def regies_of(bills: Iterable[Bill]) -> list[Regie]:
    """Those that take online payments for these."""
    return list(
        {bill.invoice.regie_id: bill.invoice.regie for bill in bills if is_payable_online(bill)}.values()
    )


def offered(screen: Screen) -> list[Choice]:
    """For each régie that takes online payments, what is due of it today; nothing below the Treasury's least."""
    choices = [due_today(screen, regie) for regie in regies_of(screen.open_bills)]
    return [choice for choice in choices if choice.amount >= client.LEAST]


def due_today(screen: Screen, regie: Regie) -> Choice:
    """«Montant à payer» as the page shows it: a credit that the family has there is deducted."""
    left, parts = screen.to_pay, []
    for bill in screen.open_bills:
        part = min(bill.to_pay, left)
        left -= part
        if part and bill.invoice.regie_id == regie.pk and is_payable_online(bill):
            parts.append((bill.invoice, part))
    return Choice(regie, parts)


def in_full(bills: Iterable[Bill], regie: Regie, numbers: Collection[str]) -> Choice:
    """These invoices, with whatever of them is still open."""
    chosen = [bill for bill in bills if bill.invoice.number in numbers and is_payable_online(bill)]
    return Choice(
        regie, [(bill.invoice, bill.remaining) for bill in chosen if bill.invoice.regie_id == regie.pk]
    )


def check_endpoint(mode: str) -> None:
    """Real payments go to the Treasury and nowhere else."""
    is_real = settings.PAYFIP_URL == settings.PAYFIP_REAL_URL
    if mode == PayFiPMode.PRODUCTION and not is_real and not settings.DEMONSTRATION:
        log.critical("PAYFIP_URL is not the Treasury's, and a régie is in production: nothing is started")
        raise Denied(str(UNAVAILABLE))


def check_can_start(*, choice: Choice, by: User) -> None:
    check_endpoint(choice.regie.payfip_mode)
    if not choice.parts:
        raise Denied(_("Il n’y a rien à payer en ligne aujourd’hui."))
    if choice.amount < client.LEAST:
        raise Denied(_("Le paiement en ligne commence à %(least)s.") % {"least": shown(client.LEAST)})
    if not by.email:
        raise Denied(_("PayFiP demande une adresse e-mail : donnez d’abord la vôtre à l’établissement."))
    if len(by.email) > client.LONGEST_EMAIL:
        raise Denied(
            _(
                "PayFiP ne prend pas d’adresse e-mail de plus de %(most)s caractères : donnez-en une plus courte."
            )
            % {"most": client.LONGEST_EMAIL}
        )
    if waiting_for([invoice for invoice, _amount in choice.parts]):
        raise Denied(
            _("Un paiement en ligne de cette somme est en cours de vérification : attendez sa réponse.")
        )


def check_still_asked_for(*, family: Family, choice: Choice) -> None:
    """Between the page and its button, another payment or a credit note may have come."""
    bills = account_of(family, on=timezone.localdate()).bills
    left = {bill.invoice.pk: bill.remaining for bill in bills if is_payable_online(bill)}
    if any(amount > left.get(invoice.pk, ZERO) for invoice, amount in choice.parts):
        raise Denied(_("Ce qui est à payer vient de changer : regardez de nouveau, puis payez."))


def waiting_for(invoices: Sequence[Invoice]) -> OnlinePayment | None:
    """The attempt that may still pay for one of these."""
    return OnlinePayment.objects.may_still_succeed().filter(shares__invoice__in=invoices).first()


def start(*, family: Family, choice: Choice, by: User) -> OnlinePayment:
    """The attempt, with its number at PayFiP: the payer may leave. Nobody holds that number before it is kept."""
    _ask_about_former(choice)
    attempt = _write_down(family=family, choice=choice, by=by)
    try:
        operation = client.open_payment(_order(attempt, choice))
    except faults.PayFiPFault as fault:
        with translation.override(FRENCH):
            _give_up(attempt, fault)
        raise Denied(str(UNAVAILABLE)) from fault
    attempt.operation, attempt.status = operation, Status.PENDING
    attempt.next_ask = timezone.now() + SCHEDULE[0][1]
    attempt.save(update_fields=["operation", "status", "next_ask"])
    return attempt


def _ask_about_former(choice: Choice) -> None:
    """One that has not been heard of, and blocks no more, may be paid all the same: it is asked about once again."""
    invoices = [invoice for invoice, _amount in choice.parts]
    silent = OnlinePayment.objects.filter(status=Status.PENDING, shares__invoice__in=invoices)
    former = silent.filter(started_at__lte=timezone.now() - OnlinePayment.BLOCKS_FOR).order_by("-pk").first()
    if former:
        settle(former)


@transaction.atomic
def _write_down(*, family: Family, choice: Choice, by: User) -> OnlinePayment:
    """Two who start at once wait here for each other: at the family."""
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    check_can_start(choice=choice, by=by)
    check_still_asked_for(family=family, choice=choice)
    attempt = OnlinePayment.objects.create(
        site=family.site,
        family=family,
        regie=choice.regie,
        started_by=by,
        amount=choice.amount,
        reference=_reference(choice.parts[0][0]),
        client_number=choice.regie.client_number,
        mode=choice.regie.payfip_mode,
        next_ask=timezone.now() + NEVER_LEFT,
    )
    OnlineShare.objects.bulk_create(
        OnlineShare(online=attempt, invoice=invoice, amount=amount) for invoice, amount in choice.parts
    )
    return attempt


def _reference(invoice: Invoice) -> str:
    """«FACT2026000123S3T02»: the second attempt for an invoice of the third site, one régie may serve several."""
    bare = "".join(sign for sign in invoice.number if sign.isalnum())  # a number of elsewhere may have others
    prefix = f"{bare}S{invoice.site_id}T"
    count = OnlinePayment.objects.filter(reference__startswith=prefix).count()
    return f"{prefix}{count + 1:02}"


def _order(attempt: OnlinePayment, choice: Choice) -> client.Order:
    first = choice.parts[0][0]
    return client.Order(
        client_number=attempt.client_number,
        exercise=first.exercise,
        reference=attempt.reference,
        subject=f"Facture {first.number}"
        if len(choice.parts) == 1
        else f"Factures de la famille {attempt.family.reference}",
        amount=attempt.amount,
        email=attempt.started_by.email,
        mode=attempt.mode,
        notified_at=_address("payfip_notification", attempt),
        returns_to=_address("payfip_return", attempt),
    )


def _address(route: str, attempt: OnlinePayment) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(route, args=[attempt.token])


def _give_up(attempt: OnlinePayment, fault: faults.PayFiPFault) -> None:
    """Nothing was charged: nobody holds the number of an operation."""
    log.warning("online payment %s could not be started: %s", attempt.pk, fault)
    attempt.status, attempt.next_ask = Status.FAILED, None
    if isinstance(fault, faults.Refused):
        attempt.alert = _("PayFiP refuse la demande : %(fault)s") % {"fault": str(fault)[:TOLD]}
    attempt.save(update_fields=["status", "alert", "next_ask"])


def give_up_unborn() -> int:
    """Their process ended while it asked for a number: nobody holds one, so nothing can be charged."""
    unborn = OnlinePayment.objects.filter(status=Status.STARTED, next_ask__lte=timezone.now())
    return unborn.update(status=Status.FAILED, next_ask=None)


# What comes back


def of_token(token: str) -> OnlinePayment | None:
    """For PayFiP, and for browsers on their way back: who knows the token was given it by us."""
    return OnlinePayment.objects.filter(token=token).select_related("site", "payment").first()


def settle(attempt: OnlinePayment) -> OnlinePayment:
    """Whoever calls, however often: the return, the notification, the sweep, a member of staff."""
    if attempt.status in OnlinePayment.FINAL or not attempt.operation:
        return attempt
    try:
        result = client.result_of(attempt.operation)
    except faults.PayFiPFault as fault:
        return _note_silence(attempt, fault)
    with translation.override(
        FRENCH
    ):  # the ledger, and the receipt, speak the school's language, whoever asked
        return _write_result(attempt, result)


@transaction.atomic
def _note_silence(attempt: OnlinePayment, fault: faults.PayFiPFault) -> OnlinePayment:
    """No result yet; it is asked for again, less and less often."""
    now = _locked(attempt)
    if now.status in OnlinePayment.FINAL:
        return now
    age = timezone.now() - now.started_at
    is_open = now.status in OnlinePayment.OPEN
    is_gone = isinstance(fault, faults.UnknownOperation) and age > UNKNOWN_FOR_GOOD
    is_silent = isinstance(fault, faults.NotKnownYet | faults.UnknownOperation) and age > SEEMS_EXPIRED
    if is_open and (is_gone or is_silent):
        now.status = Status.EXPIRED
    now.asked_at = timezone.now()
    now.next_ask = None if is_gone else _next_ask(now)
    now.save(update_fields=["status", "asked_at", "next_ask"])
    return now


@transaction.atomic
def _write_result(attempt: OnlinePayment, result: client.Result) -> OnlinePayment:
    now = _locked(attempt)
    if now.status in OnlinePayment.FINAL:
        return now
    now.asked_at, now.outcome = timezone.now(), result.outcome[:10]
    now.authorisation, now.decided_at = result.authorisation, result.at
    differs = _differences(now, result)
    if differs:
        _stop(now, Status.MISMATCH, _("La réponse de PayFiP ne concorde pas : %(what)s") % {"what": differs})
    elif result.outcome in PAYS:
        _book(now)
    elif result.outcome in FAILS:
        now.status, now.next_ask = FAILS[result.outcome], _next_ask(now)
    else:
        now.alert = _("Réponse inconnue de PayFiP : « %(letter)s »") % {"letter": now.outcome}
        now.next_ask = _next_ask(now)
    now.save()
    return now


def _locked(attempt: OnlinePayment) -> OnlinePayment:
    """The family first, as everywhere in the ledger."""
    with_guardians(attempt.family_id)
    locked = OnlinePayment.objects.select_for_update(of=("self",))
    return locked.select_related("family__site", "regie", "started_by").get(pk=attempt.pk)


def _differences(attempt: OnlinePayment, result: client.Result) -> str:
    """What was asked for, and what is said to be paid, are the same; the exercise comes back cut short."""
    pairs = (
        (_("montant"), attempt.amount, result.amount),
        (_("référence"), attempt.reference, result.reference),
        (_("numéro de client"), attempt.client_number, result.client_number),
        (_("mode"), attempt.mode, result.mode),
        (_("opération"), attempt.operation, result.operation or attempt.operation),
    )
    return ", ".join(str(name) for name, asked, told in pairs if asked != told)


def _stop(attempt: OnlinePayment, status: str, alert: str = "") -> None:
    attempt.status, attempt.next_ask = status, None
    if alert:
        log.error("online payment %s needs to be looked into", attempt.pk)
        attempt.alert, attempt.looked_into_at, attempt.looked_into_by = alert, None, None


def moves_money(mode: str) -> bool:
    """A trial moves none, and is not written down as money; but in the demonstration all is a trial."""
    return mode == PayFiPMode.PRODUCTION or settings.DEMONSTRATION


def _book(attempt: OnlinePayment) -> None:
    """Once. What its invoices no longer need stays with the family, and staff are told."""
    if not moves_money(attempt.mode):
        charged = attempt.mode == PayFiPMode.ACTIVATION
        _stop(attempt, Status.TRIED, _("Paiement d’activation : une carte a été débitée") if charged else "")
        return
    shares, surplus = _shares(attempt)
    day = timezone.localdate(attempt.decided_at) if attempt.decided_at else None
    attempt.payment = payments.record(
        family=attempt.family,
        regie=attempt.regie,
        mode=PAYS[attempt.outcome],
        amount=attempt.amount,
        by=attempt.started_by,
        received_on=day,
        shares=shares,
        label=str(LABELS[attempt.outcome]),
        bank_reference=attempt.reference,
    )
    _stop(attempt, Status.PAID, _alert(attempt, surplus))


def _alert(attempt: OnlinePayment, surplus: Decimal) -> str:
    if surplus:
        return _("Trop-perçu de %(amount)s : déjà réglé autrement") % {"amount": shown(surplus)}
    if attempt.shares.filter(invoice__titre__isnull=False).exists():
        return _("Payé bien que le Trésor public recouvre la facture : dites-le-lui")
    return ""


def _shares(attempt: OnlinePayment) -> tuple[list[Share], Decimal]:
    """Of each invoice as much as it still needs; and what is over."""
    bills = {bill.invoice.pk: bill for bill in account_of(attempt.family, on=timezone.localdate()).bills}
    shares, surplus = [], ZERO
    for part in attempt.shares.select_related("invoice"):
        needed = min(part.amount, bills[part.invoice_id].remaining)
        if needed:
            shares.append(Share.of(part.invoice, needed))
        if part.amount > needed:
            left = part.amount - needed
            shares.append(Share(left, part.invoice.category, part.invoice.year))
            surplus += left
    return shares, surplus


def _next_ask(attempt: OnlinePayment) -> datetime | None:
    now = timezone.now()
    age = now - attempt.started_at
    return next((now + pause for until, pause in SCHEDULE if age < until), None)


def to_look_into(user: User) -> QuerySet[OnlinePayment]:
    """For the front page of «Gestion»."""
    return OnlinePayment.objects.for_user(user, "billing.look_into_onlinepayment").to_look_into()
