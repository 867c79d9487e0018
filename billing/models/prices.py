from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from billing.models.doors import OfSiteQuerySet
from billing.models.regie import Regie
from imuse.money import ZERO, MoneyField
from imuse.school_year import named
from students.models import Discipline


class PriceList(models.Model):
    """What a school asks for a year of lessons: by discipline, less for brothers and sisters."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    regie = models.ForeignKey(Regie, verbose_name=_("régie"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("année scolaire"), help_text=_("Celle où elle commence."))
    name = models.CharField(_("nom"), max_length=80, help_text=_("Il devient le libellé des factures."))
    family_fee = MoneyField(
        _("frais de dossier"),
        default=ZERO,
        validators=[MinValueValidator(ZERO)],
        help_text=_("Une fois par famille."),
    )
    second_discount = models.PositiveSmallIntegerField(
        _("remise du 2e enfant (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    third_discount = models.PositiveSmallIntegerField(
        _("remise à partir du 3e enfant (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    instalments = models.PositiveSmallIntegerField(
        _("nombre d’échéances"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Une par mois."),
    )
    first_due_on = models.DateField(_("dernier jour de la première échéance"))

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("tarif")
        verbose_name_plural = _("tarifs")
        ordering = ["-year", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year", "name"],
                name="price_list_name_once",
                violation_error_message=_("Un autre tarif de cette année a ce nom."),
            ),
            models.CheckConstraint(
                name="price_list_shares",
                condition=Q(second_discount__lte=100, third_discount__lte=100, family_fee__gte=0)
                & Q(instalments__gte=1, instalments__lte=10),
                violation_error_message=_("Une remise ne dépasse pas 100 %, et il y a 1 à 10 échéances."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {named(self.year)}"

    def clean(self) -> None:
        super().clean()
        if self.regie_id and self.site_id and self.regie.site_id != self.site_id:
            raise ValidationError({"regie": _("D’un autre site.")})

    def sibling_discount(self, rank: int) -> int:
        """Per cent, for the family's student of that rank."""
        return 0 if rank == 1 else self.second_discount if rank == 2 else self.third_discount


class PriceQuerySet(OfSiteQuerySet):
    to_site = "price_list__site"


class Price(models.Model):
    price_list = models.ForeignKey(
        PriceList, verbose_name=_("tarif"), on_delete=models.CASCADE, related_name="prices"
    )
    discipline = models.ForeignKey(
        Discipline, verbose_name=_("discipline"), on_delete=models.PROTECT, related_name="+"
    )
    amount = MoneyField(_("prix de l’année"), validators=[MinValueValidator(ZERO)])

    objects = PriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("prix")
        verbose_name_plural = _("prix")
        ordering = ["price_list", "discipline__name_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "discipline"],
                name="price_once_a_discipline",
                violation_error_message=_("Cette discipline a déjà un prix dans ce tarif."),
            ),
            models.CheckConstraint(
                name="price_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("Un montant n’est pas négatif."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.discipline)

    def clean(self) -> None:
        super().clean()
        lists = getattr(self, "price_list", None)
        if lists and self.discipline_id and self.discipline.site_id != lists.site_id:
            raise ValidationError({"discipline": _("D’un autre site.")})
