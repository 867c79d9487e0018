"""Forms between a page and the office: kept when they come too late, counted once when they come twice."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def for_user(self, user: User) -> Self:
        """One's own, for an hour: nobody else reads what a person typed and did not send."""
        return self.filter(user=user.pk, kept_at__gt=timezone.now() - KeptForm.LASTS)

    def past(self) -> Self:
        return self.filter(kept_at__lte=timezone.now() - KeptForm.LASTS)


class KeptForm(models.Model):
    """What was typed in a form that came after its session had ended (accounts/too_late.py)."""

    LASTS = timedelta(hours=1)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    page = models.CharField(max_length=500)
    showing = models.CharField(max_length=16, default="")
    typed = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("saisie gardée")
        verbose_name_plural = _("saisies gardées")
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "showing"], name="kept_form_once")]

    def __str__(self) -> str:
        return f"{self.page} {self.pk}"


class SentFormQuerySet(models.QuerySet["SentForm"]):
    def past(self) -> Self:
        return self.filter(began_at__lte=timezone.now() - SentForm.LASTS)


class SentForm(models.Model):
    """A form that is being treated, or was a moment ago, and the answer that its second sending gets too.

    What was sent stands here as a keyed hash only (accounts/sent_once.py).
    """

    LASTS = timedelta(minutes=10)

    key_hash = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField(default=timezone.now)
    location = models.CharField(max_length=2000, blank=True)
    said = models.JSONField(default=list)
    treated_by = models.CharField(max_length=160, blank=True, db_default="")

    objects = SentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi récent")
        verbose_name_plural = _("envois récents")
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return f"{self.began_at} {self.pk}"
