from django.db import models
from django.utils.translation import gettext_lazy as _

from imuse.telephones import TelephoneField


class Coordinates(models.Model):
    """Where somebody is reached. Postal codes and cities are free: families live abroad too."""

    address_1 = models.CharField(_("adresse"), max_length=120, blank=True)
    address_2 = models.CharField(_("adresse (suite)"), max_length=120, blank=True)
    postal_code = models.CharField(_("CP"), max_length=12, blank=True)
    city = models.CharField(_("ville"), max_length=80, blank=True)
    home_telephone = TelephoneField(_("tél. domicile"))
    work_telephone = TelephoneField(_("tél. pro"))
    fax = TelephoneField(_("télécopie"))
    mobile = TelephoneField(
        _("mobile"), help_text=_("Pour vous prévenir par texto de l’absence d’un enseignant.")
    )
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        abstract = True

    @property
    def address_lines(self) -> list[str]:
        town = f"{self.postal_code} {self.city}".strip()
        return [line for line in (self.address_1, self.address_2, town) if line]
