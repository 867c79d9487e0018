from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from billing.models import Regie
from billing.payfip import client
from billing.payfip.faults import PayFiPFault
from families.office import OfficeAdmin
from families.office_filters import SiteFilter
from families.office_forms import OfficeForm
from imuse import parts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class RegieForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {"regie_online_has_its_number": "client_number"}


@admin.register(Regie)
class RegieAdmin(OfficeAdmin):
    part = parts.BILLING
    form = RegieForm
    rank = 70
    actions = ["try_connection"]
    list_display = ["name", "site", "client_number", "telephone", "is_open"]
    list_filter = [SiteFilter]
    fieldsets = [
        (None, {"fields": ["site", "name", "collectivity", "is_open"]}),
        (_("Paiement en ligne"), {"fields": ["client_number", "payfip_mode"]}),
        (_("Coordonnées"), {"fields": ["telephone", "email", "address"]}),
        (_("Sur les documents"), {"fields": ["payment_means", "mentions", "recourse"]}),
    ]

    @admin.action(description=_("Tester la connexion à PayFiP"), permissions=["change"])
    def try_connection(self, request: "HttpRequest", regies: "QuerySet[Regie]") -> None:
        """What the payer will read. No transaction is open meanwhile."""
        for regie in regies.exclude(client_number=""):
            try:
                found = client.client_of(regie.client_number)
            except PayFiPFault as fault:
                messages.error(request, _("%(name)s : %(fault)s") % {"name": regie, "fault": fault})
            else:
                told = {"name": regie, "regie": found.regie, "collectivity": found.collectivity}
                messages.success(
                    request, _("%(name)s : PayFiP répond « %(regie)s, %(collectivity)s ».") % told
                )

    def get_fieldsets(self, request: "HttpRequest", obj: Regie | None = None) -> list:
        given = super().get_fieldsets(request, obj)
        if obj is None and self.only_site(request):
            (title, part), *others = given
            return [(title, {**part, "fields": [name for name in part["fields"] if name != "site"]}), *others]
        return given
