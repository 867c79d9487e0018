"""Who is written to, in the transaction that did what the mail tells of."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts import mails
from accounts.models import User
from reenrolment.concerned import readers_of
from reenrolment.models import Extension, Reenrolment
from students.models import Student


def received(sent: Reenrolment, *, by: User) -> None:
    """The acknowledgement: to who sent it; of what was taken down at the desk, to the household's accounts."""
    _write("reenrolment_received", sent, _senders(sent, by), version=sent.version)


def withdrawn(sent: Reenrolment, *, by: User) -> None:
    _write("reenrolment_withdrawn", sent, _senders(sent, by), version=sent.version)


def answered(sent: Reenrolment) -> None:
    """To either household of the student."""
    readers = readers_of(Student.objects.filter(pk=sent.student_id)).order_by("pk")
    _write("reenrolment_answered", sent, readers, status=sent.status)


def extended(given: Extension) -> None:
    for account in _household(given.family_id):
        if account.email:
            mails.write(
                "campaign_extended",
                to=account,
                site=given.campaign.site,
                references={"extension": given.pk, "until": given.until.isoformat()},
            )


def _senders(sent: Reenrolment, by: User) -> Iterable[User]:
    if not by.is_staff:
        return [by]
    return _household(sent.family_id)


def _household(family_id: int | None) -> QuerySet[User]:
    """Those of its accounts that are not closed."""
    return User.objects.filter(guardian__family=family_id, is_active=True).order_by("pk")


def _write(template: str, sent: Reenrolment, readers: Iterable[User], **told: Any) -> None:
    for account in readers:
        if account.email:
            references = {"reenrolment": sent.pk, **told}
            mails.write(template, to=account, site=sent.campaign.site, references=references)
