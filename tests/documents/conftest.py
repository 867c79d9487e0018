"""A family with a child, and a school that asks for a document of each."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from accounts.roles import Role
from documents.models import Document, DocumentType
from families.models import Family
from imuse.folder import Folder
from students.models import Student
from tests.factories import make_family, make_guardian, make_staff, make_student
from tests.factories.documents import make_document, make_kind


@pytest.fixture
def family(moreau: User) -> Family:
    """Of `moreau`, who answers for it and reads mails."""
    moreau.email = "luc@example.org"
    moreau.save()
    family = make_family(moreau.site, "Moreau", reference="F-1")
    make_guardian(family, "Luc", moreau, email="luc@example.org")
    return family


@pytest.fixture
def lea(family: Family) -> Student:
    return make_student(family, "Léa")


@pytest.fixture
def proof(gounod) -> DocumentType:
    """Asked of the family."""
    return make_kind(gounod, "Justificatif de domicile")


@pytest.fixture
def insurance(gounod) -> DocumentType:
    """Asked of each student."""
    return make_kind(gounod, "Attestation d’assurance", of="student", valid_months=12)


@pytest.fixture
def waiting(proof: DocumentType, family: Family, moreau: User) -> Document:
    return make_document(proof, family, sent_by=moreau)


@pytest.fixture
def enter(client, moreau, family):
    return client.enter(moreau)


@pytest.fixture
def desk(client, office):
    return client.enter(office)


@pytest.fixture
def regie(gounod) -> User:
    return make_staff("regie.gounod", gounod, role=Role.REGIE)


@pytest.fixture
def direction(gounod) -> User:
    return make_staff("direction.gounod", gounod, role=Role.DIRECTION)


@pytest.fixture
def folder(monkeypatch, tmp_path) -> Path:
    """Documents in a folder, as most schools keep them."""
    monkeypatch.setattr(default_storage, "_wrapped", Folder(location=tmp_path, file_permissions_mode=0o640))
    return tmp_path
