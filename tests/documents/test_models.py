"""What the database refuses, and through which door rows are seen."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Document, DocumentLook, DocumentType
from documents.months import months_after
from families.models import Family
from tests.factories import make_family, make_guardian, make_place
from tests.factories.documents import make_document, make_kind

pytestmark = pytest.mark.django_db
Status = Document.Status


def refused(**facts) -> bool:
    try:
        with transaction.atomic():
            make_document(**facts)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("status", [Status.WAITING, Status.VALIDATED, Status.REFUSED])
def test_one_of_each_stands_at_a_time(proof, insurance, family, lea, status) -> None:
    for place in ({"kind": proof}, {"kind": insurance, "student": lea}):
        facts = {**place, "family": family, "status": status, "reason": "Floue."}
        assert [refused(**facts), refused(**facts)] == [False, True]


def test_refused_one_and_waiting_one_do_not_stand_together(proof, family) -> None:
    make_document(proof, family, status=Status.REFUSED, reason="Floue.")
    assert refused(kind=proof, family=family)
    assert not refused(kind=proof, family=family, status=Status.VALIDATED)


@pytest.mark.parametrize(
    "facts",
    [
        {"status": Status.REFUSED},
        {"decided_at": timezone.now()},
        {"file_deleted_at": timezone.now()},
        {"size": 0},
    ],
    ids=["no reason", "half decided", "deleted and there", "no size"],
)
def test_facts_go_together(waiting, office, facts) -> None:
    row = Document.objects.filter(pk=waiting.pk)
    decided = {"decided_at": timezone.now(), "decided_by": office} if "status" in facts else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**(decided | facts))


def test_decision_says_who_and_when(waiting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=waiting.pk).update(status=Status.VALIDATED)


def test_document_of_a_student_has_one(insurance, family) -> None:
    with pytest.raises(ValidationError, match="à chaque élève"):
        Document(type=insurance, family=family).clean()


def test_kind_is_named_once_and_says_how_long_it_is_kept(gounod, proof) -> None:
    twin = DocumentType(site=gounod, name="justificatif de DOMICILE", kept="months")
    with pytest.raises(ValidationError) as refusal:
        twin.full_clean()
    told = [str(message) for message in refusal.value.messages]
    assert told[0] == "Un document de ce nom est déjà demandé sur ce site."
    assert told[1].startswith("Le nombre de mois se donne avec")


def test_family_sees_its_own_and_no_other_household_s(family, lea, insurance, moreau, petit) -> None:
    other = make_family(moreau.site, "Petit")
    make_guardian(other, "Maud", petit)
    make_place(lea, other, pays=False)
    own, theirs = (make_document(insurance, each, student=lea) for each in (family, other))
    assert list(Document.objects.for_user(moreau)) == [own]
    assert list(Document.objects.for_user(petit)) == [theirs]


def seen(user) -> list[str]:
    return sorted(document.type.name for document in Document.objects.for_user(user))


def opened(user) -> list[str]:
    return sorted(document.type.name for document in Document.objects.for_user(user).openable_by(user))


def test_staff_see_by_post_and_open_what_the_kind_says(
    gounod, family, office, other_office, regie, direction, administrator
) -> None:
    for name, who in {
        "Avis": {"open_to_secretariat": False},
        "Photo": {},
        "RIB": {"open_to_regie": True},
    }.items():
        make_document(make_kind(gounod, name, **who), family)
    everything = ["Avis", "Photo", "RIB"]
    assert {user.identifier: (seen(user), opened(user)) for user in (office, other_office, regie)} == {
        "secretariat.gounod": (everything, ["Photo", "RIB"]),
        "secretariat.xenakis": ([], []),
        "regie.gounod": (["RIB"], ["RIB"]),
    }
    assert [opened(user) for user in (direction, administrator)] == [everything, everything]


def test_trace_is_for_staff(waiting, office, other_office, moreau) -> None:
    look = DocumentLook.objects.create(document=waiting, user=office)
    assert list(DocumentLook.objects.for_user(office)) == [look]
    assert [DocumentLook.objects.for_user(user).exists() for user in (other_office, moreau)] == [False, False]


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 9, 1), 36, date(2029, 9, 1)),
    ],
)
def test_months_are_counted_as_people_do(day, months, after) -> None:
    assert months_after(day, months) == after


def test_size_is_told_in_megabytes(waiting) -> None:
    for size, told in {1: "0,01", 503_316: "0,48", 2_013_265: "1,92", 0: ""}.items():
        waiting.size = size
        assert waiting.megabytes == told


def test_family_takes_its_documents_along(waiting, family) -> None:
    Family.objects.filter(pk=family.pk).delete()
    assert not Document.objects.exists()
