"""What of its requests about students waits for a family on «Accueil»."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from families import record_fields
from families.field_rules import Kind
from families.models import ChangeRequest
from families.waiting import OPEN, is_kept_by, told
from students.models import Student

if TYPE_CHECKING:
    from django.http import HttpRequest

    from imuse.components import Waiting


def lines(request: "HttpRequest") -> Iterator["Waiting"]:
    """Whoever's page as a guardian one keeps is told of in the part of the guardians; of another adult, what is asked
    of the student."""
    user, fields = request.user, set(record_fields.keys(Kind.STUDENT))
    about = Student.objects.for_user(user)
    found = ChangeRequest.objects.filter(OPEN, family__guardians__user=user, person__student__in=about)
    others = found.exclude(is_kept_by(user)).select_related("person__student")
    return told(
        [change for change in others if not fields.isdisjoint(change.values)],
        lambda change: reverse("student", args=[change.person.student.pk]) + "?de=accueil",
    )
