from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class ActivationCodeQuerySet(models.QuerySet["ActivationCode"]):
    def live(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - ActivationCode.LASTS)

    def past(self) -> Self:
        return self.filter(made_at__lte=timezone.now() - ActivationCode.LASTS)


class ActivationCode(models.Model):
    """Of the letter to who has no e-mail: it lets them choose a password, once.

    One row for each account, so that a newer code voids the older; choosing a password deletes it.
    """

    LASTS = timedelta(days=30)

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="activation_code")
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ActivationCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
