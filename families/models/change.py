from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from families.models.family import Family
from families.models.person import Person


class ChangeRequestQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "families.view_changerequest") -> Self:
        """For staff, those of the schools where their posts allow it; a family meets its own on each record's page."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(family__site__in=user.site_ids_granting(permission))
        return self.none()

    def waiting(self) -> Self:
        return self.filter(status=ChangeRequest.Status.WAITING)

    def unread_refusals(self) -> Self:
        return self.filter(status__in=ChangeRequest.REFUSALS, read_at=None)


class ChangeRequest(models.Model):
    """What a family asks to change of a person's record. Nothing is changed before the office has decided, except
    what the school declared free, which is kept here too, as applied.

    `values` says for each field, «guardian.mobile», what was on record and what is asked. A newer request of the same
    family for the same person replaces the one that waits: so the row that staff decide on is the one they saw.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("en attente de validation")
        ACCEPTED = "accepted", _("acceptée")
        PARTLY = "partly", _("acceptée en partie")
        REFUSED = "refused", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")
        REPLACED = "replaced", _("remplacée par une plus récente")
        APPLIED = "applied", _("appliquée aussitôt")

    REFUSALS = (Status.PARTLY, Status.REFUSED)
    DECIDED = (Status.ACCEPTED, *REFUSALS)

    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="changes"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="changes"
    )
    values = models.JSONField(_("champs"))
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.WAITING)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("envoyée par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    seen_at = models.DateTimeField(_("vue le"), null=True, blank=True)
    accepted = models.JSONField(_("champs acceptés"), default=list, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("décidée par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = models.TextField(_("mot à la famille"), max_length=1000, blank=True)
    read_at = models.DateTimeField(_("lue par la famille le"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de modification")
        verbose_name_plural = _("demandes de modification")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"],
                condition=Q(status="waiting"),
                name="change_one_waits",
                violation_error_message=_("Une demande attend déjà pour cette personne."),
            ),
            models.CheckConstraint(
                name="change_decided_says_who_and_when",
                condition=Q(
                    status__in=["accepted", "partly", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(~Q(status__in=["accepted", "partly", "refused"]), decided_by=None, decided_at=None),
            ),
            models.CheckConstraint(
                name="change_refused_says_why",
                condition=~Q(status__in=["partly", "refused"]) | ~Q(reason=""),
                violation_error_message=_("Un refus dit pourquoi."),
            ),
        ]
        indexes = [
            models.Index(fields=["proposed_at"], condition=Q(status="waiting"), name="change_queue"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def refused(self) -> list[str]:
        is_decided = self.status in self.DECIDED
        return [key for key in self.values if key not in self.accepted] if is_decided else []

    def asked(self, key: str) -> Any:
        return self.values[key][1]

    def found(self, key: str) -> Any:
        """What was on record when it was asked."""
        return self.values[key][0]
