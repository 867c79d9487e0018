from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from billing.models.doors import DocumentQuerySet
from billing.models.invoice import Category, Invoice
from billing.models.regie import Regie
from families.models import Family
from imuse.money import MoneyField
from imuse.sealed import Sealed, amounts


class Mode(models.TextChoices):
    CARD = "card", _("Carte bancaire")
    CHEQUE = "cheque", _("Chèque")
    CASH = "cash", _("Espèces")
    TRANSFER = "transfer", _("Virement")
    DIRECT_DEBIT = "direct_debit", _("Prélèvement")
    PAYFIP = "payfip", _("PayFiP")
    HOLIDAY_VOUCHERS = "vouchers", _("Chèques-vacances")
    PASS_CULTURE = "pass_culture", _("Pass Culture")
    OTHER = "other", _("Autre")


class Payment(Sealed):
    """Money that came in. What it is for, its allocations say; it may be more or less than was asked."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.PROTECT, related_name="payments"
    )
    regie = models.ForeignKey(Regie, verbose_name=_("régie"), on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(_("mode de règlement"), max_length=12, choices=Mode)
    amount = MoneyField(_("montant"), validators=[MinValueValidator(Decimal("0.01"))])
    received_on = models.DateField(_("reçu le"), default=timezone.localdate)
    label = models.CharField(_("libellé"), max_length=120, blank=True)
    bank_reference = models.CharField(
        _("référence"), max_length=60, blank=True, help_text=_("Numéro du chèque, du virement…")
    )
    number = models.CharField(_("numéro"), max_length=16, editable=False)
    recorded_on = models.DateField(_("saisi le"), editable=False)
    recorded_by = models.ForeignKey(
        User, verbose_name=_("saisi par"), editable=False, on_delete=models.PROTECT, related_name="+"
    )
    payer = models.TextField(_("payeur"), blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("règlement")
        verbose_name_plural = _("règlements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="payment_number_once"),
            models.CheckConstraint(
                name="payment_amount_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("Un règlement a un montant."),
            ),
        ]
        indexes = [models.Index(fields=["site", "recorded_on"], name="payment_of_day")]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        super().clean()
        if self.received_on and self.received_on > timezone.localdate():
            raise ValidationError({"received_on": _("Un règlement n’est pas reçu demain.")})

    def first_allocations(self) -> list["Allocation"]:
        """What it was for when it was recorded: its receipt stays what it was, wherever and how soon the money moves."""
        first, left = [], self.amount
        for each in self.allocations.select_related("invoice").order_by("pk"):
            if not left:
                break
            first.append(each)
            left -= each.amount
        return first

    def sealed_facts(self) -> dict[str, Any]:
        names = ("site_id", "family_id", "regie_id", "mode", "received_on", "label", "bank_reference")
        said = {name: getattr(self, name) for name in (*names, "number", "recorded_on", "payer")}
        return said | amounts(amount=self.amount)


class AllocationQuerySet(DocumentQuerySet):
    to_family = "payment__family"
    to_site = "payment__site"


class Allocation(Sealed):
    """What money is for: an invoice; or, without one, a later bill of that category and school year."""

    payment = models.ForeignKey(
        Payment, verbose_name=_("règlement"), on_delete=models.PROTECT, related_name="allocations"
    )
    reversal = models.ForeignKey(
        "Reversal",
        verbose_name=_("annulation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="allocations",
    )
    invoice = models.ForeignKey(
        Invoice,
        verbose_name=_("facture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="allocations",
    )
    category = models.CharField(_("catégorie"), max_length=7, choices=Category)
    year = models.PositiveSmallIntegerField(_("année scolaire"))
    amount = MoneyField(_("montant"))
    made_on = models.DateField(_("affecté le"))
    made_by = models.ForeignKey(
        User, verbose_name=_("affecté par"), on_delete=models.PROTECT, related_name="+"
    )

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        ordering = ["payment", "pk"]
        constraints = [
            models.CheckConstraint(
                name="allocation_amount_not_zero",
                condition=~Q(amount=0),
                violation_error_message=_("Une affectation a un montant."),
            ),
            models.CheckConstraint(
                name="allocation_of_reversal_below_zero",
                condition=Q(reversal=None) | Q(amount__lt=0),
                violation_error_message=_("Une annulation retire, elle n’affecte rien."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} → {self.invoice or self.get_category_display()}"

    def sealed_facts(self) -> dict[str, Any]:
        names = ("payment_id", "reversal_id", "invoice_id", "category", "year", "made_on")
        return {name: getattr(self, name) for name in names} | amounts(amount=self.amount)
