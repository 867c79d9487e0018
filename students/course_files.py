"""The file of a student's course: this year's, or one of the history. Its tabs are lists of what teachers recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from families.identity import facts
from imuse.components import PagerWords, Tab
from imuse.walking import page_of, place_among
from students.away import notices_of
from students.files import way_of
from students.models import Absence, Enrolment, Evaluation, FollowUp, Student, YearComment

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse

    from families.identity import Pairs


@dataclass(frozen=True)
class Record:
    """A tab: what is recorded, and the templates of its list and of one of its lines."""

    label: Promise
    route: str
    model: "type[Model]"
    lines: str
    line: str
    pairs: "Callable[[Any], Pairs]"


@dataclass(frozen=True)
class CourseFile:
    records: tuple[Record, ...]
    list_route: str
    words: PagerWords
    siblings: Callable[["HttpRequest", Student], "QuerySet[Enrolment]"]


def courses_of(request: "HttpRequest", student: Student) -> "QuerySet[Enrolment]":
    """Of this school year and of the next, where it is prepared."""
    enrolments = Enrolment.objects.for_user(request.user).filter(
        student=student, year__gte=student.person.site.school_year()
    )
    return enrolments.order_by("year", "class_name", "pk")


def past_courses_of(request: "HttpRequest", student: Student) -> "QuerySet[Enrolment]":
    enrolments = Enrolment.objects.for_user(request.user).filter(
        student=student, year__lt=student.person.site.school_year()
    )
    return enrolments.order_by("-year", "department_name", "class_name", "pk")


def pairs_of_evaluation(line: Evaluation) -> "Pairs":
    before, after = facts(line, ["date", "kind", "subject"]), facts(line, ["jury", "comment"])
    return [*before, (_("Résultat"), line.result or "–"), *after]


FOLLOW_UP = (
    FollowUp,
    "students/follow_ups.html",
    "students/follow_up.html",
    partial(facts, names=["date", "title", "text"]),
)
EVALUATION = (Evaluation, "students/evaluations.html", "students/evaluation.html", pairs_of_evaluation)
ABSENCE = (
    Absence,
    "students/absences.html",
    "students/absence.html",
    partial(facts, names=["date", "lesson", "reason", "is_excused", "announced_by"]),
)
COMMENT = (
    YearComment,
    "students/comments.html",
    "students/comment.html",
    partial(facts, names=["date", "author", "text"]),
)

CURRENT = CourseFile(
    records=(
        Record(_("Suivi"), "course", *FOLLOW_UP),
        Record(_("Évaluations"), "course_evaluations", *EVALUATION),
        Record(_("Absence"), "course_absences", *ABSENCE),
    ),
    list_route="courses",
    words=PagerWords(
        title=_("D’un cours à l’autre"),
        first=_("Premier cours"),
        previous=_("Cours précédent"),
        next=_("Cours suivant"),
        last=_("Dernier cours"),
    ),
    siblings=courses_of,
)
PAST = CourseFile(
    records=(
        Record(_("Historique"), "past_course", FollowUp, "students/past_course.html", *FOLLOW_UP[2:]),
        Record(_("Évaluations"), "past_evaluations", *EVALUATION),
        Record(_("Commentaires"), "past_comments", *COMMENT),
    ),
    list_route="history",
    words=PagerWords(
        title=_("D’une fiche à l’autre"),
        first=_("Première fiche"),
        previous=_("Fiche précédente"),
        next=_("Fiche suivante"),
        last=_("Dernière fiche"),
    ),
    siblings=past_courses_of,
)


def lines_page(
    request: "HttpRequest", file: CourseFile, record: Record, enrolment: Enrolment
) -> "HttpResponse":
    rows = record.model.objects.for_user(request.user).filter(enrolment=enrolment)
    context = {
        "page": page_of(request, rows),
        "line_route": f"{record.route}_line",
        "pairs": facts(enrolment, ["department_name", "class_name", "cycle", "teacher_name"]),
    }
    return render(request, record.lines, _around(request, file, record, enrolment) | context)


def line_page(
    request: "HttpRequest", file: CourseFile, record: Record, enrolment: Enrolment, pk: int
) -> "HttpResponse":
    rows = record.model.objects.for_user(request.user).filter(enrolment=enrolment)
    line = get_object_or_404(rows, pk=pk)
    way_back = _address(request, record.route, enrolment.student_id, enrolment.pk)
    context = {"line": line, "pairs": record.pairs(line), "way_back": way_back}
    return render(request, record.line, _around(request, file, record, enrolment) | context)


def _around(request: "HttpRequest", file: CourseFile, record: Record, enrolment: Enrolment) -> dict[str, Any]:
    """What stands around a tab; the pager keeps the tab, the way back leads to the list of courses."""
    address = partial(_address, request)
    student = enrolment.student
    numbers = list(file.siblings(request, student).values_list("pk", flat=True))
    return {
        "student": student,
        "enrolment": enrolment,
        "tabs": [
            Tab(each.label, address(each.route, student.pk, enrolment.pk), current=each is record)
            for each in file.records
        ],
        "tabs_label": enrolment.class_name,
        "pager": place_among(numbers, enrolment.pk, partial(address, record.route, student.pk), file.words),
        "way_back": address(file.list_route, student.pk),
        "way": way_of(request),
        "notices": notices_of(enrolment) if file is CURRENT else (),
    }


def _address(request: "HttpRequest", route: str, *args: int) -> str:
    return f"{reverse(route, args=args)}{way_of(request)}"
