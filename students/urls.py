from collections.abc import Iterator

from django.urls import URLPattern, path

from students import course_views, views
from students.course_files import CURRENT, PAST, CourseFile


def records_of(file: CourseFile, under: str, tabs: list[str]) -> Iterator[URLPattern]:
    """For each tab of a course's file: its list, and one of its lines."""
    for tab, (record, word) in enumerate(zip(file.records, tabs, strict=True)):
        facts = {"file": file, "tab": tab}
        place = f"eleves/<int:student_id>/{under}/<int:enrolment_id>{word}"
        line = f"{place}/<int:pk>" if word else f"{place}/suivi/<int:pk>"
        yield path(place, course_views.records, facts, name=record.route)
        yield path(line, course_views.record, facts, name=f"{record.route}_line")


urlpatterns = [
    path("famille/eleves", views.family_students, name="family_students"),
    path("eleves", views.students, name="students"),
    path("eleves/<int:student_id>", views.identity, name="student"),
    path("eleves/<int:student_id>/cours", course_views.courses, name="courses"),
    *records_of(CURRENT, "cours", ["", "/evaluations", "/absences"]),
    path("eleves/<int:student_id>/historique", course_views.history, name="history"),
    *records_of(PAST, "historique", ["", "/evaluations", "/commentaires"]),
    path("eleves/<int:student_id>/repertoire", course_views.repertoire, name="repertoire"),
    path(
        "eleves/<int:student_id>/repertoire/<int:performance_id>",
        course_views.performance,
        name="performance",
    ),
]
