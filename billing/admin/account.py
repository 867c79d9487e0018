"""What each family owes: for the secrétariat to see, for the régie to start from."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.office import may_at
from billing.ledger import account_of, sums_of_families
from billing.models import Category, FamilyLedger
from billing.statements import Page
from families.admin import FamilyAdmin
from families.office import OfficeAdmin
from families.office_filters import SiteFilter
from imuse import parts
from imuse.money import shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class WithSums(ChangeList):
    """The page's rows know what they owe, for one set of sums."""

    def get_results(self, request: "HttpRequest") -> None:
        super().get_results(request)
        rows = list(self.result_list)
        sums = sums_of_families([row.pk for row in rows])
        for row in rows:
            row.sums = sums[row.pk]
        self.result_list = rows


@admin.register(FamilyLedger)
class FamilyLedgerAdmin(OfficeAdmin):
    part = parts.BILLING
    rank = 10
    list_display = ["name", "reference", "billed", "settled", "balance"]
    list_filter = [SiteFilter]
    search_fields = ["search_key", "guardians__person__name_key", "memberships__student__person__name_key"]
    search_help_text = _("Par nom, par référence, ou par le nom de quelqu’un de la famille.")
    fields = ["site", "reference", "name"]
    change_form_template = "admin/billing/account.html"

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def has_change_permission(self, _request: "HttpRequest", _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: Any = None) -> bool:
        return False

    def get_changelist(self, _request: "HttpRequest", **_options: Any) -> type[ChangeList]:
        return WithSums

    def changelist_view(
        self, request: "HttpRequest", extra_context: dict[str, Any] | None = None
    ) -> "HttpResponse":
        pages = [
            (_("Journal de caisse"), "cash_journal", "payment"),
            (_("Impayés"), "unpaid_bills", "invoice"),
            (_("Export comptable (CSV)"), "accounting_export", "payment"),
        ]
        user = request.user
        seen = [
            (label, reverse(route))
            for label, route, model in pages
            if user.is_superuser or user.holds(f"billing.view_{model}")
        ]
        return super().changelist_view(request, {"entries": seen, **(extra_context or {})})

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        family = context["original"]
        account, year = account_of(family, on=timezone.localdate()), family.site.school_year()
        context["pages"] = [Page(family, category, account, year, for_office=True) for category in Category]
        context["account"], context["entries"] = account, self._entries(request, family)
        return super().render_change_form(request, context, *args, **options)

    def _entries(self, request: "HttpRequest", family: FamilyLedger) -> list[tuple[Any, str]]:
        pages = [(_("Saisir un règlement"), "payment"), (_("Préparer une facture"), "invoice")]
        return [
            (label, f"{reverse(f'admin:billing_{model}_add')}?family={family.pk}")
            for label, model in pages
            if may_at(request.user, f"billing.add_{model}", family.site_id)
        ]

    @admin.display(description=_("facturé"))
    def billed(self, obj: FamilyLedger) -> str:
        return shown(obj.sums.billed - obj.sums.credited)

    @admin.display(description=_("réglé"))
    def settled(self, obj: FamilyLedger) -> str:
        return shown(obj.sums.settled)

    @admin.display(description=_("solde"))
    def balance(self, obj: FamilyLedger) -> str:
        return shown(obj.sums.balance)


# A family that has a ledger stays.
FamilyAdmin.kept_while.append(lambda family: family.invoices.exists() or family.payments.exists())
