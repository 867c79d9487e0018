from students.models.course import Course, Room, Teacher
from students.models.enrolment import Enrolment
from students.models.event import Event, Performance
from students.models.notice import CourseNotice
from students.models.record import Absence, Evaluation, FollowUp, YearComment
from students.models.student import Membership, Restriction, Student
from students.models.teaching import Cursus, Department, Discipline

__all__ = [
    "Absence",
    "Course",
    "CourseNotice",
    "Cursus",
    "Department",
    "Discipline",
    "Enrolment",
    "Evaluation",
    "Event",
    "FollowUp",
    "Membership",
    "Performance",
    "Restriction",
    "Room",
    "Student",
    "Teacher",
    "YearComment",
]
