"""Who gets what in «Gestion»: the office's rows of the access table (tests/access.py)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Installation, Text, Throttle, Trace
from reenrolment.concerned import families_without_address
from tests import household, school
from tests.access_words import (
    TO_HOME,
    TO_OFFICE,
    TO_STAFF_SIGN_IN,
    Row,
    administrator_only,
    model_rows,
    of_document,
    staff,
)
from tests.factories import make_family, make_student


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


def trace(cast: dict[str, Any]) -> Trace:
    """That the family's account was made."""
    return Trace.objects.filter(kind="accounts.user", record=cast["moreau"].pk).earliest("pk")


def text(cast: dict[str, Any]) -> Text:
    """To the family, waiting."""
    family = cast["moreau"]
    return Text.objects.get_or_create(user=family, site=family.site, to="+33639981234", words="Bonjour")[0]


def kept_by_the_office(app: str, **makers: Callable) -> list[Row]:
    """What a secretary adds, changes and takes away again, at her own site."""
    own = staff(200, other=404)
    answers = {"lists": staff(200), "one": own, "add": staff(200), "delete": own}
    return [row for model, of in makers.items() for row in model_rows(model, of, app=app, **answers)]


GUARDIAN_S_PERSON = {"app_label": "families", "model_name": "guardian", "field_name": "person"}


OFFICE = [
    Row("staff_sign_in", (200, TO_HOME, TO_HOME, TO_HOME, TO_OFFICE, TO_OFFICE, TO_OFFICE)),
    Row("staff_sign_out", (TO_STAFF_SIGN_IN, 404, 404, 404, *(TO_STAFF_SIGN_IN,) * 3), method="post"),
    Row("second_factor", staff(TO_OFFICE)),  # the demonstration asks for none
    Row("set_up_second_factor", staff(200)),
    Row("stop_seeing_as", (TO_STAFF_SIGN_IN, 404, 404, 404, *(TO_OFFICE,) * 3), method="post"),
    Row("accent_preview", staff(200), data={"accent": "#0f766e"}),
    Row("gallery", staff(200)),
    Row("find", staff(200), data={"q": "moreau"}),
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
        delete=staff(404, administrator=200),
    ),
    *model_rows(
        "familyaccount",
        "moreau",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(200),
        delete=staff(404, administrator=200),
    ),
    *model_rows(
        "installation",
        lambda _cast: Installation.current(),
        lists=administrator_only(),
        one=administrator_only(),
        add=staff(404),
        delete=staff(404),
    ),
    *model_rows(
        "mail",
        "mail",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(404),
        delete=staff(404),
    ),
    *model_rows(
        "trace",
        trace,
        lists=administrator_only(),
        one=administrator_only(),
        add=staff(404),
        delete=staff(404),
        history=staff(404, administrator=200),
    ),
    *model_rows(
        "text",
        text,
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(404),
        delete=staff(404),
    ),
    *model_rows(
        "throttle",
        blocked,
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(404),
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
    Row("identifier_of_account", staff(200, other=404), lambda cast: [cast["moreau"].pk]),
    Row("see_as_family", staff(200, other=404), lambda cast: [household.family(cast).pk]),
    *kept_by_the_office("families", family=school.empty_family, guardian=school.guardian),
    *model_rows(
        "person",
        school.person,
        app="families",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(404),
        delete=staff(404, administrator=200),
    ),
    *model_rows(
        "changerequest",
        household.change,
        app="families",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(404),
        delete=staff(404),
    ),
    *model_rows(
        "fieldrule",
        school.field_rule,
        app="families",
        lists=staff(200),
        one=staff(200, other=404),
        add=administrator_only(),
        delete=staff(404, administrator=200),
    ),
    *kept_by_the_office("students", student=school.new_student, membership=school.place),
    *model_rows(
        "restriction",
        school.restriction,
        app="students",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(200),
        delete=staff(404),
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
        for route in ("course_evaluations_entry", "course_absences_entry", "teacher_away")
    ),
]


DOCUMENTS = [
    *kept_by_the_office("documents", documenttype=school.blank_form),
    Row("admin:documents_document_changelist", staff(200)),
    Row("admin:documents_document_add", staff(404)),  # one comes from a family
    Row("admin:documents_document_change", staff(200, other=404), of_document),
    Row("admin:documents_document_history", staff(200, other=404), of_document),
    Row("admin:documents_document_delete", staff(404), of_document),
    Row("office_document_file", staff(200, other=404), of_document),
    Row("office_document_page", staff(200, other=404), lambda cast: [*of_document(cast), 1]),
    Row("office_blank_form", staff(200, other=404), lambda cast: [school.blank_form(cast).pk]),
]


def of_campaign(*makers: Callable) -> Callable[[dict[str, Any]], list[int]]:
    """The address of a campaign's page, and of what it is about there."""

    def address(cast: dict[str, Any]) -> list[int]:
        return [school.campaign(cast).pk, *(maker(cast).pk for maker in makers)]

    return address


def of_letter(cast: dict[str, Any]) -> list[int]:
    """In the first part of those to families without an address."""
    campaign = school.campaign(cast)
    if not families_without_address(campaign).exists():
        make_student(make_family(campaign.site, "Roux"))
    return [campaign.pk, 1]


def of_form(cast: dict[str, Any]) -> list[int]:
    """Of one of these families."""
    campaign_id, _part = of_letter(cast)
    return [campaign_id, families_without_address(school.campaign(cast)).earliest("pk").pk]


REENROLMENT = [
    *kept_by_the_office("reenrolment", campaign=school.empty_campaign, nextstep=school.next_step),
    *model_rows(
        "reenrolment",
        school.reenrolment,
        app="reenrolment",
        lists=staff(200),
        one=staff(200, other=404),
        add=staff(200),
        delete=staff(404),
    ),
    *(
        Row(route, staff(200, other=404), of_campaign())
        for route in ("campaign_families", "next_steps", "to_place")
    ),
    Row("campaign_act", staff(200, other=404), lambda cast: [school.campaign(cast).pk, "clore"]),
    Row("extend_campaign", staff(200, other=404), of_campaign(school.family)),
    Row("next_steps_of_course", staff(200, other=404), of_campaign(school.course)),
    *(
        Row(route, staff(200, other=404), of_campaign())
        for route in ("campaign_papers", "reenrolments_csv", "reenrolments_xlsx")
    ),
    *(Row(route, staff(200, other=404), of_letter) for route in ("announcement_letters", "paper_forms")),
    Row("family_paper_form", staff(200, other=404), of_form),
]


# Django asks for the row before it asks for the right.
UNSEEN = staff(404, administrator=200)


def kept_by_the_regie(**makers: Callable) -> list[Row]:
    """Nothing for a secretary: her balances are on another page. What is issued is deleted by nobody."""
    admin_only, nobody = administrator_only(), staff(404)
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
        add=staff(404),
        delete=staff(404),
    ),
    *model_rows(
        "onlinepayment",
        household.online_payment,
        app="billing",
        lists=administrator_only(),
        one=administrator_only(),
        add=staff(404),
        delete=staff(404),
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

IMPORTS = [
    Row("imports", staff(200)),
    Row("import_kind", staff(200), lambda _cast: ["families"]),
    Row("import_example", staff(200), lambda _cast: ["families"]),
    Row("import", staff(200, other=404), lambda cast: [household.sent_file(cast).pk]),
    Row(
        "import_act",
        staff("→ import", other=404),
        lambda cast: [household.sent_file(cast).pk, "importer"],
        method="post",
    ),
    Row("import_to_mend", staff(200, other=404), lambda cast: [household.sent_file(cast, wrong=1).pk, "csv"]),
    Row(
        "export_kind",
        staff(200, other=404),
        lambda cast: ["families", cast["gounod"].pk, "csv"],
    ),
]
