"""The office's pages of students and of what they learn, a module for each noun."""

from students.admin import course, enrolment, event, place, record, restriction, student, teaching

__all__ = ["course", "enrolment", "event", "place", "record", "restriction", "student", "teaching"]
