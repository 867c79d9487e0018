from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from billing.models.doors import OfSiteQuerySet


class Series(models.TextChoices):
    """What stands before the year in a number."""

    INVOICE = "FACT", _("factures")
    CREDIT_NOTE = "AV", _("avoirs")
    RECEIPT = "REC", _("reçus")


class NumberSeries(models.Model):
    """The last number given, for a site, a series and a calendar year: one row, which those who need a number lock."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    series = models.CharField(_("série"), max_length=4, choices=Series)
    year = models.PositiveSmallIntegerField(_("année civile"))
    last = models.PositiveIntegerField(_("dernier numéro"), default=0)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("série de numéros")
        verbose_name_plural = _("séries de numéros")
        ordering = ["site", "series", "year"]
        constraints = [
            models.UniqueConstraint(fields=["site", "series", "year"], name="number_series_once"),
            models.CheckConstraint(
                name="number_series_has_six_digits",
                condition=models.Q(last__lte=999_999),
                violation_error_message=_("Cette série n’a plus de numéro pour cette année."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.year}"
