from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, finding, nav, queues, waiting
from imuse.importing import kinds
from imuse.screens import FAMILY, Screen

if TYPE_CHECKING:
    from django.http import HttpRequest


def has_several_guardians(_request: "HttpRequest", family: Any) -> bool:
    return family.guardians.count() > 1


class Families(AppConfig):
    name = "families"
    verbose_name = _("Familles")

    def ready(self) -> None:
        from families import audited, emails, roles  # noqa: F401 - add their lines to the tables of mails and of rights
        from families.demonstration import fill
        from families.finding import SOURCES
        from families.identity import register_records
        from families.importing import FamilyFile
        from families.population import populate
        from families.review import queue_of
        from families.waiting import lines

        audited.register()
        register_records()
        waiting.register(lines)
        finding.register(*SOURCES)
        queues.register(
            queues.Queue(
                10,
                _("Demandes de modification"),
                "admin:families_changerequest_changelist",
                queue_of,
                since="proposed_at",
            )
        )
        kinds.register(FamilyFile())
        demonstration.register(20, fill)
        demonstration.register_population(20, populate)
        nav.register(nav.Entry(20, _("Famille"), "family", icon="users-round"))
        FAMILY.register(
            Screen(10, _("Identité"), "family"),
            Screen(60, _("Responsables"), "guardians", shown=has_several_guardians),
        )
