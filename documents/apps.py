from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, integrity, periodic, queues, waiting
from imuse.periodic import Job
from imuse.screens import FAMILY, STUDENT, Screen


class Documents(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import audited, emails, roles  # noqa: F401 - each adds its own lines
        from documents.beside import papers_beside
        from documents.demonstration import fill
        from documents.files import sweep
        from documents.integrity import CHECKS
        from documents.population import populate
        from documents.retention import delete_due, forget_files_of
        from documents.review import queue_of
        from documents.telling import tell_late
        from documents.waiting import lines
        from families import beside
        from students.retention import before_leaving

        audited.register()
        integrity.register(CHECKS)
        waiting.register(lines)
        beside.register("admin/documents/beside.html", papers_beside)
        before_leaving(forget_files_of)
        queues.register(
            queues.Queue(
                15, _("Documents à valider"), "admin:documents_document_changelist", queue_of, since="sent_at"
            )
        )
        periodic.register(
            Job("tell_of_documents", timedelta(minutes=10), tell_late),
            Job("delete_due_files", timedelta(hours=1), delete_due),
            Job("sweep_documents", timedelta(hours=1), sweep),
        )
        demonstration.register(50, fill)
        demonstration.register_population(50, populate)
        FAMILY.register(Screen(40, _("Documents fournis"), "family_documents"))
        STUDENT.register(Screen(50, _("Documents fournis"), "student_documents"))
