"""What of re-enrolment waits for the office, on the front page of «Gestion»."""

from django.utils.translation import gettext_lazy as _

from imuse.queues import Queue
from reenrolment.review import queue_of, unanswered_of

LIST = "admin:reenrolment_reenrolment_changelist"

QUEUES = (
    Queue(12, _("Réinscriptions à valider"), LIST, queue_of, since="sent_at"),
    Queue(
        13,
        _("Compléments restés sans réponse"),
        LIST,
        unanswered_of,
        since="decided_at",
        asked="?etat=sans-reponse",
    ),
)
