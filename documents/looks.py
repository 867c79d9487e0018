"""A file before the eyes of the staff: who may, and the trace that it leaves."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.seeing_as import behind
from accounts.trail.history import Line
from accounts.trail.retention import KEPT
from documents.models import Document, DocumentLook
from imuse.addresses import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def looked_at(request: "HttpRequest", document_id: int, *, page: int | None = None) -> Document:
    """The document whose file is about to be shown; written down first, so that no look goes without its trace."""
    staff = behind(request)
    seen = Document.objects.for_user(staff).openable_by(staff).exclude(path="")
    document = get_object_or_404(seen, pk=document_id)
    if page is not None and page not in range(1, document.pages + 1):
        raise Http404
    address = address_of(request) or None
    DocumentLook.objects.create(document=document, user=staff, page=page, address=address)
    return document


class Looks:
    """Who of the staff looked at a document, for its page «Historique»."""

    def __init__(self, document: Document, user: "User") -> None:
        self.rows = DocumentLook.objects.for_user(user).filter(document=document)

    def count(self) -> int:
        return self.rows.count()

    def latest(self, number: int) -> list[Line]:
        looks = self.rows.select_related("user").order_by("-looked_at", "-pk")[:number]
        return [Line(look.looked_at, look.user.get_full_name(), _words(look)) for look in looks]


def _words(look: DocumentLook) -> str:
    return _("a regardé la page %(page)s") % {"page": look.page} if look.page else _("a ouvert le fichier")


def past() -> QuerySet[DocumentLook]:
    """Kept as long as the rest of the trail."""
    return DocumentLook.objects.filter(looked_at__lt=timezone.now() - KEPT)


def forget_old() -> int:
    return past().delete()[0]
