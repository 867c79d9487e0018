"""A document whose file is lost, or another one, is found."""

import pytest
from django.core.management import CommandError, call_command

from documents.integrity import lost_files
from documents.models import Document
from imuse import integrity, stored_files
from tests.factories import make_family
from tests.factories.documents import make_document, make_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(gounod) -> Document:
    return make_document(make_kind(gounod), make_family(gounod))


def test_what_is_there_has_no_fault(document) -> None:
    assert list(lost_files()) == []


def test_lost_file_is_found(document, capsys) -> None:
    stored_files.delete(document.path)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_integrity", only=["papers"])
    assert capsys.readouterr().err == f"document {document.pk}: the file {document.path} is missing\n"


def test_other_file_is_found(document) -> None:
    Document.objects.update(digest="0" * 64)
    (fault,) = lost_files()
    assert fault.endswith("is not the one that was made")


def test_checks_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="Two checks are called papers"):
        integrity.register({"papers": lost_files})
