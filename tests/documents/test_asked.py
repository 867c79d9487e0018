"""What is asked of whom, and how each line stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents import asked
from documents.asked import Papers
from documents.models import Document
from students.models import Department, Discipline
from tests.factories import make_enrolment, make_family, make_place, make_student
from tests.factories.documents import make_document, make_kind

pytestmark = pytest.mark.django_db
Status = Document.Status


def papers(family, *students) -> Papers:
    return Papers(family, students)


def names(lines) -> list[str]:
    return [line.kind.name for line in lines]


def states(lines) -> list[str]:
    return [str(line.state.words) for line in lines]


@pytest.fixture
def dance(gounod) -> Department:
    return Department.objects.create(site=gounod, name="Danse")


def dances(student, dance, **facts) -> None:
    discipline, _made = Discipline.objects.get_or_create(
        site=dance.site, name="Danse", defaults={"department": dance}
    )
    make_enrolment(student, discipline=discipline, **facts)


def test_family_and_students_are_asked_apart(proof, insurance, family, lea) -> None:
    found = papers(family, lea)
    assert (names(found.of_family), names(found.of_student(lea))) == ([str(proof)], [str(insurance)])
    assert names(found.all) == [str(proof), str(insurance)]


def test_of_who_follows_a_course_of_the_department(gounod, family, lea, dance) -> None:
    tom = make_student(family, "Tom")
    certificate, vaccine = make_kind(gounod, "Certificat", of="student"), make_kind(gounod, "Vaccin")
    for kind in (certificate, vaccine):
        kind.departments.add(dance)
    assert names(papers(family, lea, tom).all) == []
    dances(lea, dance)
    dances(tom, dance, year=gounod.school_year() - 1)
    found = papers(family, lea, tom)
    assert [names(found.of_family), names(found.of_student(lea)), names(found.of_student(tom))] == [
        ["Vaccin"],
        ["Certificat"],
        [],
    ]


def test_what_was_given_stays_though_it_is_asked_no_more(proof, family) -> None:
    proof.is_active = False
    proof.save()
    assert papers(family).all == []
    make_document(proof, family)
    (line,) = papers(family).all
    assert (line.is_asked, line.may_import, line.may_take_back) == (False, False, True)


def test_documents_of_a_reenrolment_are_asked_while_it_says_so(gounod, family, lea, monkeypatch) -> None:
    form = make_kind(gounod, "Fiche", of="student", asked="reenrolment")
    assert papers(family, lea).all == []
    monkeypatch.setattr(asked, "_sources", [])
    asked.register(lambda _family, students: [(form.pk, student.pk) for student in students])
    assert names(papers(family, lea).all) == ["Fiche"]


def test_each_state_has_its_word(gounod, family) -> None:
    today = timezone.localdate()
    for order, (name, facts) in enumerate(
        {
            "a": {"status": Status.WAITING},
            "b": {"status": Status.VALIDATED},
            "c": {"status": Status.REFUSED, "reason": "Floue."},
            "d": {"status": Status.VALIDATED, "valid_until": today - timedelta(days=1)},
            "e": {"answer": "not_concerned"},
            "f": {"answer": "not_concerned", "status": Status.VALIDATED},
            "g": {"answer": "in_person", "status": Status.VALIDATED},
        }.items()
    ):
        make_document(make_kind(gounod, name, order=order), family, **facts)
    make_kind(gounod, "h")
    make_kind(gounod, "i", in_person=True)
    assert states(papers(family).all) == [
        "En attente de validation",
        "Validé",
        "Refusé",
        "Expiré",
        "Non concerné, en attente de validation",
        "Non concerné",
        "Remis",
        "À fournir",
        "À remettre sur place",
    ]


def test_what_misses_is_required_and_neither_there_nor_on_its_way(gounod, proof, family) -> None:
    make_kind(gounod, "Photo", is_required=False)
    assert [line.is_missing for line in papers(family).all] == [True, False]
    make_document(proof, family)
    assert not papers(family).all[0].is_missing


def test_newer_one_is_told_of_and_the_former_counts(proof, family) -> None:
    former = make_document(proof, family, status=Status.VALIDATED)
    newer = make_document(proof, family, status=Status.REFUSED, reason="Floue.")
    (line,) = papers(family).all
    assert (line.document, line.standing, line.is_good, line.is_missing) == (newer, former, True, False)


def test_end_that_comes_near_is_told(proof, family) -> None:
    until = timezone.localdate() + timedelta(days=20)
    make_document(proof, family, status=Status.VALIDATED, valid_until=until)
    assert papers(family).all[0].ends_soon == until
    make_document(proof, family)
    assert papers(family).all[0].ends_soon is None


def test_other_household_s_state_is_told_and_nothing_else(insurance, family, lea) -> None:
    other = make_family(family.site, "Petit")
    make_place(lea, other, pays=False)
    make_document(insurance, other, student=lea, status=Status.VALIDATED)
    (line,) = papers(family, lea).all
    assert (line.document, line.is_of_other_household, str(line.state.words)) == (None, True, "Validé")
    assert (line.is_missing, line.may_import, line.may_take_back) == (False, True, False)


def test_family_s_own_documents_are_no_other_family_s(proof, family) -> None:
    make_document(proof, make_family(family.site, "Petit"), status=Status.VALIDATED)
    assert states(papers(family).all) == ["À fournir"]


@pytest.mark.parametrize("several", [1, 3])
def test_it_asks_as_much_for_three(gounod, family, dance, several, django_assert_num_queries) -> None:
    students = [make_student(family, f"E{number}") for number in range(several)]
    for number in range(several):
        kind = make_kind(gounod, f"Certificat {number}", of="student")
        kind.departments.add(dance)
        make_document(make_kind(gounod, f"Avis {number}"), family)
        for student in students:
            dances(student, dance)
            make_document(kind, family, student=student)
    found = Papers(family, students)
    # kinds and their departments, courses, what was given here, what elsewhere
    with django_assert_num_queries(5):
        assert len([line.state for line in found.all]) == several + several**2
