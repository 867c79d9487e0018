from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.site import Site
from accounts.models.user import User


class MailQuerySet(models.QuerySet["Mail"]):
    def for_user(self, user: User, permission: str = "accounts.view_mail") -> Self:
        """For the office: the mails of the schools where one's posts allow it."""
        return self if user.is_superuser else self.filter(site__in=user.site_ids_granting(permission))

    def due(self) -> Self:
        return self.filter(status=Mail.Status.WAITING, next_try__lte=timezone.now())

    def failed(self) -> Self:
        return self.filter(status=Mail.Status.FAILED)


class Mail(models.Model):
    """A mail that has to leave: the truth about it, whatever becomes of the queue's tasks.

    It holds references, never its words and never a secret: the worker renders it (accounts/delivery.py).
    `next_try` is also the worker's lease: who moves it forward has the mail to itself until then.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("En attente")
        SENT = "sent", _("Envoyé")
        FAILED = "failed", _("Échec")
        VOID = "void", _("Sans objet")

    class Priority(models.IntegerChoices):
        """As the queue counts: higher goes first."""

        URGENT = 50, _("Urgent")
        USUAL = 0, _("Ordinaire")
        CAMPAIGN = -50, _("Campagne")

    # Two days of trying; then staff look into it.
    GIVEN_UP_AFTER = timedelta(days=2)

    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, on_delete=models.CASCADE, related_name="mails"
    )
    user = models.ForeignKey(
        User, verbose_name=_("compte"), null=True, on_delete=models.SET_NULL, related_name="mails"
    )
    template = models.CharField(_("modèle"), max_length=40)
    references = models.JSONField(default=dict)
    to = models.EmailField(
        _("adresse"), blank=True, help_text=_("Vide : celle du compte au moment de l’envoi.")
    )
    priority = models.SmallIntegerField(_("priorité"), choices=Priority, default=Priority.USUAL)
    once = models.CharField(max_length=120, blank=True)
    status = models.CharField(_("état"), max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    next_try = models.DateTimeField(_("prochain essai"), default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField(_("sans objet après"), null=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True)
    last_error = models.CharField(_("dernière erreur"), max_length=200, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(status="waiting"), name="mail_due"),
            models.Index(fields=["site", "written_at"], condition=Q(status="failed"), name="mail_failed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["once"],
                condition=Q(status="waiting") & ~Q(once=""),
                name="mail_once_while_waiting",
            ),
            models.CheckConstraint(
                name="mail_sent_says_when",
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return gettext("mail n° %(number)s") % {"number": self.pk}
