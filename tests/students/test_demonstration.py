"""The demonstration's students: each site's as SPEC 10 lists them, plausible on whatever day it is filled."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Site, Trace, User
from imuse import demonstration
from students.models import (
    Absence,
    Enrolment,
    Evaluation,
    Event,
    FollowUp,
    Membership,
    Performance,
    Student,
    Teacher,
    YearComment,
)

RECORDED = [FollowUp, Evaluation, Absence, YearComment]
A_SATURDAY = "2026-11-21 15:00 +0100"
ANY_DAY = [A_SATURDAY, "2026-09-01", "2026-09-02", "2027-01-01", "2028-02-29", "2027-06-30", "2027-08-31"]


@pytest.fixture
def filled(db):
    with time_machine.travel(A_SATURDAY, tick=False):
        demonstration.fill()
        yield


def student(first_name: str) -> Student:
    return Student.objects.select_related("person__site").get(person__first_name=first_name)


def courses_of(first_name: str, **which: object) -> list[str]:
    running = student(first_name).enrolments.filter(year=2026, **which)
    return list(running.order_by("class_name").values_list("class_name", flat=True))


def test_each_site_has_its_students(filled) -> None:
    places = Membership.objects.select_related("student__person__site", "family").order_by("pk")
    assert [(str(row.student.person.site), str(row), row.pays) for row in places] == [
        ("Arts visuels", "Jeanne Bernard · Bernard (AV-0117)", True),
        ("Conservatoire Gounod", "Adèle Moreau · Moreau (G-2031)", True),
        ("Conservatoire Gounod", "Basile Moreau · Moreau (G-2031)", True),
        ("Conservatoire Xénakis", "Éléonore Leroy · Leroy (X-0412)", True),
        ("Conservatoire Xénakis", "Éléonore Leroy · Petit (X-0587)", False),
        ("Conservatoire Xénakis", "Sacha Leroy-Benhaddou · Leroy (X-0412)", True),
        ("Conservatoire Xénakis", "Marie-Apolline Leroy-Vandenbroucke · Leroy (X-0412)", True),
        ("Conservatoire Xénakis", "Ambre Petit · Petit (X-0587)", True),
        ("Conservatoire Xénakis", "Côme Petit · Petit (X-0587)", True),
        ("Conservatoire Xénakis", "Octave Petit · Petit (X-0587)", True),
        ("École nationale de musique", "Victor Abolant · Abolant (ENM-0217)", True),
        ("École nationale de musique", "Lou Abolant · Abolant (ENM-0217)", True),
        ("Conservatoire", "Gérard Dupont · Dupont (C-0058)", True),
        ("Conservatoire", "Malo Dupont · Dupont (C-0058)", True),
    ]


@pytest.mark.parametrize(
    ("identifier", "names"),
    [
        ("bernard1", ["Jeanne"]),
        ("moreau1", ["Adèle", "Basile"]),
        ("leroy1", ["Éléonore", "Sacha", "Marie-Apolline"]),
        ("leroy2", ["Éléonore", "Sacha", "Marie-Apolline"]),
        ("petit1", ["Éléonore", "Ambre", "Côme", "Octave"]),
        ("abolant1", ["Victor", "Lou"]),
        ("dupont1", ["Gérard", "Malo"]),
    ],
)
def test_each_account_sees_its_students(filled, identifier: str, names: list[str]) -> None:
    seen = Student.objects.for_user(User.objects.get(identifier=identifier))
    by_age = seen.order_by("person__birth_date").values_list("person__first_name", flat=True)
    assert list(by_age) == names


def test_each_household_of_a_shared_child_has_its_own_coordinates(filled) -> None:
    places = student("Éléonore").memberships.select_related("family", "reached_through").order_by("pk")
    assert [(row.family.name, row.reached_at.address_1, row.emergency_name) for row in places] == [
        ("Leroy", "12, rue des Lilas", "Judith Leroy, tante"),
        ("Petit", "8, impasse du Métronome", "Alain Petit, grand-père"),
    ]


def test_adult_student_is_the_guardian_in_person(filled) -> None:
    gerard = student("Gérard")
    assert gerard.person.guardian.user.identifier == "dupont1"
    assert gerard.person.birth_date == date(1960, 5, 3)
    assert gerard.memberships.get().reached_at == gerard.person.guardian


def test_child_without_a_course_has_none_of_any_year(filled) -> None:
    assert [str(each) for each in Student.objects.filter(enrolments=None).order_by("pk")] == ["Malo Dupont"]


def test_courses_of_the_national_school_are_those_of_the_guide(filled) -> None:
    enrolments = student("Lou").enrolments.filter(year=2026).select_related("course__room").order_by("pk")
    assert [
        (
            enrolment.class_name,
            enrolment.teacher_name,
            enrolment.cycle,
            str(enrolment.course.room),
            enrolment.slot.get_weekday_display(),
            f"{enrolment.slot.starts_at:%H:%M}",
            enrolment.slot.minutes,
        )
        for enrolment in enrolments
    ] == [
        ("Guitare A", "SCHUSTER Clara", "2C1", "Boreldieu (Ecole de Musique 1)", "Lundi", "16:30", 45),
        (
            "Chorale 1er cycle C",
            "PERRIGON Isabelle",
            "",
            "Beauchamp (Ecole de Musique 1)",
            "Mercredi",
            "19:00",
            30,
        ),
        ("FM 1C4 A", "ASTAREL Carmen", "1C4", "Fauré (Ecole de Musique 1)", "Mercredi", "16:30", 60),
    ]


def test_nine_past_courses_are_those_of_the_guide(filled) -> None:
    past = student("Lou").enrolments.before(2026).order_by("-year", "department_name")
    assert list(past.values_list("year", "department_name", "class_name", "cycle", "teacher_name")) == [
        (2025, "Formation Musicale", "FM 1C3", "", "ASTAREL Carmen"),
        (2025, "Polyphoniques", "Guitare", "1C4", "SCHUSTER Clara"),
        (2025, "Pratiques collectives", "Chorale 1er cycle", "", "PERRIGON Isabelle"),
        (2024, "Formation Musicale", "FM 1C3", "", "ASTAREL Carmen"),
        (2024, "Polyphoniques", "Guitare", "1C3", "SCHUSTER Clara"),
        (2024, "Pratiques collectives", "Chorale 1er cycle", "", "PERRIGON Isabelle"),
        (2023, "Formation Musicale", "FM 1C2", "", "BARDONALIT Anthony"),
        (2023, "Polyphoniques", "Guitare", "1C2", "SCHUSTER Clara"),
        (2023, "Pratiques collectives", "Chorale 1er cycle", "", "PERRIGON Isabelle"),
    ]


def test_two_events_are_those_of_the_guide(filled) -> None:
    played = Performance.objects.filter(student=student("Lou")).select_related("event").order_by("pk")
    assert [(row.event.date, row.event.name, row.piece, row.minutes) for row in played] == [
        (date(2026, 3, 6), "2026-03 Auditions de la classe de guitare", "Vals Venezolano n° 3", 10),
        (date(2024, 6, 21), "Fête de la Musique 2024", "Hymne à la joie, 9e symphonie", 15),
    ]


def test_courses_of_xenakis_are_those_of_the_design(filled) -> None:
    assert courses_of("Éléonore", is_active=True) == [
        "Formation musicale 2C1 A",
        "Orchestre des cordes",
        "Violoncelle",
    ]
    assert courses_of("Éléonore", is_active=False) == ["Atelier d’improvisation"]
    violoncelle = student("Éléonore").enrolments.get(year=2026, class_name="Violoncelle")
    assert (violoncelle.course.starts_at.hour, violoncelle.slot.starts_at.minute) == (17, 30)


def test_some_enrolment_waits_for_its_course(filled) -> None:
    waiting = Enrolment.objects.filter(year=2026, course=None)
    assert [str(row) for row in waiting.order_by("pk")] == ["Victor Abolant · Musique de chambre · 2026/2027"]


@pytest.mark.parametrize("site", ["Conservatoire Xénakis", "École nationale de musique"])
def test_teachers_have_recorded_of_everything(filled, site: str) -> None:
    for model in RECORDED:
        assert model.objects.filter(enrolment__student__person__site__name=site).exists()
    assert Event.objects.filter(site__name=site).count() >= 2


def test_each_site_has_an_evaluation_recorded_yesterday(filled) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    recorded = Evaluation.objects.filter(recorded_at__date=yesterday, visible_from__lte=timezone.localdate())
    students = [row.enrolment.student for row in recorded.order_by("pk")]
    assert [str(student) for student in students] == [
        "Jeanne Bernard",
        "Adèle Moreau",
        "Éléonore Leroy",
        "Lou Abolant",
        "Gérard Dupont",
    ]


def test_one_evaluation_is_not_yet_told_to_the_family(filled) -> None:
    leroy = User.objects.get(identifier="leroy1")
    kept = Evaluation.objects.exclude(pk__in=Evaluation.objects.for_user(leroy)).filter(
        enrolment__student__person__site=leroy.site
    )
    assert list(kept.values_list("kind", "visible_from")) == [("Commission", date(2026, 11, 28))]


def test_teachers_have_no_account(filled) -> None:
    assert not Teacher.objects.exclude(user=None).exists()


def test_coordinates_lead_to_nobody(filled) -> None:
    fictional = re.compile(r"(\+3319900\d{4}|\+3363998\d{4})?")
    for place in Membership.objects.order_by("pk"):
        numbers = [place.home_telephone, place.work_telephone, place.mobile, place.emergency_telephone]
        assert all(fictional.fullmatch(number) for number in numbers)
        assert place.emergency_telephone
        assert place.email == "" or place.email.endswith("@example.org")


def rows_of(*labels: str) -> list[models.Model]:
    found = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return [row for model in found if not model._meta.proxy for row in model.objects.order_by("pk")]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ANY_DAY)
def test_every_record_is_sound_on_any_day(day: str) -> None:
    with time_machine.travel(day, tick=False):
        demonstration.fill()
        for row in rows_of("families", "students"):
            row.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("day", ANY_DAY)
def test_records_lie_in_their_year_and_not_ahead(day: str) -> None:
    with time_machine.travel(day, tick=False):
        demonstration.fill()
        today = timezone.localdate()
        for model in RECORDED:
            for row in model.objects.select_related("enrolment").order_by("pk"):
                first_day = date(row.enrolment.year, 9, 1)
                assert first_day - timedelta(days=7) <= row.date <= date(row.enrolment.year + 1, 7, 4)
                assert row.date < today
                assert row.recorded_at <= timezone.now()
        assert all(event.date < today for event in Event.objects.order_by("pk"))


@pytest.mark.django_db
@pytest.mark.parametrize("day", ANY_DAY)
def test_students_have_the_same_age_whenever(day: str) -> None:
    with time_machine.travel(day, tick=False):
        demonstration.fill()
        first_day = date(Site.objects.earliest("pk").school_year(), 9, 1)
        born = student("Lou").person.birth_date
        assert (born.month, born.day) == (2, 17)
        assert first_day.year - born.year == 11
        assert first_day.year - student("Jeanne").person.birth_date.year == 10  # her birthday is in November


def everything() -> list[tuple]:
    """Without what differs each time: keys, traces that name them, and the salts of passwords."""
    return [
        (
            str(row),
            [
                getattr(row, field.attname)
                for field in row._meta.local_fields
                if not (field.primary_key or field.is_relation or field.name in {"password", "login"})
            ],
        )
        for row in rows_of("accounts", "families", "students")
        if not isinstance(row, Trace)
    ]


@pytest.mark.django_db
@time_machine.travel(A_SATURDAY, tick=False)
def test_two_fills_give_the_same_data() -> None:
    with transaction.atomic():
        demonstration.fill()
        first = everything()
        transaction.set_rollback(True)
    demonstration.fill()
    assert everything() == first


@pytest.mark.django_db
def test_filling_asks_few_questions(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(1400):  # money, documents, re-enrolments one by one, the rest in bulk
        demonstration.fill()
