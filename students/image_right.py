"""Droit à l'image: one guardian's refusal stands, until who refused says otherwise."""

from django.utils.translation import gettext as _

from accounts.models import User
from families.changes import asker_of
from families.models import ChangeRequest, Guardian
from imuse.policies import Denied
from students.models import Student

KEY = "student.image_right"


def is_refused_by_another(student: Student, reader: User | None) -> bool:
    """A refusal that the office entered names nobody, and may be lifted by a request like any other."""
    refused_by = student.image_refused_by
    return refused_by is not None and (reader is None or refused_by.user_id != reader.pk)


def follow_student(student: Student, names: set[str], change: ChangeRequest) -> None:
    """Once a request was applied."""
    if "image_right" not in names:
        return
    asker = asker_of(change, KEY)
    if student.image_right == Student.ImageRight.REFUSED:
        student.image_refused_by = Guardian.objects.filter(user=asker).first() if asker else None
    elif is_refused_by_another(student, asker):
        raise Denied(_("Un autre responsable refuse le droit à l’image : son refus vaut."))
    else:
        student.image_refused_by = None
    student.save(update_fields=["image_refused_by"])
