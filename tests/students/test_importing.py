"""Students and courses from a file, and the examples that are handed out."""

from io import BytesIO

import pytest

from accounts.imports import verbs, work
from accounts.models import Import
from families.models import Guardian, Person
from imuse.importing import kinds
from students.models import Course, Discipline, Enrolment, Membership, Student, Teacher
from tests.factories import make_enrolment, make_family, make_guardian, make_student

pytestmark = pytest.mark.django_db
STUDENTS = "Référence élève;Référence famille;Est le responsable de rang;Nom;Prénom;Famille payeuse;Coordonnées du responsable de rang\n"
COURSES = "Référence cours;Année scolaire;Cours;Discipline;Nom de l'enseignant;Jour;Début;Durée;Référence élève;Cycle\n"


@pytest.fixture
def send(gounod, office):
    def send(kind: str, text: str) -> Import:
        file = BytesIO(text.encode())
        row = verbs.send(file, name="x.csv", kind=kinds.named(kind), site=gounod, by=office)
        work.work_on.call(row.pk)
        return Import.objects.get(pk=row.pk)

    return send


@pytest.fixture
def imported(send, office):
    def imported(kind: str, text: str) -> Import:
        row = send(kind, text)
        assert faults(row) == [], row.refusal
        row = verbs.confirm(row, by=office)
        work.work_on.call(row.pk)
        row.refresh_from_db()
        assert row.status == Import.Status.DONE
        return row

    return imported


def faults(row: Import) -> list[str]:
    return [words for part in row.parts.order_by("place") for _line, words in part.faults]


def test_examples_follow_each_other_and_again_change_nothing(send, imported, gounod) -> None:
    for kind in ("families", "students", "courses"):
        text = kinds.named(kind).example.read_text()
        imported(kind, text)
        again = send(kind, text)
        assert (again.status, again.created, again.changed) == (Import.Status.READY, 0, 0), kind
        told = kinds.named(kind)
        lines = [";".join(f'"{cell}"' for cell in line) for line in (told.head(), *told.lines(gounod))]
        assert send(kind, "\n".join(lines)).kept == again.kept, kind
    assert (Student.objects.count(), Course.objects.count(), Enrolment.objects.count()) == (4, 3, 5)
    adult = Person.objects.get(reference="E-3004")
    assert adult.guardian.family.reference == "F-2003"


def test_student_of_two_families_has_one_that_pays(send, imported, gounod) -> None:
    make_family(gounod, reference="A"), make_family(gounod, reference="B")
    imported("students", STUDENTS + "E1;A;;Roux;Ana;;\nE1;B;;Roux;Ana;;\n")
    places = Membership.objects.order_by("family__reference").values_list("family__reference", "pays")
    assert list(places) == [("A", True), ("B", False)]
    imported("students", STUDENTS + "E1;A;;Roux;Ana;non;\nE1;B;;Roux;Ana;oui;\n")
    assert list(places.all()) == [("A", False), ("B", True)]
    assert faults(send("students", STUDENTS + "E1;A;;Roux;Ana;oui;\n")) == [
        "Une seule famille paie pour un élève\u00a0: A, B."
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("E1;Z;;Roux;Ana;;\n", "La famille Z n’est pas connue"),
        ("E1;A;7;Roux;Ana;;\n", "pas de responsable de rang 7"),
        ("E1;A;;Roux;Ana;;7\n", "pas de responsable de rang 7"),
        ("E1;A;;Roux;Ana;;\nE1;A;;Roux;Ana;;\n", "déjà dans cette famille"),
        ("E1;A;;Roux;Ana;;\nE1;B;;Roux;Anna;;\n", "autrement ligne 2\u00a0: Prénom"),
        ("E2;A;1;Roux;Ana;;\n", "Luc Moreau a déjà la référence E9"),
        ("E8;A;1;Roux;Ana;;\n", "Luc Moreau a déjà la référence E9|Cette référence est celle de Tom Moreau"),
    ],
)
def test_student_that_cannot_be_is_told(send, gounod, rows, words) -> None:
    family = make_family(gounod, reference="A")
    make_family(gounod, reference="B")
    guardian = make_guardian(family)
    Person.objects.filter(pk=guardian.person_id).update(reference="E9")
    known = make_student(family, "Tom")
    Person.objects.filter(pk=known.person_id).update(reference="E8")
    told = " ".join(faults(send("students", STUDENTS + rows)))
    assert any(each in told for each in words.split("|")), told


def test_guardian_who_takes_lessons_is_one_person(imported, gounod) -> None:
    guardian = make_guardian(make_family(gounod, reference="A"))
    imported("students", STUDENTS + "E1;A;1;Moreau;Lucien;;1\n")
    assert Student.objects.get().person_id == guardian.person_id
    assert Membership.objects.get().reached_through == guardian
    assert Guardian.objects.get().person.first_name == "Lucien"


def test_course_changes_and_names_are_made_once(send, imported, gounod) -> None:
    student = make_student(make_family(gounod))
    Person.objects.filter(pk=student.person_id).update(reference="E1")
    imported(
        "courses",
        COURSES + "G1;2026;Guitare;Guitare;Vidal;mardi;17:00;30;E1;1C1\nG2;2026;Solfège;FM;VIDAL;;;;;\n",
    )
    assert Teacher.objects.count() == 1
    row = send("courses", COURSES + "G1;2026/2027;Guitare A;Guitare;Rossi;mardi;17:30;30;E1;1C2\n")
    assert [part.told for part in row.parts.all()] == [
        [
            ["Cours", "Cours", "Guitare", "Guitare A"],
            ["Cours", "Début", "17:00", "17:30"],
            ["Cours", "Nom de l'enseignant", "VIDAL", "ROSSI"],
            ["Léa Moreau", "Cycle", "1C1", "1C2"],
        ]
    ]


def test_who_waits_for_a_course_is_placed_and_not_enrolled_twice(send, imported, gounod) -> None:
    student = make_student(make_family(gounod))
    Person.objects.filter(pk=student.person_id).update(reference="E1")
    guitar = Discipline.objects.create(site=gounod, name="Guitare")
    place = make_enrolment(student, year=2026, discipline=guitar, cycle="1C1")
    one, other = "G1;2026;Guitare 1;Guitare;;;;;E1;1C1\n", "G2;2026;Guitare 2;Guitare;;;;;E1;1C1\n"
    row = send("courses", COURSES + one)
    assert row.parts.get().told[-1] == ["Léa Moreau", "Cours", "", "Guitare 1 · 2026/2027"]
    imported("courses", COURSES + one)
    place.refresh_from_db()
    assert (place.course.reference, place.class_name, Enrolment.objects.count()) == ("G1", "Guitare 1", 1)
    imported("courses", COURSES + one + other)
    assert (send("courses", COURSES + one + other).kept, Enrolment.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("G1;2026;Guitare;;;mardi;;;;\n", "se donnent ensemble"),
        ("G1;2026;Guitare;;;;;;E404;\n", "E404 n’est pas connu"),
        ("G1;2026/2029;Guitare;;;;;;;\n", "2026/2027"),
        ("G1;2026;Guitare;;;mardo;17h;dix;;\n", "mardo"),
        (
            "G1;2026;Guitare;;;;;;;\nG1;2026/2027;Guitare;;Rossi;;;;;\n",
            "autrement ligne 2\u00a0: Nom de l'enseignant",
        ),
    ],
)
def test_course_that_cannot_be_is_told(send, rows, words) -> None:
    assert words in " ".join(faults(send("courses", COURSES + rows)))
