from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from billing.models.doors import BillingQuerySet, DocumentQuerySet
from billing.models.prices import PriceList
from billing.models.regie import Regie
from families.models import Family
from imuse.money import ZERO, MoneyField
from imuse.sealed import Frozen, Sealed, SealedQuerySet, amounts, seal_of
from students.models import Student


class Category(models.TextChoices):
    TUITION = "tuition", _("cotisations")
    HIRE = "hire", _("locations")


class InvoiceQuerySet(BillingQuerySet, SealedQuerySet):
    def _of_family(self, user: User) -> Self:
        """A draft is the office's."""
        return super()._of_family(user).issued()

    def issued(self) -> Self:
        return self.filter(status=Invoice.Status.ISSUED)

    def drafts(self) -> Self:
        return self.filter(status=Invoice.Status.DRAFT)

    def frozen(self) -> Self:
        return self.issued()


class Invoice(Sealed):
    """What a family is asked for. `total` is what its lines add up to, their discounts deducted."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        ISSUED = "issued", _("émise")

    class Recovery(models.TextChoices):
        REGIE = "regie", _("par la régie")
        TITRE = "titre", _("par un titre de recettes")

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.PROTECT, related_name="invoices"
    )
    regie = models.ForeignKey(Regie, verbose_name=_("régie"), on_delete=models.PROTECT, related_name="+")
    price_list = models.ForeignKey(
        PriceList,
        verbose_name=_("tarif"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="invoices",
    )
    category = models.CharField(_("catégorie"), max_length=7, choices=Category, default=Category.TUITION)
    year = models.PositiveSmallIntegerField(_("année scolaire"), help_text=_("Celle où elle commence."))
    label = models.CharField(_("libellé"), max_length=120)
    recovery = models.CharField(_("recouvrement"), max_length=5, choices=Recovery, default=Recovery.REGIE)
    message = models.TextField(
        _("message à la famille"), blank=True, help_text=_("Imprimé sous les lignes de la facture.")
    )
    reference = models.CharField(
        _("référence de l’établissement"), max_length=40, blank=True, help_text=_("Celle d’un import.")
    )
    total = MoneyField(_("total"), default=ZERO, editable=False)
    discount = MoneyField(_("remise"), default=ZERO, editable=False)
    status = models.CharField(_("état"), max_length=6, choices=Status, default=Status.DRAFT, editable=False)
    number = models.CharField(_("numéro"), max_length=16, blank=True, editable=False)
    issued_on = models.DateField(_("émise le"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        User,
        verbose_name=_("émise par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    payer = models.TextField(_("payeur"), blank=True, editable=False)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("facture")
        verbose_name_plural = _("factures")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "number"], condition=~Q(number=""), name="invoice_number_once"
            ),
            models.UniqueConstraint(
                fields=["site", "reference"],
                condition=~Q(reference=""),
                name="invoice_reference_once",
                violation_error_message=_("Une autre facture de ce site a cette référence."),
            ),
            models.UniqueConstraint(
                fields=["family", "price_list"],
                name="invoice_once_by_price_list",
                violation_error_message=_("Cette famille a déjà une facture de ce tarif."),
            ),
            models.CheckConstraint(
                name="invoice_amounts_not_negative",
                condition=Q(total__gte=0, discount__gte=0),
                violation_error_message=_("Un montant n’est pas négatif."),
            ),
            models.CheckConstraint(
                name="invoice_issued_says_when_and_by_whom",
                condition=(
                    Q(status="draft", number="", issued_on=None, issued_by=None)
                    | (Q(status="issued", issued_on__isnull=False, issued_by__isnull=False) & ~Q(number=""))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["family", "category", "year"], name="invoice_of_family"),
            models.Index(fields=["site", "status", "issued_on"], name="invoice_of_site"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.label} ({self.get_status_display()})"

    def clean(self) -> None:
        super().clean()
        site_id = self.site_id
        strange = {
            name: _("D’un autre site.")
            for name in ("family", "regie")
            if getattr(self, f"{name}_id") and site_id and getattr(self, name).site_id != site_id
        }
        if strange:
            raise ValidationError(strange)

    def prepare(self) -> None:
        """A draft has no seal: it changes every day. Who has the parts at hand may have sealed it with them."""
        if self.is_issued and not self.seal:
            super().prepare()

    def seal_with(self, lines: "Iterable[InvoiceLine]", plan: "Iterable[Instalment]") -> None:
        self.seal = seal_of(self, self._facts(lines, plan))

    @property
    def is_issued(self) -> bool:
        return self.status == self.Status.ISSUED

    @property
    def is_at_the_treasury(self) -> bool:
        """Recovered by a titre, from the first or handed over later: the régie collects it no more."""
        return self.recovery == self.Recovery.TITRE or hasattr(self, "titre")

    @property
    def exercise(self) -> int:
        """The budget's year, for PayFiP."""
        return self.issued_on.year

    def sealed_facts(self) -> dict[str, Any]:
        return self._facts(self.lines.all(), self.instalments.all())

    def _facts(self, lines: "Iterable[InvoiceLine]", plan: "Iterable[Instalment]") -> dict[str, Any]:
        names = ("site_id", "family_id", "regie_id", "category", "year", "label", "recovery", "message")
        said = {name: getattr(self, name) for name in (*names, "number", "issued_on", "payer")}
        parts = {
            "lines": [line.sealed_facts() for line in sorted(lines, key=lambda line: line.position)],
            "plan": [each.sealed_facts() for each in sorted(plan, key=lambda each: each.due_on)],
        }
        return said | amounts(total=self.total, discount=self.discount) | parts


class OfInvoiceQuerySet(BillingQuerySet, SealedQuerySet):
    to_family = "invoice__family"
    to_site = "invoice__site"

    def frozen(self) -> Self:
        return self.filter(invoice__status=Invoice.Status.ISSUED)

    def bulk_create(self, rows: Iterable[models.Model], *args: Any, **options: Any) -> Sequence[models.Model]:
        rows = list(rows)
        refuse_if_issued({row.invoice_id for row in rows})
        return super().bulk_create(rows, *args, **options)


def refuse_if_issued(invoice_ids: set[int]) -> None:
    if Invoice.objects.issued().filter(pk__in=invoice_ids).exists():
        raise Frozen(Invoice.__name__)


class OfInvoice(models.Model):
    """A part of an invoice: what is sealed with it, and frozen with it."""

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        self.refuse_if_frozen()
        super().save(**options)

    def delete(self, **options: Any) -> tuple[int, dict[str, int]]:
        self.refuse_if_frozen()
        return super().delete(**options)

    def refuse_if_frozen(self) -> None:
        """Of both the invoice that it says it is of, and the one that it was of."""
        former = type(self)._default_manager.filter(pk=self.pk).values_list("invoice", flat=True)  # noqa: SLF001
        refuse_if_issued({self.invoice_id, *former})


class InvoiceLine(OfInvoice):
    invoice = models.ForeignKey(
        Invoice, verbose_name=_("facture"), on_delete=models.CASCADE, related_name="lines"
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0, editable=False)
    label = models.CharField(_("libellé"), max_length=160)
    student = models.ForeignKey(
        Student, verbose_name=_("élève"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    student_name = models.CharField(_("élève"), max_length=170, blank=True, editable=False)
    quantity = models.PositiveSmallIntegerField(_("quantité"), default=1, validators=[MinValueValidator(1)])
    unit_price = MoneyField(_("prix unitaire"), validators=[MinValueValidator(ZERO)])
    discount = MoneyField(_("remise"), default=ZERO, validators=[MinValueValidator(ZERO)])
    reason = models.CharField(
        _("pourquoi"), max_length=160, blank=True, help_text=_("D’où vient ce prix ou cette remise.")
    )

    objects = OfInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de facture")
        verbose_name_plural = _("lignes de facture")
        ordering = ["invoice", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="invoice_line_amounts_not_negative",
                condition=Q(quantity__gte=1, unit_price__gte=0, discount__gte=0),
                violation_error_message=_("Un montant n’est pas négatif."),
            ),
            models.CheckConstraint(
                name="invoice_line_discount_within_price",
                condition=Q(discount__lte=F("quantity") * F("unit_price")),
                violation_error_message=_("La remise ne dépasse pas le prix."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def gross(self) -> Decimal:
        return self.quantity * self.unit_price

    @property
    def net(self) -> Decimal:
        return self.gross - self.discount

    def sealed_facts(self) -> dict[str, Any]:
        said = {
            name: getattr(self, name) for name in ("position", "label", "student_name", "quantity", "reason")
        }
        return said | amounts(unit_price=self.unit_price, discount=self.discount)


class Instalment(OfInvoice):
    """A part of the total: it may be asked for from a day on, and is late after another."""

    invoice = models.ForeignKey(
        Invoice, verbose_name=_("facture"), on_delete=models.CASCADE, related_name="instalments"
    )
    payable_from = models.DateField(_("à payer à partir du"))
    due_on = models.DateField(_("dernier jour pour payer"))
    amount = MoneyField(_("montant"), validators=[MinValueValidator(Decimal("0.01"))])

    objects = OfInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("échéance")
        verbose_name_plural = _("échéances")
        ordering = ["invoice", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "due_on"],
                name="instalment_day_once",
                violation_error_message=_("Deux échéances d’une facture n’ont pas la même date."),
            ),
            models.CheckConstraint(
                name="instalment_amount_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("Une échéance a un montant."),
            ),
            models.CheckConstraint(
                name="instalment_due_after_payable",
                condition=Q(due_on__gte=F("payable_from")),
                violation_error_message=_("Le dernier jour ne précède pas le premier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%d/%m/%Y}"

    def sealed_facts(self) -> dict[str, Any]:
        return {"payable_from": self.payable_from, "due_on": self.due_on, **amounts(amount=self.amount)}


class OfIssuedInvoiceQuerySet(DocumentQuerySet):
    to_family = "invoice__family"
    to_site = "invoice__site"


class Titre(Sealed):
    """The Treasury recovers an invoice from now on: what it is paid with there."""

    invoice = models.OneToOneField(
        Invoice, verbose_name=_("facture"), on_delete=models.PROTECT, related_name="titre"
    )
    identifier = models.CharField(
        _("identifiant de la structure publique"),
        max_length=6,
        validators=[RegexValidator(r"^\d{6}$", _("Un identifiant a six chiffres."))],
    )
    reference = models.CharField(_("référence de la dette"), max_length=40)
    handed_over_on = models.DateField(_("pris en charge le"))
    handed_over_by = models.ForeignKey(
        User, verbose_name=_("saisi par"), on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = OfIssuedInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("titre de recettes")
        verbose_name_plural = _("titres de recettes")
        ordering = ["-handed_over_on", "-pk"]

    def __str__(self) -> str:
        return self.reference

    def sealed_facts(self) -> dict[str, Any]:
        names = ("invoice_id", "identifier", "reference", "handed_over_on")
        return {name: getattr(self, name) for name in names}
