from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, finding, home, nav, waiting
from imuse.importing import kinds
from imuse.screens import FAMILY, STUDENT, Screen

if TYPE_CHECKING:
    from django.http import HttpRequest


def names(request: "HttpRequest") -> Iterator[nav.Line]:
    """The students, for the menu."""
    from students.files import students_for

    for student in students_for(request):
        yield nav.Line(str(student), reverse("student", args=[student.pk]))


class Students(AppConfig):
    name = "students"
    verbose_name = _("Élèves et cours")

    def ready(self) -> None:
        from students import audited, emails, roles  # noqa: F401 - add their lines to the tables of mails and of rights
        from students.demonstration import fill
        from students.finding import SOURCES
        from students.home import notices, unread, week
        from students.identity import register_records
        from students.importing import StudentFile
        from students.importing_courses import CourseFile
        from students.population import populate
        from students.waiting import lines

        audited.register()
        register_records()
        waiting.register(unread)
        waiting.register(lines)
        finding.register(*SOURCES)
        home.register(home.Part(5, "students/notices_of_home.html", notices))
        home.register(home.Part(10, "students/week_of_home.html", week))
        kinds.register(StudentFile(), CourseFile())
        demonstration.register(30, fill)
        demonstration.register_population(30, populate)
        nav.register(nav.Entry(30, _("Élèves"), "students", icon="graduation-cap", children=names))
        FAMILY.register(Screen(50, _("Élèves"), "family_students"))
        STUDENT.register(
            Screen(10, _("Identité"), "student"),
            Screen(20, _("Cours"), "courses"),
            Screen(30, _("Historique"), "history"),
            Screen(40, _("Répertoire"), "repertoire"),
        )
