"""What a course passes on to those who follow it."""

from students.models import Course


def pass_on_labels(course: Course) -> None:
    """Renamed or given to another teacher during its year, it is called so in the students' files too; what is
    history stays as it was."""
    if course.year < course.site.school_year():
        return
    course.enrolments.update(class_name=course.name)
    if course.teacher:
        course.enrolments.update(teacher_name=str(course.teacher))
