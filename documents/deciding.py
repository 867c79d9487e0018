"""What the office does with what a family gave: validates it, refuses it with a reason, notes what came by hand."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import telling
from documents.handing_in import give, lock, others, put_aside
from documents.models import Document, DocumentType
from imuse.policies import Denied

if TYPE_CHECKING:
    from accounts.models import User
    from families.models import Family
    from students.models import Student

Status = Document.Status


class ReasonMissing(Denied):
    """It is told at the field where the reason is written."""


class EndIsPast(Denied):
    """It is told at the field of the day."""


@transaction.atomic
def validate(document: Document, *, valid_until: date | None, by: "User") -> Document:
    """Once, whoever clicks. What counted until now gives way to it."""
    now = still_waiting(document)
    check_end(valid_until)
    for before in others(now).filter(status=Status.VALIDATED):
        put_aside(before, Status.REPLACED)
    now.valid_until = valid_until
    _settle(now, Status.VALIDATED, by)
    telling.after(now)
    return now


@transaction.atomic
def refuse(document: Document, *, reason: str, by: "User") -> Document:
    """What was validated before goes on counting."""
    now = still_waiting(document)
    if not reason.strip():
        raise ReasonMissing(_("Dites à la famille pourquoi : un refus a besoin d’un mot."))
    now.reason = reason.strip()
    _settle(now, Status.REFUSED, by)
    telling.after(now)
    return now


@transaction.atomic
def note_handed_over(
    *, kind: DocumentType, family: "Family", student: "Student | None" = None, by: "User"
) -> Document:
    """«Remis»: who brought it stands at the desk, so nobody is written to."""
    document = Document(
        type=kind, family=family, student=student, sent_by=by, answer=Document.Answer.IN_PERSON
    )
    lock(family.pk)
    for before in others(document).filter(status=Status.VALIDATED):
        put_aside(before, Status.REPLACED)
    give(document)
    document.valid_until = kind.valid_until(timezone.localdate())
    _settle(document, Status.VALIDATED, by)
    return document


def check_end(day: date | None) -> None:
    """What is kept while it is valid would be deleted within the hour."""
    if day and day < timezone.localdate():
        raise EndIsPast(
            _(
                "Ce jour est passé : le document ne vaudrait déjà plus. Corrigez le jour, ou refusez le document."
            )
        )


def still_waiting(document: Document) -> Document:
    """Locked; for a transaction of who decides on it."""
    lock(document.family_id)
    related = Document.objects.select_related("type", "family__site", "decided_by", "sent_by")
    now = related.get(pk=document.pk)
    if now.status != Status.WAITING:
        raise Denied(what_became_of(now))
    return now


def what_became_of(document: Document) -> str:
    if document.status in Document.DECIDED:
        return _("Ce document est déjà décidé (%(verdict)s), par %(name)s.") % {
            "verdict": document.get_status_display(),
            "name": document.decided_by.get_full_name(),
        }
    if document.status == Status.REPLACED:
        return _("La famille a envoyé un autre fichier depuis : c’est lui qui attend.")
    return _("La famille a supprimé ce fichier.")


def _settle(document: Document, status: Document.Status, by: "User") -> None:
    document.status = status
    document.decided_at, document.decided_by = timezone.now(), by
    document.save()
