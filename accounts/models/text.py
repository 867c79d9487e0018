from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.outgoing import Outgoing
from imuse.telephones import TelephoneField


class Text(Outgoing):
    """A text message that has to leave, with its words: a telephone shows no page of ours (accounts/texts.py)."""

    to = TelephoneField(_("mobile"))
    words = models.TextField(_("texte"), blank=True)

    class Meta(Outgoing.Meta):
        verbose_name = _("texto")
        verbose_name_plural = _("textos")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
