"""What of its requests about students waits for a family on «Accueil»."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from families.models import ChangeRequest
from families.waiting import OPEN, told
from students.models import Student

if TYPE_CHECKING:
    from django.http import HttpRequest

    from imuse.components import Waiting


def lines(request: "HttpRequest") -> Iterator["Waiting"]:
    """An adult who is their own guardian is told of in the part of the guardians."""
    about = Student.objects.for_user(request.user)
    found = ChangeRequest.objects.filter(
        OPEN, family__guardians__user=request.user, person__student__in=about, person__guardian=None
    )
    return told(
        found.select_related("person__student"),
        lambda change: reverse("student", args=[change.person.student.pk]) + "?de=accueil",
    )
