"""A family's request, with the documents that wait too beside the decision."""

import pytest
from django.urls import reverse

from documents.models import Document, DocumentType
from families.models import ChangeRequest
from tests.factories import make_family, make_guardian
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(family) -> ChangeRequest:
    asked = {"guardian.city": ["", "Nantes"]}
    return ChangeRequest.objects.create(family=family, person=family.guardians.get().person, values=asked)


def shown(client, change: ChangeRequest) -> list[Document]:
    page = client.get(reverse("admin:families_changerequest_change", args=[change.pk]))
    found = [document for _template, papers in page.context["review"].beside() for document in papers]
    pictures = [reverse("office_document_page", args=[document.pk, 1]) for document in found]
    assert [picture in page.content.decode() for picture in pictures] == [True] * len(found)
    return found


def test_document_that_waits_stands_beside_the_request(desk, change, waiting) -> None:
    assert shown(desk, change) == [waiting]


def test_document_of_somebody_else_does_not(desk, change, lea, insurance, proof, family) -> None:
    """Another family's; another person's of the same family."""
    make_document(insurance, family, student=lea)
    other = make_family(family.site, "Petit")
    make_guardian(other, "Maud")
    make_document(proof, other)
    assert shown(desk, change) == []


def test_student_s_request_has_the_student_s_document(desk, change, lea, insurance, family) -> None:
    ChangeRequest.objects.update(person=lea.person)
    document = make_document(insurance, family, student=lea)
    assert shown(desk, change) == [document]


def test_document_that_one_may_not_open_stays_closed(desk, change, waiting) -> None:
    DocumentType.objects.update(open_to_secretariat=False)
    assert shown(desk, change) == []


def test_what_is_decided_is_not_shown_again(desk, change, waiting) -> None:
    ChangeRequest.objects.update(status=ChangeRequest.Status.WITHDRAWN)
    assert shown(desk, change) == []
