import secrets
from datetime import timedelta
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from billing.models.doors import BillingQuerySet
from billing.models.invoice import Invoice
from billing.models.payment import Payment
from billing.models.regie import PayFiPMode, Regie
from families.models import Family
from imuse.money import MoneyField


def token() -> str:
    """What an address carries that PayFiP and the payer's browser come back to: nobody guesses it."""
    return secrets.token_urlsafe(24)


class OnlinePaymentQuerySet(BillingQuerySet):
    def may_still_succeed(self) -> Self:
        """A payer may be on PayFiP's page, or the answer on its way. While it is so, the same is not paid twice."""
        since = timezone.now() - OnlinePayment.BLOCKS_FOR
        return self.filter(status__in=OnlinePayment.OPEN, started_at__gt=since)

    def to_ask_about(self) -> Self:
        return self.filter(next_ask__lte=timezone.now()).exclude(operation="")

    def to_look_into(self) -> Self:
        return self.exclude(alert="").filter(looked_into_at=None)


class OnlinePayment(models.Model):
    """An attempt to pay by PayFiP: written down before the payer leaves, settled once (billing/online.py).

    What the Treasury says is kept as it says it (`outcome`); `status` is what we make of it. Paid is final. Refused and
    abandoned are not: a payer may go on to pay on a page that stayed open.
    """

    class Status(models.TextChoices):
        STARTED = "started", _("en préparation")
        PENDING = "pending", _("en cours")
        PAID = "paid", _("payé")
        TRIED = "tried", _("essai réussi, rien n’est encaissé")
        REFUSED = "refused", _("refusé")
        ABANDONED = "abandoned", _("abandonné")
        EXPIRED = "expired", _("expiré")
        FAILED = "failed", _("PayFiP indisponible")
        MISMATCH = "mismatch", _("ne concorde pas")

    OPEN = (Status.STARTED, Status.PENDING)
    FINAL = (Status.PAID, Status.TRIED, Status.MISMATCH, Status.FAILED)
    BLOCKS_FOR = timedelta(minutes=20)

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.PROTECT, related_name="online_payments"
    )
    regie = models.ForeignKey(Regie, verbose_name=_("régie"), on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(
        User, verbose_name=_("commencé par"), on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("commencé le"), default=timezone.now)
    token = models.CharField(max_length=40, default=token, unique=True, editable=False)
    amount = MoneyField(_("montant"), validators=[MinValueValidator(Decimal("1.00"))])
    reference = models.CharField(_("référence"), max_length=30, unique=True)
    client_number = models.CharField(_("numéro de client"), max_length=6)
    mode = models.CharField(_("mode"), max_length=1, choices=PayFiPMode)
    operation = models.CharField(_("opération"), max_length=64, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.STARTED)
    outcome = models.CharField(_("résultat de PayFiP"), max_length=10, blank=True)
    authorisation = models.CharField(_("autorisation"), max_length=16, blank=True)
    decided_at = models.DateTimeField(_("réponse de PayFiP le"), null=True, blank=True)
    asked_at = models.DateTimeField(_("interrogé le"), null=True, blank=True)
    next_ask = models.DateTimeField(_("à interroger le"), null=True, blank=True)
    payment = models.OneToOneField(
        Payment,
        verbose_name=_("règlement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="online",
    )
    alert = models.CharField(_("à regarder"), max_length=200, blank=True)
    looked_into_at = models.DateTimeField(_("regardé le"), null=True, blank=True)
    looked_into_by = models.ForeignKey(
        User,
        verbose_name=_("regardé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OnlinePaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paiement en ligne")
        verbose_name_plural = _("paiements en ligne")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation"], condition=~Q(operation=""), name="online_operation_once"
            ),
            models.CheckConstraint(
                name="online_paid_has_its_payment",
                condition=Q(status="paid", payment__isnull=False) | (~Q(status="paid") & Q(payment=None)),
            ),
            models.CheckConstraint(
                name="online_amount_from_one_euro", condition=Q(amount__gte=Decimal("1.00"))
            ),
            models.CheckConstraint(
                name="online_looked_into_says_who_and_when",
                condition=Q(looked_into_at=None, looked_into_by=None)
                | Q(looked_into_at__isnull=False, looked_into_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["next_ask"], condition=Q(next_ask__isnull=False), name="online_to_ask"),
            models.Index(fields=["family", "started_at"], name="online_of_family"),
        ]

    def __str__(self) -> str:
        return self.reference


class OnlineShareQuerySet(BillingQuerySet):
    to_family = "online__family"
    to_site = "online__site"


class OnlineShare(models.Model):
    """What of an attempt is for which invoice."""

    online = models.ForeignKey(
        OnlinePayment, verbose_name=_("paiement en ligne"), on_delete=models.CASCADE, related_name="shares"
    )
    invoice = models.ForeignKey(
        Invoice, verbose_name=_("facture"), on_delete=models.PROTECT, related_name="online_shares"
    )
    amount = MoneyField(_("montant"), validators=[MinValueValidator(Decimal("0.01"))])

    objects = OnlineShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("part d’un paiement en ligne")
        verbose_name_plural = _("parts d’un paiement en ligne")
        ordering = ["online", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["online", "invoice"], name="online_share_once"),
            models.CheckConstraint(name="online_share_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.online} → {self.invoice}"
