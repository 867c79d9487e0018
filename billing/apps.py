from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, finding, nav, periodic, queues, waiting
from imuse.screens import BILLING, FAMILY, Screen

if TYPE_CHECKING:
    from accounts.models import User


def stands_in_menu(user: "User") -> bool:
    """A school may leave it to the tabs of «Famille»."""
    return user.site is None or user.site.billing_in_menu


class Billing(AppConfig):
    name = "billing"
    verbose_name = _("Facturation")

    def ready(self) -> None:
        from billing import emails, roles  # noqa: F401 - each adds its own lines
        from billing.asking import sweep
        from billing.demonstration import fill
        from billing.finding import SOURCES
        from billing.home import to_pay
        from billing.online import to_look_into
        from billing.payfip_lists import send_lists
        from billing.population import populate

        waiting.register(to_pay)
        finding.register(*SOURCES)
        queues.register(
            queues.Queue(
                20,
                _("Paiements en ligne à regarder"),
                "admin:billing_onlinepayment_changelist",
                to_look_into,
                since="started_at",
                asked="?regarder=oui",
            )
        )
        periodic.register(
            periodic.Job("sweep_online_payments", timedelta(minutes=1), sweep),
            periodic.Job("send_payfip_lists", timedelta(hours=1), send_lists),
        )
        demonstration.register(40, fill)
        demonstration.register_population(40, populate)
        nav.register(nav.Entry(40, _("Facturation"), "billing", icon="receipt-euro", shown=stands_in_menu))
        BILLING.register(
            Screen(10, _("Facturation cotisations"), "billing"),
            Screen(20, _("Facturation locations"), "billing_hire"),
        )
        FAMILY.register(
            Screen(20, _("Facturation cotisations"), "family_billing"),
            Screen(30, _("Facturation locations"), "family_billing_hire"),
        )
