"""What a family does with a document that it is asked for: gives a file, says that it is not concerned, takes back.

Whoever acts for a family, at home or at the school's desk, waits at the family's row.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import files
from documents.models import Document, DocumentType
from families.models import Family
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from imuse.uploads import SafeFile
    from students.models import Student

Answer, Status = Document.Answer, Document.Status

# What a newer one puts in the shade: nobody decides on it any more.
IN_HAND = (Status.WAITING, Status.REFUSED)


def hand_in(
    *, kind: DocumentType, family: Family, student: "Student | None" = None, file: "SafeFile", by: "User"
) -> Document:
    """The file is stored before its row is written, so that what was confirmed is there, whatever breaks off."""
    check_can_hand_in(kind)
    document = Document(type=kind, family=family, student=student, sent_by=by)
    document.take(file, files.keep(file))
    return give(document)


def say_not_concerned(
    *, kind: DocumentType, family: Family, student: "Student | None" = None, by: "User"
) -> Document:
    """Staff confirm it."""
    if not kind.condition:
        raise Denied(_("Ce document est demandé à tous."))
    answer = Answer.NOT_CONCERNED
    return give(Document(type=kind, family=family, student=student, sent_by=by, answer=answer))


def check_can_hand_in(kind: DocumentType) -> None:
    if kind.in_person:
        raise Denied(_("Ce document est à remettre sur place, à l’accueil."))
    if not kind.is_active:
        raise Denied(_("Ce document n’est plus demandé."))


@transaction.atomic
def give(document: Document) -> Document:
    """It takes the place of the one that waits, or was refused."""
    document.clean()
    lock(document.family_id)
    for before in others(document).filter(status__in=IN_HAND):
        put_aside(before, Status.REPLACED)
    document.save(force_insert=True)
    return document


@transaction.atomic
def take_back(document: Document) -> Document:
    """«Supprimer», until it is validated."""
    lock(document.family_id)
    now = Document.objects.get(pk=document.pk)
    check_can_take_back(now)
    put_aside(now, Status.REMOVED)
    return now


def check_can_take_back(document: Document) -> None:
    if document.status == Status.VALIDATED:
        raise Denied(_("Ce document est validé : il peut être remplacé, plus supprimé."))
    if document.status not in IN_HAND:
        raise Denied(_("Ce document n’est plus là."))


def lock(family_id: int) -> None:
    Family.objects.select_for_update(of=("self",)).get(pk=family_id)


def others(document: Document) -> "QuerySet[Document]":
    """Of the same kind, by the same family, for the same student."""
    same = {"type": document.type_id, "family": document.family_id, "student": document.student_id}
    return Document.objects.filter(**same).exclude(pk=document.pk).order_by("pk")


def standing_beside(document: Document) -> Document | None:
    """What counts still, once this one is gone."""
    today = timezone.localdate()
    return next((each for each in others(document) if each.is_good(today)), None)


def put_aside(document: Document, status: Document.Status) -> None:
    document.status = status
    drop_file(document)
    document.save()


def drop_file(document: Document) -> None:
    """The row stays, and tells since when its file is gone."""
    if document.path:
        files.forget_after_commit(document.path)
        document.path, document.file_deleted_at = "", timezone.now()
