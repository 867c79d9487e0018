"""A draft becomes an invoice, and an invoice is corrected: the verbs that take a number."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from billing.models import CreditNote, Instalment, Invoice, OnlinePayment, Series, Titre
from billing.numbering import take_numbers
from billing.payers import payer_of, tell, with_guardians
from families.models import Family
from imuse.money import ZERO, shown
from imuse.policies import Denied

# What an invoice without instalments leaves a family to pay it.
TIME_TO_PAY = timedelta(days=30)


def check_can_issue(*, invoice: Invoice) -> None:
    if invoice.is_issued:
        raise Denied(_("Cette facture est déjà émise."))
    lines = list(invoice.lines.all())
    if not lines:
        raise Denied(_("Cette facture n’a pas de ligne."))
    total = sum((line.net for line in lines), ZERO)
    if total <= 0:
        raise Denied(
            _("Cette facture ne demande rien : son total est de %(total)s.") % {"total": shown(total)}
        )
    planned = [each.amount for each in invoice.instalments.all()]
    if planned and sum(planned) != total:
        raise Denied(
            _("Les échéances font %(planned)s, la facture %(total)s.")
            % {"planned": shown(sum(planned)), "total": shown(total)}
        )


@transaction.atomic
def issue(invoice: Invoice, *, by: User, on: date | None = None, tells: bool = True) -> Invoice:
    """Number the invoice, write down its payer, seal it, tell the family.

    What is taken over from another system was told long ago.
    """
    family = with_guardians(invoice.family_id)
    draft = Invoice.objects.select_for_update(of=("self",)).select_related("site").get(pk=invoice.pk)
    check_can_issue(invoice=draft)
    return issue_locked([(draft, family)], by=by, on=on or timezone.localdate(), tells=tells)[0]


def issue_locked(
    drafts: Sequence[tuple[Invoice, Family]], *, by: User, on: date, tells: bool = True
) -> list[Invoice]:
    """Of one site, locked and checked."""
    numbers = take_numbers(Series.INVOICE, site=drafts[0][0].site, year=on.year, count=len(drafts))
    issued = []
    for (invoice, family), number in zip(drafts, numbers, strict=True):
        _complete(invoice, on)
        invoice.number, invoice.payer = number, payer_of(family)
        invoice.status, invoice.issued_on, invoice.issued_by = Invoice.Status.ISSUED, on, by
        invoice.save()
        if tells:
            tell(family, invoice)
        issued.append(invoice)
    return issued


def _complete(invoice: Invoice, on: date) -> None:
    """What a draft may leave open: names as they are today, a single instalment, sums."""
    lines = list(invoice.lines.select_related("student__person").order_by("position", "pk"))
    for position, line in enumerate(lines, start=1):
        line.position, line.student_name = position, str(line.student or "")
        line.save(update_fields=["position", "student_name"])
    total_up(invoice)
    if not invoice.instalments.exists():
        due_on = on + TIME_TO_PAY
        Instalment.objects.create(invoice=invoice, payable_from=on, due_on=due_on, amount=invoice.total)


def total_up(invoice: Invoice) -> None:
    """What the draft's lines add up to; it is saved with the rest."""
    lines = list(invoice.lines.all())
    invoice.total = sum((line.net for line in lines), ZERO)
    invoice.discount = sum((line.discount for line in lines), ZERO)


def credited(invoice: Invoice) -> Decimal:
    return invoice.credit_notes.aggregate(sum=Sum("amount"))["sum"] or ZERO


def paid(invoice: Invoice) -> Decimal:
    """What money is for it now; reversals are below zero."""
    return invoice.allocations.aggregate(sum=Sum("amount"))["sum"] or ZERO


def check_can_credit(*, invoice: Invoice, amount: Decimal) -> None:
    if not invoice.is_issued:
        raise Denied(_("Un brouillon se corrige : il n’a pas d’avoir."))
    if amount <= 0:
        raise Denied(_("Un avoir a un montant."))
    left = invoice.total - credited(invoice)
    if amount > left:
        raise Denied(
            _("L’avoir dépasse ce que la facture demande encore : %(left)s.") % {"left": shown(left)}
        )


@transaction.atomic
def credit(
    invoice: Invoice, *, amount: Decimal, label: str, by: User, on: date | None = None, tells: bool = True
) -> CreditNote:
    """Ask so much less; over the whole, the invoice is cancelled."""
    on = on or timezone.localdate()
    family = with_guardians(invoice.family_id)
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("site").get(pk=invoice.pk)
    check_can_credit(invoice=locked, amount=amount)
    number = take_numbers(Series.CREDIT_NOTE, site=locked.site, year=on.year)[0]
    note = CreditNote.objects.create(
        site=locked.site,
        family=family,
        invoice=locked,
        amount=amount,
        label=label,
        number=number,
        issued_on=on,
        issued_by=by,
        payer=payer_of(family),
    )
    if tells:
        tell(family, note)
    return note


def check_can_hand_over(*, invoice: Invoice) -> None:
    if not invoice.is_issued:
        raise Denied(_("Un brouillon n’est pas recouvré."))
    if hasattr(invoice, "titre"):
        raise Denied(_("Cette facture est déjà recouvrée par un titre."))
    if invoice.total - credited(invoice) - paid(invoice) <= 0:
        raise Denied(_("Cette facture ne demande plus rien."))
    if OnlinePayment.objects.may_still_succeed().filter(shares__invoice=invoice).exists():
        raise Denied(
            _("Un paiement en ligne de cette facture est en cours de vérification : attendez sa réponse.")
        )


@transaction.atomic
def hand_over(
    invoice: Invoice, *, identifier: str, reference: str, by: User, on: date | None = None
) -> Titre:
    """From now on the Treasury recovers it."""
    with_guardians(invoice.family_id)
    locked = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    check_can_hand_over(invoice=locked)
    return Titre.objects.create(
        invoice=locked,
        identifier=identifier,
        reference=reference,
        handed_over_on=on or timezone.localdate(),
        handed_over_by=by,
    )
