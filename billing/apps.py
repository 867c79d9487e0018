from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, finding, integrity, nav, periodic, queues, waiting
from imuse.importing import kinds
from imuse.screens import BILLING, FAMILY, Screen

if TYPE_CHECKING:
    from accounts.models import User


def stands_in_menu(user: "User") -> bool:
    """A school may leave it to the tabs of «Famille»."""
    return user.site is None or user.site.billing_in_menu


def add_to_menus() -> None:
    nav.register(nav.Entry(40, _("Facturation"), "billing", icon="receipt-euro", shown=stands_in_menu))
    BILLING.register(
        Screen(10, _("Facturation cotisations"), "billing"),
        Screen(20, _("Facturation locations"), "billing_hire"),
    )
    FAMILY.register(
        Screen(20, _("Facturation cotisations"), "family_billing"),
        Screen(30, _("Facturation locations"), "family_billing_hire"),
    )


class Billing(AppConfig):
    name = "billing"
    verbose_name = _("Facturation")

    def ready(self) -> None:
        from billing import audited, emails, roles  # noqa: F401 - each adds its own lines
        from billing.asking import sweep
        from billing.demonstration import fill
        from billing.finding import SOURCES
        from billing.home import to_pay
        from billing.importing_invoices import InvoiceFile
        from billing.importing_payments import PaymentFile
        from billing.integrity import CHECKS
        from billing.online import to_look_into
        from billing.payfip_lists import send_lists
        from billing.population import populate
        from billing.unpaid import students_with_open_accounts
        from students import retention

        audited.register()
        integrity.register(CHECKS)
        waiting.register(to_pay)
        retention.holds("open account", students_with_open_accounts)
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
        kinds.register(InvoiceFile(), PaymentFile())
        demonstration.register(40, fill)
        demonstration.register_population(40, populate)
        add_to_menus()
