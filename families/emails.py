"""What is written to a family about its requests; the words are in templates/mails/."""

from django.utils.translation import gettext_lazy as _

from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail
from families import changes, record_fields
from families.models import ChangeRequest


@email("change_received", label=_("Accusé de demande de modification"))
def change_received(mail: Mail) -> Letter:
    """Of a request that was asked anew before this left, the newer one's mail tells."""
    change = _change(mail)
    if changes.was_asked_anew(change):
        raise NothingToSend
    labels = [record_fields.label(key) for key in record_fields.in_order(change.values)]
    return Letter({"person": change.person, "labels": labels})


@email("change_decided", label=_("Réponse à une demande de modification"))
def change_decided(mail: Mail) -> Letter:
    change = _change(mail)
    accepted, refused = (
        [record_fields.label(key) for key in record_fields.in_order(keys)]
        for keys in (change.accepted, change.refused)
    )
    told = {"person": change.person, "accepted": accepted, "refused": refused, "reason": change.reason}
    return Letter(told)


@email("email_changed", label=_("Changement d’adresse e-mail"))
def email_changed(_mail: Mail) -> Letter:
    return Letter({})


@email("identifier", label=_("Identifiant"))
def identifier(mail: Mail) -> Letter:
    """Nothing to an account that was closed meanwhile."""
    if mail.user is None or not mail.user.is_active:
        raise NothingToSend
    return Letter({})


def _change(mail: Mail) -> ChangeRequest:
    change = ChangeRequest.objects.filter(pk=mail.references.get("change")).select_related("person").first()
    if change is None:
        raise NothingToSend
    return change
