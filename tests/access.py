"""Who gets what, for every route of the portal. A route that has no row fails the tests.

A number is the answer's status; «→ name» a redirect to that route. The families' pages stand here, those of
«Gestion» in tests/access_office.py.
"""

from collections.abc import Callable
from typing import Any

from django.core.files import File

from accounts.demonstration import LOGOS
from accounts.models import Site
from accounts.site_look import store_logo
from tests import household, school
from tests.access_office import COURSES, DOCUMENTS, IMPORTS, OFFICE, PEOPLE, REENROLMENT, REGIE
from tests.access_words import TO_HOME, TO_OFFICE, TO_SIGN_IN, Row, everyone, families, of_document


def with_logo(cast: dict[str, Any]) -> Site:
    site = cast["gounod"]
    if not site.logo:
        with (LOGOS / "gounod.webp").open("rb") as file:
            site.logo = store_logo(File(file))
        site.save()
    return site


FRONT_DOOR = [
    Row("entrance", everyone(200)),
    Row("extranet", everyone(200)),
    Row("sign_in", (200, TO_HOME, TO_HOME, TO_HOME, TO_OFFICE, TO_OFFICE, TO_OFFICE)),
    Row("sign_out", everyone(TO_SIGN_IN), method="post"),
    Row("language", everyone("→ entrance"), method="post", data={"language": "en"}),
    Row("lost_password", everyone(200)),
    Row("activate", (200, TO_HOME, TO_HOME, TO_HOME, TO_OFFICE, TO_OFFICE, TO_OFFICE)),
    Row("choose_password", everyone(404), lambda cast: [cast["moreau"].pk, "no-token"]),
    Row("accessibility", everyone(200)),
    Row("site_stylesheet", everyone(200), lambda cast: [cast["gounod"].pk, cast["gounod"].accent[1:]]),
    Row("site_logo", everyone(200), lambda cast: [with_logo(cast).pk, with_logo(cast).logo.digest]),
    Row("declaration", everyone(200)),
    Row("site_map", everyone(200)),
    Row("legal_notice", everyone(200)),
    Row("personal_data", everyone(200)),
    Row("demonstration_teachers", everyone(200)),
    Row("demonstration_preregistration", everyone(200)),
]

ACCOUNT = [
    Row("home", families(200)),
    Row("change_password", families(200)),
    Row("forget_typed", (TO_SIGN_IN, *(TO_HOME,) * 3, *(TO_OFFICE,) * 3), method="post"),
    Row("stay", (TO_SIGN_IN, 200, 200, 200, 200, 200, 200)),
]

OWN = (TO_SIGN_IN, 200, 404, 404, TO_OFFICE, TO_OFFICE, TO_OFFICE)


def with_family(cast: dict[str, Any]) -> list[int]:
    """One's own: the address names none."""
    household.family(cast)
    return []


def of_student(cast: dict[str, Any]) -> list[int]:
    return [household.student(cast).pk]


def of_course(*makers: Callable) -> Callable[[dict[str, Any]], list[int]]:
    """The address of a course's file, and of one of its lines."""

    def address(cast: dict[str, Any]) -> list[int]:
        return [household.student(cast).pk, *(maker(cast).pk for maker in makers)]

    return address


FAMILY = [
    Row("family", families(200)),
    Row("guardians", OWN, with_family),
    Row("guardian", OWN, lambda cast: [household.guardian_without_account(cast).pk]),
    Row("family_students", OWN, with_family),
    Row("students", families(200)),
    Row("student", OWN, of_student),
    Row("courses", OWN, of_student),
    Row("course", OWN, of_course(household.enrolment)),
    Row("course_line", OWN, of_course(household.enrolment, household.follow_up)),
    Row("course_evaluations", OWN, of_course(household.enrolment)),
    Row("course_evaluations_line", OWN, of_course(household.enrolment, household.evaluation)),
    Row("course_absences", OWN, of_course(household.enrolment)),
    Row("course_absences_line", OWN, of_course(household.enrolment, household.absence)),
    Row("history", OWN, of_student),
    Row("past_course", OWN, of_course(household.past_enrolment)),
    Row("past_course_line", OWN, of_course(household.past_enrolment, household.past_follow_up)),
    Row("past_evaluations", OWN, of_course(household.past_enrolment)),
    Row("past_evaluations_line", OWN, of_course(household.past_enrolment, household.past_evaluation)),
    Row("past_comments", OWN, of_course(household.past_enrolment)),
    Row("past_comments_line", OWN, of_course(household.past_enrolment, household.comment)),
    Row("repertoire", OWN, of_student),
    Row("performance", OWN, of_course(household.performance)),
]

FAMILY += [
    Row("family_documents", OWN, with_family),
    Row("student_documents", OWN, of_student),
    Row("document_file", OWN, of_document),
    Row("remove_document", OWN, of_document),
    # What a school asks for is no secret of one family's.
    Row(
        "blank_form",
        (TO_SIGN_IN, 200, 200, 404, *(TO_OFFICE,) * 3),
        lambda cast: [school.blank_form(cast).pk],
    ),
]


def of_reenrolment(cast: dict[str, Any]) -> list[int]:
    return [household.reenrolment(cast).student_id]


def of_paper(cast: dict[str, Any]) -> list[int]:
    """A document that the campaign asks for."""
    document = household.document(cast)
    household.reenrolment(cast).campaign.types.add(document.type)
    return [document.pk]


FAMILY += [
    Row("reenrolment", OWN, of_reenrolment),
    Row("reenrolment_import", OWN, of_reenrolment),
    Row("reenrolment_remove", OWN, lambda cast: [*of_reenrolment(cast), *of_paper(cast)]),
    Row("withdraw_reenrolment", OWN, of_reenrolment),
    Row("reenrolment_receipt", OWN, of_reenrolment),
]


def of_attestation(cast: dict[str, Any]) -> list[int]:
    """The year in which money came in."""
    return [household.payment(cast).received_on.year]


def of_online(cast: dict[str, Any]) -> list[str]:
    return [household.online_payment(cast).token]


BILLING = [
    Row("billing", families(200)),
    Row("billing_hire", families(200)),
    Row("family_billing", OWN, with_family),
    Row("family_billing_hire", OWN, with_family),
    Row("payfip_choose", OWN, with_family),
    Row("payfip_choose_hire", OWN, with_family),
    Row("payfip_pay", (TO_SIGN_IN, *(404,) * 3, *(TO_OFFICE,) * 3), with_family, method="post"),
    Row("payfip_pay_hire", (TO_SIGN_IN, *(404,) * 3, *(TO_OFFICE,) * 3), with_family, method="post"),
    Row("payfip_leave", (TO_SIGN_IN, "→ payfip_return", 404, 404, *(TO_OFFICE,) * 3), of_online),
    Row("payfip_return", everyone(200), of_online),  # who knows the token was given it
    Row("payfip_notification", everyone(200), of_online, method="post"),
    Row("billing_document", OWN, lambda cast: [household.invoice(cast).number]),
    Row("billing_document", OWN, lambda cast: [household.payment(cast).number]),
    Row("billing_attestation", OWN, of_attestation),
    Row("billing_student_attestation", OWN, lambda cast: [*of_attestation(cast), household.student(cast).pk]),
]

ROWS = FRONT_DOOR + ACCOUNT + FAMILY + BILLING + OFFICE + REGIE + PEOPLE + COURSES + DOCUMENTS + REENROLMENT
ROWS += IMPORTS
