"""Files go in their time; rows stay and tell."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import retention
from documents.models import Document
from tests.factories.documents import make_document, make_kind

pytestmark = pytest.mark.django_db
VALIDATED = {"status": "validated"}
TODAY = timezone.localdate


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def kept(kind, family, **facts) -> bool:
    """Whether its file is there after the clock's round."""
    document = make_document(kind, family, **facts)
    retention.delete_due()
    document.refresh_from_db()
    assert document.has_file == (document.file_deleted_at is None)
    return document.has_file


def test_checked_and_gone(gounod, family) -> None:
    kind = make_kind(gounod, kept="until_checked")
    assert kept(kind, family)
    Document.objects.all().delete()
    assert not kept(kind, family, **VALIDATED)


@pytest.mark.parametrize(("days", "is_kept"), [(1, True), (0, True), (-1, False)])
def test_kept_as_long_as_it_is_valid(proof, family, days, is_kept) -> None:
    until = TODAY() + timedelta(days=days)
    assert kept(proof, family, **VALIDATED, valid_until=until) == is_kept


def test_without_an_end_it_is_kept(proof, family) -> None:
    assert kept(proof, family, **VALIDATED, decided_at=ago(4000))


@pytest.mark.parametrize(("days", "is_kept"), [(50, True), (70, False)])
def test_kept_for_so_many_months(gounod, family, days, is_kept) -> None:
    kind = make_kind(gounod, kept="months", kept_months=2)
    assert kept(kind, family, **VALIDATED, decided_at=ago(days)) == is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(80, True), (100, False)])
def test_refused_file_is_kept_for_three_months(proof, family, days, is_kept) -> None:
    facts = {"status": "refused", "reason": "Floue."}
    assert kept(proof, family, **facts, decided_at=ago(days)) == is_kept


def test_file_goes_and_the_row_tells(gounod, family, django_capture_on_commit_callbacks) -> None:
    document = make_document(make_kind(gounod, kept="until_checked"), family, **VALIDATED)
    with django_capture_on_commit_callbacks(execute=True):
        assert [retention.delete_due(), retention.delete_due()] == [1, 0]
    assert not default_storage.exists(document.path)
    document.refresh_from_db()
    assert (document.status, document.file_name, document.path) == ("validated", "assurance.jpg", "")
