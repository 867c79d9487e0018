from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, periodic, queues, waiting
from imuse.periodic import Job
from imuse.screens import STUDENT, Screen


class Reenrolment(AppConfig):
    name = "reenrolment"
    verbose_name = _("Réinscriptions")

    def ready(self) -> None:
        from documents import asked
        from reenrolment import audited, emails, roles  # noqa: F401 - each adds its own lines
        from reenrolment.asked import places
        from reenrolment.concerned import is_concerned
        from reenrolment.demonstration import fill, populate
        from reenrolment.notices import announce_due
        from reenrolment.queues import QUEUES
        from reenrolment.reminding import remind_due
        from reenrolment.upkeep import still_to_come
        from reenrolment.waiting import lines
        from students import retention

        audited.register()
        asked.register(places)
        waiting.register(lines)
        queues.register(*QUEUES)
        demonstration.register(60, fill)
        demonstration.register_population(60, populate)
        STUDENT.register(Screen(60, _("Réinscription"), "reenrolment", shown=is_concerned))
        retention.holds("re-enrolment", still_to_come)
        periodic.register(
            Job("announce_campaigns", timedelta(minutes=5), announce_due),
            Job("remind_campaigns", timedelta(minutes=15), remind_due),
        )
