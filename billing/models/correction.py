"""What corrects: nothing that was issued is ever changed."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from billing.models.doors import DocumentQuerySet
from billing.models.invoice import Invoice
from billing.models.payment import Payment
from families.models import Family
from imuse.money import MoneyField
from imuse.sealed import Sealed, amounts


class CreditNote(Sealed):
    """Lowers what one invoice asks; over its whole total, it cancels it."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.PROTECT, related_name="credit_notes"
    )
    invoice = models.ForeignKey(
        Invoice, verbose_name=_("facture"), on_delete=models.PROTECT, related_name="credit_notes"
    )
    amount = MoneyField(_("montant"), validators=[MinValueValidator(Decimal("0.01"))])
    label = models.CharField(_("motif"), max_length=120)
    number = models.CharField(_("numéro"), max_length=16, editable=False)
    issued_on = models.DateField(_("émis le"), editable=False)
    issued_by = models.ForeignKey(
        User, verbose_name=_("émis par"), editable=False, on_delete=models.PROTECT, related_name="+"
    )
    payer = models.TextField(_("payeur"), blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("avoir")
        verbose_name_plural = _("avoirs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="credit_note_number_once"),
            models.CheckConstraint(
                name="credit_note_amount_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("Un avoir a un montant."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def sealed_facts(self) -> dict[str, Any]:
        names = ("site_id", "family_id", "invoice_id", "label", "number", "issued_on", "payer")
        return {name: getattr(self, name) for name in names} | amounts(amount=self.amount)


class ReversalQuerySet(DocumentQuerySet):
    to_family = "payment__family"
    to_site = "payment__site"


class Reversal(Sealed):
    """Money that had come in did not, or went back. What a payment was, it stays."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("rejet par la banque")
        MISTAKE = "mistake", _("erreur de saisie")
        REFUND = "refund", _("remboursement à la famille")

    payment = models.ForeignKey(
        Payment, verbose_name=_("règlement"), on_delete=models.PROTECT, related_name="reversals"
    )
    amount = MoneyField(_("montant"), validators=[MinValueValidator(Decimal("0.01"))])
    reason = models.CharField(_("motif"), max_length=7, choices=Reason)
    comment = models.CharField(_("précision"), max_length=120, blank=True)
    reversed_on = models.DateField(_("annulé le"), editable=False)
    reversed_by = models.ForeignKey(
        User, verbose_name=_("annulé par"), editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReversalQuerySet.as_manager()

    class Meta:
        verbose_name = _("annulation de règlement")
        verbose_name_plural = _("annulations de règlements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reversal_amount_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("Une annulation a un montant."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment} · {self.get_reason_display()}"

    def sealed_facts(self) -> dict[str, Any]:
        names = ("payment_id", "reason", "comment", "reversed_on")
        return {name: getattr(self, name) for name in names} | amounts(amount=self.amount)
