"""What this app writes to families; the words are in templates/mails/."""

from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail
from billing.documents import kind_of
from billing.models import CreditNote


@email("document_issued")
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
