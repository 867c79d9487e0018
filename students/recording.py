"""What is recorded of a whole course at once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Site, User
from imuse.acting import on_behalf_of
from imuse.policies import Denied
from students.models import Absence, Course, Enrolment, Evaluation


class Result(NamedTuple):
    enrolment: Enrolment
    mark: Decimal | None = None
    mention: str = ""
    comment: str = ""


class Missed(NamedTuple):
    enrolment: Enrolment
    is_excused: bool = False
    reason: str = ""
    announced_by: str = Absence.AnnouncedBy.NOBODY


class Noted(NamedTuple):
    """How many absences are new, and how many somebody had entered before."""

    new: int
    known: int


def shown_from(day: date, *, at: Site) -> date:
    """From when on families read an evaluation of that day, where nobody says otherwise."""
    later = timedelta(days=at.evaluations_shown_after)
    return (
        min(day, date.max - later) + later
    )  # a slip of the pen in the year is the teacher's to mend, not a fault


def check_can_record(*, course: Course, enrolments: Iterable[Enrolment]) -> None:
    if any(enrolment.course_id != course.pk for enrolment in enrolments):
        raise Denied(_("Un des élèves n’est plus dans ce cours."))


@transaction.atomic
def record_evaluations(
    *,
    course: Course,
    day: date,
    subject: str,
    results: Sequence[Result],
    by: User,
    kind: str = "",
    out_of: int = 20,
    visible_from: date | None = None,
) -> int:
    check_can_record(course=course, enrolments=[result.enrolment for result in results])
    said_once = {"date": day, "subject": subject, "kind": kind, "out_of": out_of}
    said_once["visible_from"] = visible_from or shown_from(day, at=course.site)
    with on_behalf_of(by):
        made = Evaluation.objects.bulk_create(
            Evaluation(**said_once, **result._asdict()) for result in results
        )
    return len(made)


@transaction.atomic
def record_absences(*, course: Course, day: date, lesson: str, missed: Sequence[Missed], by: User) -> Noted:
    """Who is already noted as absent that day stays as noted: the family may have announced it."""
    check_can_record(course=course, enrolments=[each.enrolment for each in missed])
    Course.objects.select_for_update(of=("self",)).get(pk=course.pk)  # two who enter at once take turns
    entered = Absence.objects.filter(enrolment__course=course, date=day, lesson=lesson)
    known = set(entered.values_list("enrolment", flat=True))
    new = [each for each in missed if each.enrolment.pk not in known]
    with on_behalf_of(by):
        made = Absence.objects.bulk_create(Absence(date=day, lesson=lesson, **each._asdict()) for each in new)
    return Noted(len(made), len(missed) - len(made))
