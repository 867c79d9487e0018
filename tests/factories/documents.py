"""Documents as families give them; a test names what matters to it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from documents import files
from documents.demonstration.pictures import photograph, scan
from documents.models import Document, DocumentType
from families.models import Family
from imuse.uploads import SafeFile
from tests.factories import make_staff


def a_photograph(name: str = "assurance.jpg") -> SafeFile:
    return photograph(name, "Attestation d’assurance")


def a_scan(name: str = "avis.pdf", pages: int = 2) -> SafeFile:
    return scan(name, *((f"Page {number}",) for number in range(1, pages + 1)))


def sent_file(file: SafeFile | None = None, name: str = "") -> SimpleUploadedFile:
    """As a browser sends it."""
    file = file or a_photograph()
    return SimpleUploadedFile(name or file.name, file.content, file.content_type)


def make_kind(site: Any, name: str = "Attestation d’assurance", **facts: Any) -> DocumentType:
    """Of the family, required, all year."""
    return DocumentType.objects.create(site=site, name=name, **facts)


def checker_of(site: Any) -> User:
    identifier = f"secretariat.{site.pk}"
    return User.objects.filter(identifier=identifier).first() or make_staff(identifier, site)


def make_document(kind: DocumentType, family: Family, **facts: Any) -> Document:
    """With a file, waiting; decided by the office, where its state says so."""
    document = Document(type=kind, family=family, **facts)
    if document.answer == Document.Answer.FILE:
        file = a_photograph()
        document.take(file, files.keep(file))
    if document.status in Document.DECIDED:
        document.decided_by = document.decided_by or checker_of(kind.site)
        document.decided_at = document.decided_at or timezone.now()
    document.save()
    return document
