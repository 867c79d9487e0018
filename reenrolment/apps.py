from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from imuse import periodic
from imuse.periodic import Job


class Reenrolment(AppConfig):
    name = "reenrolment"
    verbose_name = _("Réinscriptions")

    def ready(self) -> None:
        from documents import asked
        from reenrolment import emails, roles  # noqa: F401 - each adds its own lines
        from reenrolment.asked import places
        from reenrolment.notices import announce_due, remind_due
        from reenrolment.upkeep import forget_past

        asked.register(places)
        periodic.register(
            Job("announce_campaigns", timedelta(minutes=5), announce_due),
            Job("remind_campaigns", timedelta(minutes=15), remind_due),
            Job("forget_past_campaigns", timedelta(days=1), forget_past),
        )
