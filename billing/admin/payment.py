from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.office import may_at
from billing import payments
from billing.admin.common import WrittenOnceAdmin, money_column, pdf_link
from billing.models import Allocation, Category, Payment, Regie, Reversal
from families.office import link_to
from families.office_filters import OfferedFilter, SiteFilter
from families.office_forms import OfficeForm
from families.office_inlines import LinkedInline, Way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from families.models import Family

AMOUNT = money_column("amount", _("montant"))


class PaymentForm(OfficeForm):
    """What it is for follows from what is due; where it is too much, the rest is kept for that tab and year."""

    category = forms.ChoiceField(
        label=_("Ce qui serait de trop est pour les"), choices=Category.choices, initial=Category.TUITION
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        family, regie = cleaned.get("family"), cleaned.get("regie")
        if family:
            self.instance.site = family.site
        if family and regie and regie.site_id != family.site_id:
            self.add_error("regie", _("Cette régie est d’un autre site."))
        return cleaned


class Allocations(LinkedInline):
    """Where the money went, row by row."""

    model = Allocation
    verbose_name_plural = _("affectations")
    fields = readonly_fields = ["made_on", "purpose", AMOUNT, "made_by"]
    related = ["invoice", "reversal", "made_by"]
    ordering = ["pk"]
    show_change_link = False
    template = "admin/billing/rows_inline.html"

    @admin.display(description=_("pour"))
    def purpose(self, obj: Allocation) -> "SafeString | str":
        kept = _("en crédit (%(category)s)") % {"category": obj.get_category_display()}
        return link_to(obj.invoice) if obj.invoice else kept


class Reversals(LinkedInline):
    model = Reversal
    verbose_name_plural = _("annulations")
    fields = readonly_fields = ["reversed_on", AMOUNT, "reason", "comment"]
    ways = [Way(_("Annuler, ou rembourser"), "billing.reversal")]
    ordering = ["pk"]


class ModeFilter(OfferedFilter):
    title = _("mode de règlement")
    parameter_name = "mode"
    column = "mode"

    def label(self, value: str, *_words: str) -> str:
        return dict(Payment._meta.get_field("mode").choices)[value]  # noqa: SLF001 - Django's documented name


@admin.register(Payment)
class PaymentAdmin(WrittenOnceAdmin):
    rank = 30
    form = PaymentForm
    list_display = ["number", "family", "mode", AMOUNT, "received_on", "bank_reference"]
    list_filter = [ModeFilter, SiteFilter]
    list_select_related = ["family"]
    search_fields = ["number", "family__search_key", "bank_reference"]
    autocomplete_fields = ["family"]
    fields = ["family", "regie", "mode", "amount", "received_on", "bank_reference", "label", "category"]
    read: ClassVar[list[str]] = [
        "receipt",
        "family",
        "regie",
        "mode",
        "amount_shown",
        "received_on",
        "bank_reference",
    ]
    inlines = [Allocations, Reversals]

    def get_fields(self, request: "HttpRequest", obj: Payment | None = None) -> list[str]:
        return (
            [*self.read, "label", "recorded_on", "recorded_by"] if obj else super().get_fields(request, obj)
        )

    def get_inlines(self, _request: "HttpRequest", obj: Payment | None = None) -> list:
        return self.inlines if obj else []

    def page_after(self, obj: Payment, *, is_new: bool) -> Payment:  # noqa: ARG002
        return obj

    def get_changeform_initial_data(self, request: "HttpRequest") -> dict[str, Any]:
        """Where there is but one régie, it is that."""
        regies = Regie.objects.for_user(request.user, "billing.add_payment").filter(is_open=True)[:2]
        only = {"regie": regies[0].pk} if len(regies) == 1 else {}
        return {"received_on": timezone.localdate(), **only, **super().get_changeform_initial_data(request)}

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        obj = context["original"]
        may = obj and may_at(request.user, "billing.add_allocation", obj.site_id) and payments.held(obj)
        address = reverse("move_money", args=[obj.pk]) if may else ""
        context["entries"] = [(_("Déplacer de l’argent"), address)] if may else []
        return super().render_change_form(request, context, *args, **options)

    def record(self, request: "HttpRequest", form: PaymentForm) -> Payment:
        given = {name: form.cleaned_data[name] for name in self.fields}
        family: Family = given.pop("family")
        return payments.record(family=family, by=request.user, **given)

    @admin.display(description=_("reçu"))
    def receipt(self, obj: Payment) -> "SafeString | str":
        return pdf_link(obj.number, obj.site_id)

    @admin.display(description=_("montant"))
    def amount_shown(self, obj: Payment) -> str:
        return AMOUNT(obj)
