"""What of its documents waits for a family on «Accueil»: refused, to provide, soon at their end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.asked import Papers
from documents.lines import Line
from families.models import Family
from imuse.components import Waiting
from imuse.templatetags.times import full_day
from students.files import students_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from students.models import Student

NAMED = 3  # documents to provide that a line of «Accueil» names


def lines(request: "HttpRequest") -> Iterator[Waiting]:
    family = Family.objects.for_user(request.user).select_related("site").first()
    if family is None:
        return
    papers = Papers(family, students_for(request))
    yield from _of(papers.of_family, None)
    for student in papers.students:
        yield from _of(papers.of_student(student), student)


def _of(of_place: list[Line], student: "Student | None") -> Iterator[Waiting]:
    url = (
        reverse("student_documents", args=[student.pk]) + "?de=accueil"
        if student
        else reverse("family_documents")
    )
    whose = student.person.first_name or str(student) if student else ""
    missing = []
    for line in of_place:
        if line.is_refused:
            yield _refused(line, url, whose)
        elif line.is_missing and not line.kind.in_person:
            missing.append(line)
        elif line.ends_soon:
            yield _ending(line, url, whose)
    if missing:
        yield _missing(missing, url, whose)


def _refused(line: Line, url: str, whose: str) -> Waiting:
    return Waiting(
        shape="refused",
        title=_("Refusé : %(name)s") % {"name": _named(line, whose)},
        url=url,
        text=_("« %(reason)s »") % {"reason": line.document.reason},
        due=_("à remplacer"),
    )


def _missing(of_place: list[Line], url: str, whose: str) -> Waiting:
    number = len(of_place)
    title = ngettext("Un document à fournir", "%(number)s documents à fournir", number) % {"number": number}
    names = [line.kind.name for line in of_place[:NAMED]]
    text = ", ".join([whose, *names] if whose else names)
    return Waiting(shape="todo", title=title, url=url, text=f"{text}…" if number > NAMED else text)


def _ending(line: Line, url: str, whose: str) -> Waiting:
    day = line.ends_soon
    return Waiting(
        shape="todo",
        title=_("À renouveler : %(name)s") % {"name": _named(line, whose)},
        url=url,
        due=_("valable jusqu’au %(day)s") % {"day": full_day(day)},
        day=day,
    )


def _named(line: Line, whose: str) -> str:
    return f"{line.kind.name}, {whose}" if whose else line.kind.name
