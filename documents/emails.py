"""What this app writes to families; the words are in templates/mails/."""

from django.utils.translation import gettext_lazy as _

from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail
from documents.models import Document


@email("documents_decided", label=_("Réponse sur des documents"))
def documents_decided(mail: Mail) -> Letter:
    """Of what was replaced or taken back before this left, nothing more is told."""
    told = Document.objects.filter(pk__in=mail.references["documents"], status__in=Document.DECIDED)
    rows = list(told.select_related("type", "student__person").order_by("decided_at", "pk"))
    if not rows:
        raise NothingToSend
    refused = [row for row in rows if row.status == Document.Status.REFUSED]
    validated = [row for row in rows if row.status == Document.Status.VALIDATED]
    return Letter({"validated": validated, "refused": refused})
