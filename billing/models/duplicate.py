from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from billing.models.doors import OfSiteQuerySet


class Duplicate(models.Model):
    """The kept PDF of an issued document: where it is, and what it must hold."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("numéro"), max_length=16)
    path = models.CharField(_("fichier"), max_length=120)
    digest = models.CharField(_("empreinte"), max_length=64)
    made_at = models.DateTimeField(_("fait le"), auto_now_add=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("duplicata")
        verbose_name_plural = _("duplicatas")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="duplicate_once")]

    def __str__(self) -> str:
        return self.number
