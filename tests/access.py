"""Who gets what, for every route of the portal. A route that has no row fails the tests.

A number is the answer's status; «→ name» a redirect to that route.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone

from accounts.demonstration import LOGOS
from accounts.models import Installation, Site, Throttle
from accounts.site_look import store_logo
from tests import household, school
from tests.access_words import (
    TO_HOME,
    TO_OFFICE,
    TO_SIGN_IN,
    TO_STAFF_SIGN_IN,
    Row,
    administrator_only,
    everyone,
    families,
    model_rows,
    staff,
)


def blocked(cast: dict[str, Any]) -> Throttle:
    """The family's account, blocked from somewhere."""
    family = cast["moreau"]
    facts = {"user": family, "site": family.site, "kind": Throttle.Kind.ACCOUNT_AND_ADDRESS}
    now = timezone.now()
    times = {"blocked_until": now + timedelta(hours=1), "day_ends": now + timedelta(days=1)}
    row, _made = Throttle.objects.get_or_create(
        purpose=Throttle.Purpose.SIGN_IN, key_hash="0" * 64, defaults=facts | times
    )
    return row


def with_logo(cast: dict[str, Any]) -> Site:
    site = cast["gounod"]
    if not site.logo:
        with (LOGOS / "gounod.webp").open("rb") as file:
            site.logo = store_logo(File(file))
        site.save()
    return site


GUARDIAN_S_PERSON = {"app_label": "families", "model_name": "guardian", "field_name": "person"}


def kept_by_the_office(app: str, **makers: Callable) -> list[Row]:
    """What a secretary adds, changes and takes away again, at her own site."""
    own = staff(200, other=404)
    answers = {"lists": staff(200), "one": own, "add": staff(200), "delete": own}
    return [row for model, of in makers.items() for row in model_rows(model, of, app=app, **answers)]


FRONT_DOOR = [
    Row("entrance", everyone(200)),
    Row("extranet", everyone(200)),
    Row("sign_in", (200, TO_HOME, TO_HOME, TO_HOME, TO_OFFICE, TO_OFFICE, TO_OFFICE)),
    Row("sign_out", everyone(TO_SIGN_IN), method="post"),
    Row("language", everyone("→ entrance"), method="post", data={"language": "en"}),
    Row("lost_password", everyone(200)),
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


def of_document(cast: dict[str, Any]) -> list[int]:
    return [household.document(cast).pk]


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

OFFICE = [
    Row("staff_sign_in", (200, TO_HOME, TO_HOME, TO_HOME, TO_OFFICE, TO_OFFICE, TO_OFFICE)),
    Row("staff_sign_out", (TO_STAFF_SIGN_IN, 404, 404, 404, *(TO_STAFF_SIGN_IN,) * 3), method="post"),
    Row("second_factor", staff(TO_OFFICE)),  # the demonstration asks for none
    Row("set_up_second_factor", staff(200)),
    Row("accent_preview", staff(200), data={"accent": "#0f766e"}),
    Row("gallery", staff(200)),
    Row("admin:index", staff(200)),
    Row("admin:login", staff(TO_STAFF_SIGN_IN)),
    Row("admin:logout", (TO_STAFF_SIGN_IN, 404, 404, 404, *(TO_STAFF_SIGN_IN,) * 3), method="post"),
    Row("admin:password_change", staff(200)),
    Row("admin:password_change_done", staff(200)),
    Row("admin:jsi18n", staff(200)),
    # Whom the office's own page finds, it offers: here among those who may become guardians.
    Row("admin:autocomplete", staff(200), data=GUARDIAN_S_PERSON),
    Row("admin:view_on_site", staff(404), lambda _cast: [1, 1]),
    Row("admin:app_list", staff(200), lambda _cast: ["accounts"]),
    Row("admin:auth_user_password_change", administrator_only(), lambda cast: [cast["office"].pk]),
    *model_rows(
        "site",
        "gounod",
        lists=staff(200),
        one=staff(200, other=404),
        add=administrator_only(),
        delete=staff(403, administrator=200),
    ),
    *model_rows(
        "familyaccount",
        "moreau",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(200),
        delete=staff(403, administrator=200),
    ),
    *model_rows(
        "installation",
        lambda _cast: Installation.current(),
        lists=administrator_only(),
        one=administrator_only(),
        add=staff(403),
        delete=staff(403),
    ),
    *model_rows(
        "mail",
        "mail",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(403),
        delete=staff(403),
    ),
    *model_rows(
        "throttle",
        blocked,
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(403),
        delete=staff(200, other=404),
    ),
    *model_rows(
        "staffaccount",
        "office",
        lists=administrator_only(),
        one=administrator_only(),
        add=administrator_only(),
        delete=administrator_only(),
    ),
]

PEOPLE = [
    *kept_by_the_office("families", family=school.empty_family, guardian=school.guardian),
    *model_rows(
        "person",
        school.person,
        app="families",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(403),
        delete=staff(403, administrator=200),
    ),
    *model_rows(
        "changerequest",
        household.change,
        app="families",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(403),
        delete=staff(403),
    ),
    *model_rows(
        "fieldrule",
        school.field_rule,
        app="families",
        lists=staff(200),
        one=staff(200, other=404),
        add=administrator_only(),
        delete=staff(403, administrator=200),
    ),
    *kept_by_the_office("students", student=school.new_student, membership=school.place),
    *model_rows(
        "restriction",
        school.restriction,
        app="students",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(200),
        delete=staff(403),
    ),
]

COURSES = [
    *kept_by_the_office(
        "students",
        department=school.department,
        discipline=school.discipline,
        cursus=school.cursus,
        room=school.room,
        teacher=school.teacher,
        course=school.empty_course,
        enrolment=school.new_enrolment,
        followup=school.follow_up,
        evaluation=school.evaluation,
        absence=school.absence,
        yearcomment=school.year_comment,
        event=school.event,
    ),
    *(
        Row(route, staff(200, other=404), lambda cast: [school.course(cast).pk])
        for route in ("course_evaluations_entry", "course_absences_entry")
    ),
]


DOCUMENTS = [
    *kept_by_the_office("documents", documenttype=school.blank_form),
    Row("admin:documents_document_changelist", staff(200)),
    Row("admin:documents_document_add", staff(404)),  # one comes from a family
    Row("admin:documents_document_change", staff(200, other=404), of_document),
    Row("admin:documents_document_history", staff(200, other=404), of_document),
    Row("admin:documents_document_delete", staff(403), of_document),
    Row("office_document_file", staff(200, other=404), of_document),
    Row("office_document_page", staff(200, other=404), lambda cast: [*of_document(cast), 1]),
    Row("office_blank_form", staff(200, other=404), lambda cast: [school.blank_form(cast).pk]),
]


# Django asks for the row before it asks for the right.
UNSEEN = staff(404, administrator=200)


def kept_by_the_regie(**makers: Callable) -> list[Row]:
    """Nothing for a secretary: her balances are on another page. What is issued is deleted by nobody."""
    admin_only, nobody = administrator_only(), staff(403)
    answers = {"lists": admin_only, "one": admin_only, "add": admin_only, "delete": nobody, "history": UNSEEN}
    return [row for model, of in makers.items() for row in model_rows(model, of, app="billing", **answers)]


REGIE = [
    *kept_by_the_regie(
        invoice=household.invoice,
        payment=household.payment,
        creditnote=household.credit_note,
        reversal=household.reversal,
        titre=household.titre,
    ),
    *(
        row
        for model, of in {"regie": school.regie, "pricelist": school.price_list}.items()
        for row in model_rows(
            model,
            of,
            app="billing",
            lists=administrator_only(),
            one=administrator_only(),
            add=administrator_only(),
            delete=administrator_only(),
            history=UNSEEN,
        )
    ),
    *model_rows(
        "familyledger",
        household.family,
        app="billing",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(403),
        delete=staff(403),
    ),
    *model_rows(
        "onlinepayment",
        household.online_payment,
        app="billing",
        lists=administrator_only(),
        one=administrator_only(),
        add=staff(403),
        delete=staff(403),
        history=UNSEEN,
    ),
    Row(
        "office_document",
        staff(200, other=404),
        lambda cast: [household.invoice(cast).site_id, household.invoice(cast).number],
    ),
    Row("move_money", staff(404, administrator=200), lambda cast: [household.payment(cast).pk]),
    *(
        Row(route, staff(404, administrator=200))
        for route in ("cash_journal", "unpaid_bills", "accounting_export")
    ),
]

ROWS = FRONT_DOOR + ACCOUNT + FAMILY + BILLING + OFFICE + REGIE + PEOPLE + COURSES + DOCUMENTS
