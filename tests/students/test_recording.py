"""What is recorded of a whole course at once: all or nothing, once, and traced."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import Trace
from imuse.policies import Denied
from students import recording
from students.models import Absence, Evaluation
from students.recording import Missed, Noted, Result
from tests.factories import make_enrolment

MONDAY = datetime.date(2026, 3, 2)


@pytest.fixture
def both(enrolment, tom) -> list:
    return [enrolment, make_enrolment(tom, enrolment.course)]


def test_evaluations_are_recorded_with_what_is_said_once(course, both, office) -> None:
    results = [Result(both[0], Decimal("12.5"), "Bien"), Result(both[1], comment="À revoir")]
    count = recording.record_evaluations(
        course=course, day=MONDAY, subject="Audition", kind="Examen", out_of=40, results=results, by=office
    )
    told = Evaluation.objects.order_by("pk").values_list(
        "enrolment", "date", "subject", "kind", "out_of", "mark", "mention", "comment", "visible_from"
    )
    said_once = (MONDAY, "Audition", "Examen", 40)
    assert (count, list(told)) == (
        2,
        [
            (both[0].pk, *said_once, Decimal("12.5"), "Bien", "", MONDAY),
            (both[1].pk, *said_once, None, "", "À revoir", MONDAY),
        ],
    )


@pytest.mark.parametrize(
    ("said", "shown"), [(None, datetime.date(2026, 3, 9)), (datetime.date(2026, 6, 1),) * 2]
)
def test_evaluations_are_shown_when_the_site_or_the_teacher_says(course, both, office, said, shown) -> None:
    course.site.evaluations_shown_after = 7
    recording.record_evaluations(
        course=course, day=MONDAY, subject="Audition", results=[Result(both[0])], visible_from=said, by=office
    )
    assert Evaluation.objects.get().visible_from == shown


def test_absences_that_are_known_stay_as_they_were_noted(course, both, office) -> None:
    Absence.objects.create(enrolment=both[0], date=MONDAY, is_excused=True, announced_by="family")
    missed = [Missed(each, reason="Grippe") for each in both]
    noted = recording.record_absences(course=course, day=MONDAY, lesson="", missed=missed, by=office)
    told = Absence.objects.order_by("pk").values_list("enrolment", "is_excused", "reason", "announced_by")
    assert (noted, list(told)) == (
        Noted(new=1, known=1),
        [(both[0].pk, True, "", "family"), (both[1].pk, False, "Grippe", "")],
    )


def test_absence_from_another_lesson_of_the_day_is_another_one(course, both, office) -> None:
    for lesson in ("", "Répétition"):
        recording.record_absences(
            course=course, day=MONDAY, lesson=lesson, missed=[Missed(both[0])], by=office
        )
    assert Absence.objects.count() == 2


def test_each_line_tells_who_entered_it(course, both, office) -> None:
    recording.record_absences(
        course=course, day=MONDAY, lesson="", missed=[Missed(each) for each in both], by=office
    )
    traced = set(Trace.objects.filter(kind="students.absence").values_list("user", "record", "act"))
    assert traced == {(office.pk, each.pk, "added") for each in Absence.objects.all()}


def test_who_is_not_in_the_course_is_refused_and_nothing_recorded(course, both, office, of_another) -> None:
    with pytest.raises(Denied, match="plus dans ce cours"):
        recording.record_evaluations(
            course=course,
            day=MONDAY,
            subject="Audition",
            results=[*map(Result, [*both, of_another])],
            by=office,
        )
    with pytest.raises(Denied, match="plus dans ce cours"):
        recording.record_absences(
            course=course, day=MONDAY, lesson="", missed=[*map(Missed, [*both, of_another])], by=office
        )
    assert (Evaluation.objects.count(), Absence.objects.count()) == (0, 0)
    assert not Trace.objects.filter(kind__in=["students.evaluation", "students.absence"]).exists()


def test_nothing_to_record_is_nothing(course, office) -> None:
    assert recording.record_evaluations(course=course, day=MONDAY, subject="x", results=[], by=office) == 0
    assert recording.record_absences(course=course, day=MONDAY, lesson="", missed=[], by=office) == (0, 0)
