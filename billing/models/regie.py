from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from billing.models.doors import BillingQuerySet


class PayFiPMode(models.TextChoices):
    """«Saisie», in the Treasury's letters."""

    TEST = "T", _("essai")
    ACTIVATION = "X", _("activation")
    PRODUCTION = "W", _("production")


class RegieQuerySet(BillingQuerySet):
    def _of_family(self, user: User) -> Self:
        """Whom to call about a bill of one's school."""
        return self.filter(site=user.site_id)


class Regie(models.Model):
    """The public collector that a school's money goes to."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="regies")
    name = models.CharField(_("nom de la régie"), max_length=120)
    collectivity = models.CharField(
        _("collectivité"), max_length=120, blank=True, help_text=_("La personne publique qui encaisse.")
    )
    client_number = models.CharField(
        _("numéro de client PayFiP"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("Un numéro de client PayFiP a six chiffres."))],
        help_text=_("L’identifiant de la structure publique, à six chiffres."),
    )
    payfip_mode = models.CharField(
        _("paiement en ligne"),
        max_length=1,
        choices=PayFiPMode,
        blank=True,
        help_text=_(
            "Vide : pas de paiement en ligne. En essai et en activation, une bannière le dit aux familles et rien "
            "n’est encaissé."
        ),
    )
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.TextField(_("adresse"), blank=True)
    payment_means = models.TextField(
        _("moyens de paiement"), blank=True, help_text=_("Sur chaque facture : comment payer, et où.")
    )
    mentions = models.TextField(
        _("mentions"),
        blank=True,
        help_text=_("Sur chaque document : l’arrêté qui crée la régie, par exemple."),
    )
    recourse = models.TextField(
        _("voies de recours"),
        blank=True,
        help_text=_("Sur chaque facture : où et jusqu’à quand on la conteste."),
    )
    is_open = models.BooleanField(
        _("en service"), default=True, help_text=_("Hors service, elle n’est plus proposée pour une facture.")
    )

    objects = RegieQuerySet.as_manager()

    class Meta:
        verbose_name = _("régie")
        verbose_name_plural = _("régies")
        ordering = ["site", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="regie_name_once",
                violation_error_message=_("Une autre régie de ce site a ce nom."),
            ),
            models.CheckConstraint(
                name="regie_online_has_its_number",
                condition=models.Q(payfip_mode="") | ~models.Q(client_number=""),
                violation_error_message=_("Le paiement en ligne demande un numéro de client PayFiP."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_online_payments(self) -> bool:
        return self.is_open and self.payfip_mode != ""
