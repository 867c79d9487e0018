"""An invoice: a draft that one works on, then a document that one reads and corrects."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.office import ScopedInline, may_at
from billing import issuing
from billing.admin.common import AtOpenRegie, CategoryFilter, money_column, pdf_link
from billing.models import CreditNote, Instalment, Invoice, InvoiceLine
from billing.payers import with_guardians
from families.office import Plain
from families.office_filters import OfferedFilter, SiteFilter, YearFilter
from families.office_forms import OfficeForm
from families.office_inlines import LinkedInline, Way
from imuse import parts
from imuse.money import shown
from imuse.policies import Denied
from students.admin.enrolment import OfYearAdmin
from students.models import Student

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


AMOUNT = money_column("amount", gettext_lazy("montant"))
PRICES = [
    money_column("unit_price", gettext_lazy("prix unitaire")),
    money_column("discount", gettext_lazy("remise")),
    money_column("net", gettext_lazy("montant")),
]


class LineForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {
        "invoice_line_amounts_not_negative": "unit_price",
        "invoice_line_discount_within_price": "discount",
    }


class InstalmentForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {
        "instalment_amount_above_zero": "amount",
        "instalment_due_after_payable": "due_on",
    }


class OfDraft(Plain, ScopedInline, admin.TabularInline):
    """Rows of a draft are filled in; those of an issued invoice are read."""

    extra = 2

    def has_add_permission(self, request: "HttpRequest", obj: Invoice | None = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and obj.is_issued)

    def has_change_permission(self, request: "HttpRequest", obj: Invoice | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_issued)

    def has_delete_permission(self, request: "HttpRequest", obj: Invoice | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_issued)


class Lines(OfDraft):
    model = InvoiceLine
    form = LineForm
    ordering = ["position", "pk"]

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[InvoiceLine]":
        return super().get_queryset(request).select_related("student__person")

    def get_fields(self, _request: "HttpRequest", obj: Invoice | None = None) -> list[str]:
        if obj and obj.is_issued:
            return ["label", "student_name", "quantity", *PRICES, "reason"]
        return ["label", "student", "quantity", "unit_price", "discount", "reason"]

    def get_readonly_fields(self, request: "HttpRequest", obj: Invoice | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj and obj.is_issued else []

    def get_formset(self, request: "HttpRequest", obj: Invoice | None = None, **options: Any) -> type:
        request.family_shown = obj.family_id if obj else None
        return super().get_formset(request, obj, **options)

    def choices_for(self, db_field: "ForeignKey", request: "HttpRequest") -> "QuerySet":
        """The students of the family; the régie reads their names alone."""
        if db_field.name != "student":
            return super().choices_for(db_field, request)
        seen = Student.objects.for_user(request.user, "billing.change_invoiceline").select_related("person")
        return seen.filter(memberships__family=request.family_shown).order_by("person__name_key")


class Plan(OfDraft):
    model = Instalment
    form = InstalmentForm
    ordering = ["due_on"]
    extra = 1
    verbose_name_plural = gettext_lazy("échéances (aucune : tout à 30 jours)")

    def get_fields(self, _request: "HttpRequest", obj: Invoice | None = None) -> list:
        amount = AMOUNT if obj and obj.is_issued else "amount"
        return ["payable_from", "due_on", amount]

    def get_readonly_fields(self, request: "HttpRequest", obj: Invoice | None = None) -> list:
        return self.get_fields(request, obj) if obj and obj.is_issued else []


class Notes(LinkedInline):
    model = CreditNote
    verbose_name_plural = gettext_lazy("avoirs")
    fields = readonly_fields = [
        "number",
        "issued_on",
        money_column("amount", gettext_lazy("montant")),
        "label",
    ]
    ways = [Way(gettext_lazy("Faire un avoir"), "billing.creditnote")]


class StatusFilter(OfferedFilter):
    title = gettext_lazy("état")
    parameter_name = "etat"
    column = "status"

    def label(self, value: str, *_words: str) -> str:
        return str(Invoice.Status(value).label)


class InvoiceForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {"invoice_reference_once": "reference"}


DRAFT = ["site", "family", ("category", "year"), "label", ("regie", "recovery"), "message", "reference"]
HEAD = ["document", "status", "issued_on", "issued_by", "family", ("category", "year_named"), "label"]


@admin.register(Invoice)
class InvoiceAdmin(AtOpenRegie, OfYearAdmin):
    part = parts.BILLING
    rank = 20
    form = InvoiceForm
    list_display = ["named", "family", "category", "year_named", "total_shown", "status", "issued_on"]
    list_filter = [StatusFilter, YearFilter, CategoryFilter, SiteFilter]
    list_select_related = ["family", "site"]
    search_fields = ["number", "family__search_key"]
    autocomplete_fields = ["family"]
    fixed: ClassVar[list[str]] = ["site", "family", "year_named", "total_shown"]
    inlines = [Lines, Plan]
    actions = ["issue"]
    kept_while = [lambda invoice: invoice.is_issued]

    def has_change_permission(self, request: "HttpRequest", obj: Invoice | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_issued)

    def get_object(
        self, request: "HttpRequest", object_id: str, from_field: str | None = None
    ) -> Invoice | None:
        """Who saves or deletes a draft waits for who is issuing it, and then finds it issued."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        with_guardians(found.family_id)
        return super().get_object(request, object_id, from_field)

    def delete_queryset(self, request: "HttpRequest", queryset: "QuerySet[Invoice]") -> None:
        """What was issued since the list was shown stays."""
        with transaction.atomic():
            for family in sorted(set(queryset.order_by().values_list("family", flat=True))):
                with_guardians(family)
            super().delete_queryset(request, queryset.drafts())

    def get_inlines(self, _request: "HttpRequest", obj: Invoice | None = None) -> list:
        return [] if obj is None else [Lines, Plan, Notes] if obj.is_issued else [Lines, Plan]

    def get_fields(self, request: "HttpRequest", obj: Invoice | None = None) -> list:
        if obj and obj.is_issued:
            return [*HEAD, "regie", "recovery", "titre_shown", "message", "reference", "total_shown", "left"]
        if obj:
            return [*DRAFT, "total_shown"]
        return DRAFT[1:] if self.only_site(request) else DRAFT

    def page_after(self, obj: Invoice, *, is_new: bool) -> Invoice | None:  # noqa: ARG002
        """A draft is not done when it is saved: its lines come next."""
        return obj

    def save_related(self, request: "HttpRequest", form: Any, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        issuing.total_up(form.instance)
        form.instance.save()

    def response_post_save_change(self, request: "HttpRequest", obj: Invoice) -> "HttpResponse":
        if "_issue" in request.POST:
            self._issue(request, [obj])
        return super().response_post_save_change(request, obj)

    @admin.action(description=gettext_lazy("Émettre"), permissions=["change"])
    def issue(self, request: "HttpRequest", invoices: "QuerySet[Invoice]") -> None:
        self._issue(request, invoices.order_by("pk"))

    def _issue(self, request: "HttpRequest", invoices: "QuerySet[Invoice] | list[Invoice]") -> None:
        issued = 0
        for invoice in invoices:
            try:
                issuing.issue(invoice, by=request.user)
                issued += 1
            except Denied as denied:
                self.message_user(request, f"{invoice}\u00a0: {denied.reason}", messages.ERROR)
        if issued:
            words = ngettext("%(count)s facture est émise.", "%(count)s factures sont émises.", issued)
            self.message_user(request, words % {"count": issued}, messages.SUCCESS)

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        obj = context["original"]
        context["is_draft"] = obj is not None and not obj.is_issued
        context["entries"] = self._entries(request, obj) if obj and obj.is_issued else []
        return super().render_change_form(request, context, *args, **options)

    def _entries(self, request: "HttpRequest", obj: Invoice) -> list[tuple[Any, str]]:
        """What may be done with an issued one."""
        pages = [(_("Faire un avoir"), "creditnote"), (_("Confier au Trésor public"), "titre")]
        found = [
            (label, f"{reverse(f'admin:billing_{model}_add')}?invoice={obj.pk}")
            for label, model in pages
            if may_at(request.user, f"billing.add_{model}", obj.site_id)
        ]
        payment = f"{reverse('admin:billing_payment_add')}?family={obj.family_id}&regie={obj.regie_id}"
        return [(_("Saisir un règlement"), payment), *found]

    @admin.display(description=gettext_lazy("facture"), ordering="number")
    def named(self, obj: Invoice) -> str:
        return obj.number or obj.label

    @admin.display(description=gettext_lazy("total"), ordering="total")
    def total_shown(self, obj: Invoice) -> str:
        return shown(obj.total)

    @admin.display(description=gettext_lazy("duplicata"))
    def document(self, obj: Invoice) -> "SafeString | str":
        return pdf_link(obj.number, obj.site_id)

    @admin.display(description=gettext_lazy("reste à payer"))
    def left(self, obj: Invoice) -> str:
        from billing.ledger import account_of

        bills = account_of(obj.family, on=timezone.localdate()).bills
        return next((shown(bill.remaining) for bill in bills if bill.invoice.pk == obj.pk), "")

    @admin.display(description=gettext_lazy("titre de recettes"))
    def titre_shown(self, obj: Invoice) -> str:
        titre = getattr(obj, "titre", None)
        return f"{titre.identifier} · {titre.reference}" if titre else "–"
