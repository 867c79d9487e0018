"""What a course, and what it is made of, passes on to those who follow it."""

from students.models import Course, Department, Enrolment, Teacher


def pass_on_labels(course: Course) -> None:
    """Renamed or given to another teacher during its year, it is called so in the students' files too; what is
    history stays as it was."""
    if course.year < course.site.school_year():
        return
    course.enrolments.update(class_name=course.name)
    if course.teacher:
        course.enrolments.update(teacher_name=str(course.teacher))


def pass_on_name(teacher: Teacher) -> None:
    """Who marries, or was misspelt, is called so in the courses of the year."""
    current = Enrolment.objects.filter(course__teacher=teacher, year__gte=teacher.site.school_year())
    current.update(teacher_name=str(teacher))


def pass_on_department(department: Department) -> None:
    current = Enrolment.objects.filter(
        discipline__department=department, year__gte=department.site.school_year()
    )
    current.update(department_name=department.name)
