"""Credit notes, reversals, and what is handed over to the Treasury."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from billing import issuing, payments
from billing.admin.common import WrittenOnceAdmin, money_column, pdf_link
from billing.models import CreditNote, Invoice, Payment, Reversal, Titre
from families.office import link_to
from families.office_filters import SiteFilter
from families.office_forms import OfficeForm
from imuse.policies import Denied

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

AMOUNT = money_column("amount", _("montant"))


class CorrectionForm(OfficeForm):
    """What stands against it is told at the field that it stands at."""

    def refuse(self, field: str, check: "Callable[..., None]", **case: Any) -> None:
        try:
            check(**case)
        except Denied as denied:
            raise ValidationError({field: denied.reason}) from denied


class CreditNoteForm(CorrectionForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        invoice, amount = cleaned.get("invoice"), cleaned.get("amount")
        if invoice and amount is not None:
            self.refuse("amount", issuing.check_can_credit, invoice=invoice, amount=amount)
        return cleaned


class ReversalForm(CorrectionForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        payment, amount = cleaned.get("payment"), cleaned.get("amount")
        if payment and amount is not None:
            self.refuse("amount", payments.check_can_reverse, payment=payment, amount=amount)
        return cleaned


class TitreForm(CorrectionForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("invoice"):
            self.refuse("invoice", issuing.check_can_hand_over, invoice=cleaned["invoice"])
        return cleaned


class CorrectionAdmin(WrittenOnceAdmin):
    """One comes from the page of what it corrects."""

    def has_module_permission(self, _request: "HttpRequest") -> bool:
        return False


@admin.register(CreditNote)
class CreditNoteAdmin(CorrectionAdmin):
    rank = 25
    form = CreditNoteForm
    list_display = ["number", "invoice", "family", AMOUNT, "issued_on", "label"]
    list_filter = [SiteFilter]
    list_select_related = ["invoice", "family"]
    search_fields = ["number", "invoice__number", "family__search_key"]
    autocomplete_fields = ["invoice"]
    fields = ["invoice", "amount", "label"]

    def has_module_permission(self, request: "HttpRequest") -> bool:
        return admin.ModelAdmin.has_module_permission(self, request)

    def get_fields(self, request: "HttpRequest", obj: CreditNote | None = None) -> list[str]:
        read = ["document", "invoice_link", "family", "amount_shown", "label", "issued_on", "issued_by"]
        return read if obj else super().get_fields(request, obj)

    def page_after(self, obj: CreditNote, *, is_new: bool) -> "Model":  # noqa: ARG002
        return obj.invoice

    def record(self, request: "HttpRequest", form: CreditNoteForm) -> CreditNote:
        given = form.cleaned_data
        return issuing.credit(given["invoice"], amount=given["amount"], label=given["label"], by=request.user)

    @admin.display(description=_("duplicata"))
    def document(self, obj: CreditNote) -> "SafeString | str":
        return pdf_link(obj.number, obj.site_id)

    @admin.display(description=_("facture"))
    def invoice_link(self, obj: CreditNote) -> "SafeString":
        return link_to(obj.invoice)

    @admin.display(description=_("montant"))
    def amount_shown(self, obj: CreditNote) -> str:
        return AMOUNT(obj)


@admin.register(Reversal)
class ReversalAdmin(CorrectionAdmin):
    form = ReversalForm
    list_display = ["payment", AMOUNT, "reason", "reversed_on"]
    list_select_related = ["payment"]
    autocomplete_fields = ["payment"]
    fields = ["payment", "amount", "reason", "comment"]

    def site_of(self, obj: Reversal) -> int:
        return obj.payment.site_id

    def get_fields(self, request: "HttpRequest", obj: Reversal | None = None) -> list[str]:
        read = ["payment", "amount_shown", "reason", "comment", "reversed_on", "reversed_by"]
        return read if obj else super().get_fields(request, obj)

    def get_changeform_initial_data(self, request: "HttpRequest") -> dict[str, Any]:
        """The whole, where nobody says otherwise."""
        given = super().get_changeform_initial_data(request)
        seen = Payment.objects.for_user(request.user, "billing.add_reversal")
        payment = seen.filter(pk=given.get("payment", 0)).first()
        return (
            {"amount": sum(share.amount for share in payments.held(payment)), **given} if payment else given
        )

    def page_after(self, obj: Reversal, *, is_new: bool) -> "Model":  # noqa: ARG002
        return obj.payment

    def record(self, request: "HttpRequest", form: ReversalForm) -> Reversal:
        given = {name: form.cleaned_data[name] for name in ("amount", "reason", "comment")}
        return payments.reverse(form.cleaned_data["payment"], by=request.user, **given)

    @admin.display(description=_("montant"))
    def amount_shown(self, obj: Reversal) -> str:
        return AMOUNT(obj)


@admin.register(Titre)
class TitreAdmin(CorrectionAdmin):
    form = TitreForm
    list_display = ["reference", "invoice", "identifier", "handed_over_on"]
    list_select_related = ["invoice"]
    autocomplete_fields = ["invoice"]
    fields = ["invoice", "identifier", "reference", "handed_over_on"]

    def site_of(self, obj: Titre) -> int:
        return obj.invoice.site_id

    def page_after(self, obj: Titre, *, is_new: bool) -> Invoice:  # noqa: ARG002
        return obj.invoice

    def record(self, request: "HttpRequest", form: TitreForm) -> Titre:
        given = form.cleaned_data
        return issuing.hand_over(
            given["invoice"],
            identifier=given["identifier"],
            reference=given["reference"],
            by=request.user,
            on=given["handed_over_on"],
        )
