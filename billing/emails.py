"""What this app writes to families; the words are in templates/mails/."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail
from billing import payfip_lists
from billing.documents import kind_of
from billing.models import CreditNote, Regie
from imuse.money import ZERO


@email("document_issued", label=_("Facture ou avoir"))
def document_issued(mail: Mail) -> Letter:
    """An invoice or a credit note: what it is, what it asks; the document itself is on the portal."""
    number = mail.references["number"]
    model = kind_of(number).model
    document = model.objects.filter(site=mail.site, number=number, family=mail.references["family"]).first()
    if document is None:
        raise NothingToSend
    if isinstance(document, CreditNote):
        return Letter({"document": document, "amount": document.amount, "plan": []})
    plan = list(document.instalments.order_by("due_on"))
    return Letter({"document": document, "amount": document.total, "plan": plan})


@email("payfip_list", label=_("Liste des paiements en ligne"))
def payfip_list(mail: Mail) -> Letter:
    regie = Regie.objects.filter(pk=mail.references.get("regie")).first()
    if regie is None:
        raise NothingToSend
    day = date.fromisoformat(mail.references["day"])
    taken = list(payfip_lists.payments_of(regie, day))
    total = sum((payment.amount for payment in taken), ZERO)
    lines = [payfip_lists.COLUMNS, *payfip_lists.lines_of(regie, day)]
    return Letter({"regie": regie, "day": day, "lines": lines, "count": len(taken), "total": total})
