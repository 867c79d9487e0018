from django.db.models import Q

from imuse.personal_data import NOTHING, Inventory, Owners, Personal, Purge, Subject, Whose, whose
from students import retention

SCHOOL_FILE = "the school file: enrolment and two years after it"
ORDER = "as long as the order holds, then one year"
TEACHES = "as long as the teacher works at the school; the name stays in the students' history"

WHO = Personal("whose file it is", SCHOOL_FILE)
SCHOOLING = Personal("fitting lessons to the hours of the other school", SCHOOL_FILE)
REACHING = Personal("reaching the student, or whoever has charge of them", SCHOOL_FILE)
EMERGENCY = Personal("whom to call in an emergency", SCHOOL_FILE)
COURT = Personal("keeping a child's file from whom a court keeps from the child", ORDER)
LESSONS = Personal("what the student follows, when and with whom", SCHOOL_FILE)
LEARNT = Personal("what the student worked on and achieved, for them and their family", SCHOOL_FILE)
PRESENCE = Personal("knowing where a minor is, and who was told", SCHOOL_FILE)
PLAYED = Personal("what the student played in public or at an exam", SCHOOL_FILE)
TEACHER = Personal("who gives a course, and how the office reaches them", TEACHES)

COORDINATES = (
    "address_1",
    "address_2",
    "postal_code",
    "city",
    "home_telephone",
    "work_telephone",
    "fax",
    "mobile",
    "email",
)


def named(*others: str) -> dict[str, None]:
    """Of what a school has by itself."""
    return dict.fromkeys(("id", "site", "name", "name_key", *others), NOTHING)


def recorded(**facts: Personal | None) -> dict[str, Personal | None]:
    return {"id": NOTHING, "enrolment": LEARNT, "date": LEARNT, "recorded_at": NOTHING, **facts}


SLOT = ("weekday", "starts_at", "minutes")

INVENTORY: Inventory = {
    "CourseNotice": {
        "id": NOTHING,
        "course": NOTHING,
        "day": NOTHING,
        "words": Personal("telling families that a teacher is away", SCHOOL_FILE),
        "by_text": NOTHING,
        "by_mail": NOTHING,
        "unreached": NOTHING,
        "written_by": Personal("knowing who wrote to families", SCHOOL_FILE),
        "written_at": NOTHING,
    },
    "Student": {
        "id": NOTHING,
        "person": WHO,
        "school_name": SCHOOLING,
        "school_level": SCHOOLING,
        "image_right": Personal("showing no picture of who refused it", SCHOOL_FILE),
        "image_refused_by": Personal("showing no picture of who refused it", SCHOOL_FILE),
        "may_leave_alone": Personal("letting a child leave alone, or not", SCHOOL_FILE),
    },
    "Membership": {
        "id": NOTHING,
        "student": WHO,
        "family": WHO,
        "pays": Personal("which household is billed", SCHOOL_FILE),
        "reached_through": REACHING,
        **dict.fromkeys(COORDINATES, REACHING),
        "emergency_name": EMERGENCY,
        "emergency_telephone": EMERGENCY,
    },
    "Restriction": {
        "id": NOTHING,
        "guardian": COURT,
        "student": COURT,
        "starts_on": COURT,
        "ends_on": COURT,
        "reason": COURT,
        "decided_by": Personal("who entered it", ORDER),
        "decided_at": NOTHING,
    },
    "Department": named(),
    "Discipline": named("department"),
    "Cursus": named("cycle"),
    "Room": named("building"),
    "Teacher": {
        "id": NOTHING,
        "site": NOTHING,
        "last_name": TEACHER,
        "first_name": TEACHER,
        "name_key": TEACHER,
        "email": TEACHER,
        "mobile": TEACHER,
        "user": Personal("giving a teacher their own courses in the office", TEACHES),
    },
    "Course": {**named("reference", "year", "discipline", "room", *SLOT), "teacher": TEACHER},
    "Enrolment": {
        "id": NOTHING,
        "student": WHO,
        **dict.fromkeys(
            (
                "year",
                "discipline",
                "course",
                "cycle",
                "is_active",
                "starts_on",
                "ends_on",
                "class_name",
                "department_name",
                *SLOT,
            ),
            LESSONS,
        ),
        "teacher_name": TEACHER,
    },
    "FollowUp": recorded(title=LEARNT, text=LEARNT),
    "Evaluation": recorded(
        kind=NOTHING,
        subject=LEARNT,
        mark=LEARNT,
        out_of=NOTHING,
        mention=LEARNT,
        jury=Personal("who heard the student", SCHOOL_FILE),
        comment=LEARNT,
        visible_from=NOTHING,
    ),
    "Absence": recorded(
        date=PRESENCE,
        lesson=NOTHING,
        reason=Personal("whether it is excused: a word, never a certificate", SCHOOL_FILE),
        is_excused=PRESENCE,
        announced_by=PRESENCE,
    ),
    "YearComment": recorded(author=TEACHER, text=LEARNT),
    "Event": dict.fromkeys(("id", "site", "date", "name", "place"), NOTHING),
    "Performance": {
        "id": NOTHING,
        "event": PLAYED,
        "student": WHO,
        "piece": PLAYED,
        "composer": PLAYED,
        "minutes": PLAYED,
        "comment": PLAYED,
    },
}


def of_the_student(subject: Subject) -> Q:
    return Q(student__person=subject.person)


def of_the_enrolment(*, without: str = "", also: str = "") -> Whose:
    return whose(lambda subject: Q(enrolment__student__person=subject.person), without=without, also=also)


WHOSE: Owners = {
    "CourseNotice": "it tells all who follow a course that its teacher is away; the text or mail is told with the account",
    "Student": whose(lambda subject: Q(person=subject.person)),
    # Whom to call is somebody else, who gave the number to the family.
    "Membership": whose(
        lambda subject: of_the_student(subject) & Q(family__in=subject.pupil_in),
        without="emergency_name emergency_telephone",
    ),
    # What the office noted of the order tells of the other as well.
    "Restriction": whose(
        lambda subject: of_the_student(subject) | Q(guardian__person=subject.person),
        without="reason decided_by",
    ),
    "Teacher": whose(lambda subject: Q(user=subject.account), without="name_key"),
    "Course": whose(lambda subject: Q(teacher__user=subject.account)),
    "Enrolment": whose(of_the_student),
    "FollowUp": of_the_enrolment(),
    "Evaluation": of_the_enrolment(without="jury", also="kind out_of"),
    "Absence": of_the_enrolment(without="announced_by"),
    "YearComment": of_the_enrolment(without="author"),
    "Performance": whose(of_the_student),
}

PURGES = [
    Purge(
        "students' files, with the families that nobody is left of, two years after the last lessons",
        due=retention.due,
        act=retention.forget,
        is_of_school_file=True,
        held=retention.held,
    ),
    Purge(
        "court orders, a year after their end",
        due=lambda _sites: retention.orders_over().count(),
        act=lambda _sites: retention.forget_orders(),
    ),
]
