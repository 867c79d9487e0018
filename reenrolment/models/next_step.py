from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from reenrolment.models.campaign import Campaign
from students.models import Course, Discipline, Enrolment
from students.models.teaching import refuse_other_sites


class NextStepQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "reenrolment.view_nextstep") -> Self:
        """For staff: families read it beside the course that it continues."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(campaign__site__in=user.site_ids_granting(permission))
        return self.none()


class NextStep(models.Model):
    """What follows a course of this year, as the school prepared it: for all who follow the course, or for one
    student's place in it, which then counts instead."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="next_steps"
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("après ce cours"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    enrolment = models.ForeignKey(
        Enrolment,
        verbose_name=_("pour cet élève"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    words = models.CharField(
        _("l’an prochain"),
        max_length=160,
        help_text=_("Ce que lit la famille : « Cycle 2, 2e année, mardi à 18 h 15 »."),
    )
    discipline = models.ForeignKey(
        Discipline,
        verbose_name=_("discipline"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Vide : la même."),
    )
    cycle = models.CharField(_("cycle"), max_length=20, blank=True, help_text=_("Vide : le même."))

    objects = NextStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("suite prévue")
        verbose_name_plural = _("suites prévues")
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "course"],
                name="next_step_of_a_course_once",
                violation_error_message=_("La suite de ce cours est déjà prévue."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "enrolment"],
                name="next_step_of_a_student_once",
                violation_error_message=_("La suite de cet élève est déjà prévue."),
            ),
            models.CheckConstraint(
                name="next_step_of_one_thing",
                condition=Q(course=None, enrolment__isnull=False) | Q(course__isnull=False, enrolment=None),
                violation_error_message=_("Une suite est celle d’un cours, ou celle d’un élève."),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if self.campaign_id:
            refuse_other_sites(self, self.campaign.site_id, "course", "discipline")
            followed = self.course or self.enrolment
            if followed and followed.year != self.campaign.current_year:
                raise ValidationError(_("Une suite continue un cours de l’année en cours."))
