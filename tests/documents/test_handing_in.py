"""A family gives, gives anew, says that it is not concerned, takes back."""

import pytest
from django.core.files.storage import default_storage

from documents import handing_in
from documents.models import Document
from imuse.policies import Denied
from tests.factories import make_student
from tests.factories.documents import a_photograph, make_document, make_kind

pytestmark = pytest.mark.django_db
Status = Document.Status


def hand_in(kind, family, by, **facts) -> Document:
    return handing_in.hand_in(kind=kind, family=family, by=by, file=a_photograph(), **facts)


def test_file_is_kept_by_a_name_that_tells_nothing(proof, family, moreau) -> None:
    given, file = hand_in(proof, family, moreau), a_photograph()
    assert (given.status, given.sent_by, given.file_name) == (Status.WAITING, moreau, "assurance.jpg")
    assert (given.size, given.digest, given.pages) == (file.size, file.digest, 1)
    assert given.path.startswith("papers/")
    assert "assurance" not in given.path
    assert default_storage.open(given.path).read() == file.content


def test_newer_one_replaces_what_waits(
    proof, family, moreau, waiting, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        given = hand_in(proof, family, moreau)
    former = Document.objects.get(pk=waiting.pk)
    assert (former.status, former.path, former.file_name) == (Status.REPLACED, "", "assurance.jpg")
    assert former.file_deleted_at is not None
    assert [default_storage.exists(path) for path in (waiting.path, given.path)] == [False, True]


def test_newer_one_replaces_what_was_refused(proof, family, moreau) -> None:
    refused = make_document(proof, family, status=Status.REFUSED, reason="Floue.")
    hand_in(proof, family, moreau)
    refused.refresh_from_db()
    assert (refused.status, refused.reason) == (Status.REPLACED, "Floue.")


def test_validated_one_counts_until_the_newer_one_is(proof, family, moreau) -> None:
    valid = make_document(proof, family, status=Status.VALIDATED)
    hand_in(proof, family, moreau)
    valid.refresh_from_db()
    assert (valid.status, valid.has_file) == (Status.VALIDATED, True)


def test_each_student_has_one_of_each(insurance, family, lea, moreau) -> None:
    for student in (lea, make_student(family, "Tom")):
        hand_in(insurance, family, moreau, student=student)
    assert Document.objects.waiting().count() == 2


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"in_person": True}, "Ce document est à remettre sur place, à l’accueil."),
        ({"is_active": False}, "Ce document n’est plus demandé."),
    ],
)
def test_what_is_not_taken_is_told(gounod, family, moreau, facts, reason) -> None:
    with pytest.raises(Denied, match=reason):
        hand_in(make_kind(gounod, **facts), family, moreau)
    assert default_storage.listdir("")[0] == []


def test_not_concerned_waits_for_the_office(gounod, family, moreau, proof) -> None:
    mandate = make_kind(gounod, "RIB", condition="En cas de prélèvement")
    said = handing_in.say_not_concerned(kind=mandate, family=family, by=moreau)
    assert (said.answer, said.status, said.path) == ("not_concerned", Status.WAITING, "")
    with pytest.raises(Denied, match="demandé à tous"):
        handing_in.say_not_concerned(kind=proof, family=family, by=moreau)


def test_taken_back_it_is_gone(waiting, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        taken = handing_in.take_back(waiting)
    assert (taken.status, taken.has_file) == (Status.REMOVED, False)
    assert not default_storage.exists(waiting.path)
    with pytest.raises(Denied, match="n’est plus là"):
        handing_in.take_back(taken)


def test_validated_one_is_not_taken_back(proof, family) -> None:
    with pytest.raises(Denied, match="il peut être remplacé"):
        handing_in.take_back(make_document(proof, family, status=Status.VALIDATED))


def test_store_that_is_down_undoes_nothing(waiting, store_down, django_capture_on_commit_callbacks) -> None:
    """What is left there, the sweep finds."""
    with django_capture_on_commit_callbacks(execute=True):
        handing_in.take_back(waiting)
        store_down()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.path) == (Status.REMOVED, "")
