"""A large population, small: its sums and shares, its labels, and that it is written batch by batch."""

from collections import Counter

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import accounts.population
import families.population
import students.population
from accounts.models import FamilyAccount, Site
from families.models import Family, Guardian, Person
from imuse import demonstration
from students.models import Absence, Course, Enrolment, Evaluation, FollowUp, Membership, Student

A_SATURDAY = "2026-11-21 15:00 +0100"
FAMILIES = 30
MODELS = [
    model
    for label in ("families", "students", "billing", "documents", "reenrolment")
    for model in apps.get_app_config(label).get_models()
    if not model._meta.proxy
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    with time_machine.travel(A_SATURDAY, tick=False):
        yield demonstration.populate(FAMILIES)


def test_figures_are_those_of_the_database(written) -> None:
    counted = {model.__name__: model.objects.count() for model in [Site, *MODELS]}
    assert {**written, "User": None} == {name: n for name, n in counted.items() if n} | {"User": None}
    assert written["User"] == FamilyAccount.objects.count() + 1


def test_families_and_students_are_in_proportion(written) -> None:
    assert (written["Family"], FamilyAccount.objects.count()) == (FAMILIES, FAMILIES)
    assert 1.4 < written["Guardian"] / FAMILIES < 1.6
    assert 1.6 < written["Student"] / FAMILIES < 2
    assert 7 < written["Enrolment"] / written["Student"] < 9


def test_each_family_has_its_account_and_its_students(written) -> None:
    for family in Family.objects.order_by("pk"):
        first = family.guardians.select_related("person", "user").get(order=1)
        assert (first.user.last_name, first.person.last_name) == (family.name, family.name)
        assert 1 <= Student.objects.for_user(first.user).count() <= 5
    assert not Guardian.objects.filter(order=2).exclude(user=None).exists()


def test_each_student_has_one_to_three_courses_in_each_of_four_years(written) -> None:
    numbers = (
        Enrolment.objects.order_by("student", "year")
        .values_list("student", "year")
        .annotate(courses=Count("pk"))
    )
    assert {year for _student, year, _courses in numbers} == {2023, 2024, 2025, 2026}
    assert len(numbers) == written["Student"] * 4
    assert {courses for _student, _year, courses in numbers} == {1, 2, 3}


def test_one_family_pays_for_each_student(written) -> None:
    payers = Student.objects.order_by("pk").annotate(
        payers=Count("memberships", filter=Q(memberships__pays=True))
    )
    assert {student.payers for student in payers} == {1}


def test_some_children_have_two_households(written) -> None:
    elsewhere = Membership.objects.filter(pays=False).select_related("reached_through").order_by("pk")
    assert elsewhere
    for place in elsewhere:
        assert place.reached_at == place
        assert place.address_lines
        assert place.student.memberships.count() == 2


def test_some_students_are_adults_and_guardians_in_person(written) -> None:
    adults = Person.objects.exclude(student=None).exclude(guardian=None)
    assert adults.exists()
    assert not adults.filter(birth_date__gt="1995-01-01").exists()


def test_keys_and_labels_are_filled(written) -> None:
    labels = ["class_name", "department_name", "teacher_name", "cycle", "discipline"]
    for row in Enrolment.objects.order_by("pk").values(*labels):
        assert all(row.values())
    for model in MODELS:
        names = {field.name for field in model._meta.local_fields} & {"name_key", "search_key"}
        for name in names:
            assert not model.objects.filter(**{name: ""}).exists()


def test_every_record_is_sound(written) -> None:
    for model in MODELS:
        for row in model.objects.order_by("-pk")[:10]:
            row.full_clean()


def test_nothing_lies_ahead(written) -> None:
    for model in (FollowUp, Evaluation, Absence):
        rows = model.objects.order_by("pk")
        assert rows.exists()
        assert not rows.filter(date__gte=timezone.localdate()).exists()
        assert not rows.filter(recorded_at__gt=timezone.now()).exists()


def test_courses_have_a_teacher_a_room_and_a_slot(written) -> None:
    assert not Course.objects.filter(Q(teacher=None) | Q(room=None) | Q(weekday=None)).exists()
    own_times = Enrolment.objects.exclude(weekday=None)
    assert 0 < own_times.count() < written["Enrolment"] / 2


def texts() -> list[list[str]]:
    return [[str(row) for row in rows_of(model)] for model in MODELS]


def rows_of(model: type[models.Model]) -> models.QuerySet:
    paths = [field.name for field in model._meta.local_fields if field.is_relation]
    return model.objects.select_related(*paths).order_by("pk")


@time_machine.travel(A_SATURDAY, tick=False)
def test_two_populations_of_a_size_are_the_same() -> None:
    with transaction.atomic():
        demonstration.populate(FAMILIES)
        first = texts()
        transaction.set_rollback(True)
    demonstration.populate(FAMILIES)
    assert texts() == first


@pytest.mark.parametrize("day", ["2026-09-01", "2027-08-31", "2028-02-29"])
def test_population_is_of_the_same_size_on_any_day(day: str) -> None:
    with time_machine.travel(A_SATURDAY, tick=False), transaction.atomic():
        first = demonstration.populate(FAMILIES)
        transaction.set_rollback(True)
    with time_machine.travel(day, tick=False):
        again = demonstration.populate(FAMILIES)
    del first["NumberSeries"], again["NumberSeries"]  # as many as calendar years have run
    assert again == first


def statements(number_of_families: int) -> Counter[str]:
    """How often the tables were written to that take one statement a batch on either database."""
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        demonstration.populate(number_of_families)
        transaction.set_rollback(True)
    tables = [query["sql"].split('"')[1] for query in captured if query["sql"].startswith("INSERT")]
    told = {"families_family", "students_student", "students_room"}
    return Counter(table for table in tables if table in told)


def test_it_is_written_batch_by_batch(monkeypatch) -> None:
    for part in (accounts.population, families.population, students.population):
        monkeypatch.setattr(part, "BATCH", 10)
    assert statements(30) == {"families_family": 3, "students_student": 3, "students_room": 1}
    assert statements(60) == {"families_family": 6, "students_student": 6, "students_room": 1}
