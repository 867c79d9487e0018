from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.office import ScopedInline
from billing.admin.common import AtOpenRegie
from billing.drafting import draft_from_enrolments
from billing.models import Price, PriceList
from families.office import Plain
from families.office_filters import SiteFilter, YearFilter
from families.office_forms import OfficeForm
from imuse import parts
from students.admin.enrolment import OfYearAdmin

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet
    from django.http import HttpRequest


class PriceForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {
        "price_once_a_discipline": "discipline",
        "price_not_negative": "amount",
    }


class Prices(Plain, ScopedInline, admin.TabularInline):
    model = Price
    form = PriceForm
    extra = 5
    ordering = ["discipline__name_key"]

    def choices_for(self, db_field: "ForeignKey", request: "HttpRequest") -> "QuerySet":
        """The régie bills lessons, and keeps none of them."""
        if db_field.name != "discipline":
            return super().choices_for(db_field, request)
        rows = db_field.remote_field.model.objects.for_user(request.user, "billing.view_price")
        site = getattr(request, "site_shown", None)
        return rows.filter(site=site).order_by("name_key") if site else rows.none()


@admin.register(PriceList)
class PriceListAdmin(AtOpenRegie, OfYearAdmin):
    part = parts.BILLING
    rank = 40
    form = OfficeForm
    list_display = ["name", "year_named", "site", "instalments", "first_due_on"]
    list_filter = [YearFilter, SiteFilter]
    fields = [
        "site",
        "year",
        "name",
        "regie",
        "family_fee",
        ("second_discount", "third_discount"),
        ("instalments", "first_due_on"),
    ]
    fixed: ClassVar[list[str]] = ["site", "year_named"]
    inlines = [Prices]
    actions = ["draft"]
    kept_while = [lambda prices: prices.invoices.exists()]

    def get_inlines(self, _request: "HttpRequest", obj: PriceList | None = None) -> list:
        return self.inlines if obj else []

    def page_after(self, obj: PriceList, *, is_new: bool) -> PriceList | None:
        return obj if is_new else None

    @admin.action(description=gettext_lazy("Préparer les brouillons de factures"), permissions=["change"])
    def draft(self, request: "HttpRequest", lists: "QuerySet[PriceList]") -> None:
        for prices in lists:
            done = draft_from_enrolments(prices)
            made = ngettext("%(count)s brouillon préparé", "%(count)s brouillons préparés", done.made)
            words = [made % {"count": done.made}]
            if done.known:
                words.append(_("%(count)s familles avaient déjà le leur") % {"count": done.known})
            if done.unpriced:
                words.append(
                    _("%(count)s inscriptions sont d’une discipline sans prix") % {"count": done.unpriced}
                )
            level = messages.WARNING if done.unpriced else messages.SUCCESS
            self.message_user(request, f"{prices}\u00a0: {', '.join(words)}.", level)
