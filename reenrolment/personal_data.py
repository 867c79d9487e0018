from imuse.personal_data import NOTHING, Inventory, Personal

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
