"""What the audit trail follows of students and their lessons."""

from accounts.trail.audited import leave
from accounts.trail.pages import owners, parts
from accounts.trail.saving import watch
from families.models import Family
from students.models import (
    Absence,
    Course,
    CourseNotice,
    Cursus,
    Department,
    Discipline,
    Enrolment,
    Evaluation,
    Event,
    FollowUp,
    Membership,
    Performance,
    Restriction,
    Room,
    Student,
    Teacher,
    YearComment,
)


def register() -> None:
    for named in (Department, Discipline, Cursus, Room, Teacher, Course):
        watch(named, without="name_key")
    watch(Event)
    leave("what families were told stays as it was written, with who wrote it", CourseNotice)
    watch(Student, site="person__site")
    watch(Membership, site="family__site")
    watch(Restriction, site="guardian__family__site")
    watch(Enrolment, site="student__person__site")
    watch(Performance, site="event__site")
    for recorded in (FollowUp, Evaluation, Absence, YearComment):
        watch(recorded, site="enrolment__student__person__site", without="recorded_at")
        parts(Enrolment, enrolment=recorded)
    for held in (Membership, Restriction, Enrolment):
        parts(Student, student=held)
    owners(Student, "person")
    parts(Family, family=Membership)
    parts(Event, event=Performance)
