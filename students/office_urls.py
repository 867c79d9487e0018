from django.urls import path

from students.away_views import teacher_away
from students.entry_views import entry
from students.forms import AbsencesEntry, EvaluationsEntry

urlpatterns = [
    path("cours/<int:course_id>/enseignant-absent", teacher_away, name="teacher_away"),
    path(
        "cours/<int:course_id>/evaluations/saisir",
        entry,
        {"kind": EvaluationsEntry},
        name="course_evaluations_entry",
    ),
    path(
        "cours/<int:course_id>/absences/saisir", entry, {"kind": AbsencesEntry}, name="course_absences_entry"
    ),
]
