from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from families.models import Family
from reenrolment.models.campaign import Campaign
from students.models import Student


class DraftQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "reenrolment.view_reenrolment") -> Self:
        """A household's own, never the other's; staff know that it is there."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(campaign__site__in=user.site_ids_granting(permission))
        return self.filter(family__guardians__user=user.pk, student__in=Student.objects.seen_by_family(user))


class Draft(models.Model):
    """What a household has ticked and written for a student, and not sent. Sent, it is no more.

    Something may be sent already: then this is what the household is about to change of it.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="drafts"
    )
    student = models.ForeignKey(
        Student, verbose_name=_("élève"), on_delete=models.CASCADE, related_name="drafts"
    )
    family = models.ForeignKey(Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="+")
    is_administrative = models.BooleanField(_("réinscription administrative"), default=False)
    wanted = models.JSONField(_("à continuer"), default=list, blank=True)
    is_leaving = models.BooleanField(_("ne reviendra pas"), default=False)
    leaving_reason = models.CharField(_("motif"), max_length=200, blank=True)
    comment = models.TextField(_("demandes complémentaires"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(_("gardé le"), default=timezone.now)
    saved_by = models.ForeignKey(
        User, verbose_name=_("gardé par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "student", "family"],
                name="draft_one_in_a_household",
                violation_error_message=_("Un brouillon est déjà gardé pour cet élève."),
            ),
            models.CheckConstraint(
                name="draft_stays_or_leaves",
                condition=Q(is_leaving=False) | Q(is_administrative=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.student)
