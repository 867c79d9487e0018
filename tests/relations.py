"""Who stands in another relation to the child of tests/household.py, or to the course of tests/school.py, than the
standing cast does, and what they get. A page of families that has no row here fails the tests.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from families.models import Guardian
from students.models import Restriction
from tests import household, school
from tests.access_words import Row
from tests.factories import make_account, make_course, make_guardian, make_place, make_staff, make_teacher

Cast = dict[str, Any]


def second_guardian(cast: Cast) -> User:
    """Of the same family, with a sign-in of their own."""
    family = household.family(cast)
    return make_guardian(family, "Anne", make_account("moreau2", family.site)).user


def other_household(cast: Cast) -> User:
    """The child lives there as well."""
    child, petit = household.student(cast), cast["petit"]
    make_place(child, household.family(cast | {"moreau": petit}), pays=False)
    return petit


def kept_away(cast: Cast) -> User:
    """A court keeps them from the child, not from the family."""
    account = second_guardian(cast)
    Restriction.objects.create(
        guardian=account.guardian,
        student=household.student(cast),
        starts_on=timezone.localdate(),
        reason="Tribunal",
        decided_by=cast["office"],
    )
    return account


def adult_student(cast: Cast) -> User:
    """The student in person: of age, and one of those who answer for the family."""
    student = household.student(cast)
    account = make_account("moreau3", student.person.site, first_name=student.person.first_name)
    family = household.family(cast)
    Guardian.objects.create(family=family, person=student.person, user=account, order=9)
    return account


def teacher(cast: Cast) -> User:
    """Who gives the course."""
    course = school.course(cast)
    account = make_staff("vidal", course.site, role=Role.PEDAGOGIE)
    course.teacher = make_teacher(course.site, user=account)
    course.save()
    return account


def colleague(cast: Cast) -> User:
    """Who gives another one, at the same school."""
    site = school.site(cast)
    account = make_staff("roux", site, role=Role.PEDAGOGIE)
    make_course(site, "Piano", teacher=make_teacher(site, "Roux", user=account))
    return account


KIN = (second_guardian, other_household, kept_away, adult_student)
OF_FAMILY, OF_CHILD = (200, 200, 200, 200), (200, 200, 404, 200)

TO_KIN = {
    "family": OF_FAMILY,
    "guardians": OF_FAMILY,
    "guardian": (200, 404, 200, 200),  # who has no sign-in is kept by their own family
    "family_students": OF_FAMILY,
    "students": OF_FAMILY,
    **dict.fromkeys(
        [
            "student",
            "courses",
            "course",
            "course_line",
            "course_evaluations",
            "course_evaluations_line",
            "course_absences",
            "course_absences_line",
            "history",
            "past_course",
            "past_course_line",
            "past_evaluations",
            "past_evaluations_line",
            "past_comments",
            "past_comments_line",
            "repertoire",
            "performance",
            "student_documents",
            "reenrolment",
            "reenrolment_import",
            "withdraw_reenrolment",
            "reenrolment_receipt",
        ],
        OF_CHILD,
    ),
    "family_documents": OF_FAMILY,
    "blank_form": OF_FAMILY,
    # Of one household: the other one reads its state, in the child's file.
    **dict.fromkeys(["document_file", "remove_document", "reenrolment_remove"], (200, 404, 404, 200)),
}

TEACHERS = (teacher, colleague)
OWN, ANY = (200, 404), (200, 200)


def of_model(model: str, of: Callable, one: tuple, *, adds: bool, app: str = "students") -> list[Row]:
    def address(cast: Cast) -> list[int]:
        return [of(cast).pk]

    return [
        Row(f"admin:{app}_{model}_changelist", ANY),
        Row(f"admin:{app}_{model}_change", one, address),
        Row(f"admin:{app}_{model}_history", one, address),
        *([Row(f"admin:{app}_{model}_add", ANY)] if adds else []),
    ]


# What teachers find in the office; all else there is refused to them.
TO_TEACHERS = [
    *of_model("student", school.student, OWN, adds=False),
    *of_model("course", school.course, OWN, adds=False),
    *of_model("enrolment", school.enrolment, OWN, adds=False),
    *of_model("followup", school.follow_up, OWN, adds=True),
    *of_model("evaluation", school.evaluation, OWN, adds=True),
    *of_model("absence", school.absence, OWN, adds=True),
    *of_model("yearcomment", school.year_comment, OWN, adds=True),
    *of_model("event", school.event, ANY, adds=True),
    Row("teacher_away", OWN, lambda cast: [school.course(cast).pk]),
    Row("course_evaluations_entry", OWN, lambda cast: [school.course(cast).pk]),
    # Who comes back, of those whom they teach; how far the campaign is.
    *of_model("campaign", school.campaign, ANY, adds=False, app="reenrolment"),
    *of_model("reenrolment", school.reenrolment, OWN, adds=False, app="reenrolment"),
    Row("course_absences_entry", OWN, lambda cast: [school.course(cast).pk]),
]
