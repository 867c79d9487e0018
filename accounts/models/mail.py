from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.outgoing import Outgoing


class Mail(Outgoing):
    """A mail that has to leave.

    It holds references, never its words and never a secret: the worker renders it (accounts/delivery.py).
    """

    class Priority(models.IntegerChoices):
        """As the queue counts: higher goes first."""

        URGENT = 50, _("Urgent")
        USUAL = 0, _("Ordinaire")
        CAMPAIGN = -50, _("Campagne")

    template = models.CharField(_("modèle"), max_length=40)
    references = models.JSONField(default=dict)
    to = models.EmailField(
        _("adresse"), blank=True, help_text=_("Vide : celle du compte au moment de l’envoi.")
    )
    priority = models.SmallIntegerField(_("priorité"), choices=Priority, default=Priority.USUAL)
    once = models.CharField(max_length=120, blank=True)

    class Meta(Outgoing.Meta):
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            *Outgoing.Meta.indexes,
            models.Index(fields=["site", "written_at"], condition=Q(status="failed"), name="mail_failed"),
        ]
        constraints = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(
                fields=["once"],
                condition=Q(status="waiting") & ~Q(once=""),
                name="mail_once_while_waiting",
            ),
        ]

    def __str__(self) -> str:
        return gettext("mail n° %(number)s") % {"number": self.pk}
