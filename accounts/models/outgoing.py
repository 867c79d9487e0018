from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.site import Site
from accounts.models.user import User


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def for_user(self, user: User, permission: str = "") -> Self:
        """For the office: what left the schools where one's posts allow to look."""
        permission = permission or f"accounts.view_{self.model.__name__.lower()}"
        return self if user.is_superuser else self.filter(site__in=user.site_ids_granting(permission))

    def due(self) -> Self:
        return self.filter(status=Outgoing.Status.WAITING, next_try__lte=timezone.now())

    def failed(self) -> Self:
        return self.filter(status=Outgoing.Status.FAILED)


class Outgoing(models.Model):
    """What has to leave the portal by the worker: the truth about it, whatever becomes of the queue's tasks.

    `next_try` is also the worker's lease: who moves it forward has the row to itself until then.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("En attente")
        SENT = "sent", _("Envoyé")
        FAILED = "failed", _("Échec")
        VOID = "void", _("Sans objet")

    # Two days of trying; then staff look into it.
    GIVEN_UP_AFTER = timedelta(days=2)

    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    user = models.ForeignKey(
        User, verbose_name=_("compte"), null=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    status = models.CharField(_("état"), max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    next_try = models.DateTimeField(_("prochain essai"), default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField(_("sans objet après"), null=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True)
    last_error = models.CharField(_("dernière erreur"), max_length=200, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(status="waiting"), name="%(class)s_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_sent_says_when",
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at=None)),
            ),
        ]
