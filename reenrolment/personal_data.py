from django.db.models import Q

from imuse.personal_data import NOTHING, Inventory, Owners, Personal, Purge, Subject, whose
from reenrolment import upkeep

SCHOOL_FILE = "the school file: enrolment and two years after it"
UNTIL_THE_YEAR = "until the year that the campaign prepares has begun"

ASKED = Personal("knowing who comes back, to what, and what became of it", SCHOOL_FILE)
TYPED = Personal("giving back what a household has typed and not sent", UNTIL_THE_YEAR)
TOLD = Personal("writing to each account once", UNTIL_THE_YEAR)
LATE = Personal("knowing which family has more time, and who gave it", SCHOOL_FILE)


def of(purpose: Personal, names: str) -> dict[str, Personal]:
    return dict.fromkeys(names.split(), purpose)


def plain(names: str) -> dict[str, None]:
    return dict.fromkeys(names.split(), NOTHING)


INVENTORY: Inventory = {
    "Campaign": plain(
        "id site year mode opens_at closes_at announced_days announced_at reminder_days last_reminder_days"
        " introduction documents_first offers_comment"
    ),
    "Extension": {**plain("id campaign"), **of(LATE, "family until given_by given_at")},
    "Notice": {**plain("id campaign occasion"), **of(TOLD, "user written_at")},
    "NextStep": {**plain("id campaign course discipline"), **of(ASKED, "enrolment words cycle")},
    "Draft": {
        **plain("id campaign version"),
        **of(TYPED, "student family is_administrative wanted is_leaving leaving_reason comment"),
        **of(TYPED, "saved_at saved_by"),
    },
    "Reenrolment": {
        **plain("id campaign version"),
        **of(ASKED, "student status is_administrative is_leaving leaving_reason family sent_at sent_by"),
        **of(ASKED, "question answer_until reason decided_at decided_by"),
    },
    "Choice": {
        **plain("id place_key cursus next_discipline"),
        **of(ASKED, "reenrolment name cycle cursus_name teacher_name words is_continued next_cycle made"),
    },
    "Remark": {**plain("id"), **of(ASKED, "reenrolment family text written_at")},
}


def of_the_student(subject: Subject, path: str = "") -> Q:
    """What one household wrote stays with it."""
    here = Q(**{f"{path}family": None}) | Q(**{f"{path}family__in": subject.pupil_in})
    return Q(**{f"{path}student__person": subject.person}) & here


WHOSE: Owners = {
    "Extension": whose(
        lambda subject: Q(family__in=subject.answers_for), without="given_by", also="campaign"
    ),
    "Notice": whose(lambda subject: Q(user=subject.account), without="user", also="campaign occasion"),
    "NextStep": whose(lambda subject: Q(enrolment__student__person=subject.person)),
    "Draft": whose(of_the_student, also="campaign"),
    "Reenrolment": whose(of_the_student, without="decided_by", also="campaign"),
    "Choice": whose(lambda subject: of_the_student(subject, "reenrolment__")),
    "Remark": whose(
        lambda subject: Q(reenrolment__student__person=subject.person, family__in=subject.pupil_in)
    ),
}

PURGES = [
    Purge(
        "drafts and notices of campaigns, once their year has begun",
        due=lambda _sites: sum(rows.count() for rows in upkeep.forgotten()),
        act=lambda _sites: upkeep.forget_past(),
    ),
    Purge(
        "refused re-enrolments, a season after",
        due=lambda _sites: upkeep.refused().count(),
        act=lambda _sites: upkeep.forget_refused(),
    ),
]
