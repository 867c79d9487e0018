from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class SeenAs(models.Model):
    """That somebody of the staff saw the portal as one family's account does, from when to when, and why."""

    LASTS = timedelta(minutes=30)

    user = models.ForeignKey(User, verbose_name=_("qui"), on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        User, verbose_name=_("comme"), on_delete=models.CASCADE, related_name="seen_by_staff"
    )
    reason = models.CharField(
        _("motif"), max_length=200, help_text=_("Il est gardé un an, et se lit sur la page de la famille.")
    )
    address = models.GenericIPAddressField(_("adresse"), null=True)
    began_at = models.DateTimeField(_("début"), default=timezone.now)
    ended_at = models.DateTimeField(_("fin"), null=True)  # where it was ended before its time

    class Meta:
        verbose_name = _("visite comme une famille")
        verbose_name_plural = _("visites comme une famille")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="seen_as_says_why", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="seen_as_ends_after_it_began",
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.account}"

    @property
    def ends_at(self) -> datetime:
        return self.ended_at or self.began_at + self.LASTS

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()
