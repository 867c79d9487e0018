from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.site import Site
from accounts.models.user import User


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    def for_user(self, user: User, permission: str = "accounts.view_throttle") -> Self:
        """For the office: what was tried at the schools where one's posts allow it."""
        return self if user.is_superuser else self.filter(site__in=user.site_ids_granting(permission))

    def blocked(self) -> Self:
        return self.filter(blocked_until__gt=timezone.now())

    def past(self) -> Self:
        """Their day has ended: they count no more than if they were not there."""
        return self.filter(day_ends__lte=timezone.now())


class Throttle(models.Model):
    """How often something was tried, and until when it may not be tried again (accounts/throttle.py).

    What is counted is a keyed hash: neither the identifier that was typed nor the address stands here.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("Connexion d’une famille")
        STAFF_SIGN_IN = "staff_sign_in", _("Connexion du personnel")
        LOST_PASSWORD = "lost_password", _("Mot de passe perdu")
        ACTIVATION = "activation", _("Code d’activation")

    class Kind(models.TextChoices):
        ADDRESS = "address", _("une adresse, tous comptes")
        ACCOUNT_AND_ADDRESS = "account_address", _("un compte, depuis une adresse")
        ACCOUNT_AND_BROWSER = "account_browser", _("un compte, depuis un navigateur connu")

    purpose = models.CharField(_("objet"), max_length=16, choices=Purpose)
    kind = models.CharField(_("ce qui est compté"), max_length=16, choices=Kind)
    key_hash = models.CharField(max_length=64)
    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, on_delete=models.CASCADE, related_name="throttles"
    )
    user = models.ForeignKey(
        User, verbose_name=_("compte"), null=True, on_delete=models.CASCADE, related_name="throttles"
    )
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    tries = models.PositiveIntegerField(_("essais du jour"), default=0)
    since = models.DateTimeField(_("depuis"), default=timezone.now)
    day_ends = models.DateTimeField(default=timezone.now)
    blocked_until = models.DateTimeField(_("bloqué jusqu’à"), null=True)

    objects = ThrottleQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocage")
        verbose_name_plural = _("blocages")
        ordering = ["-blocked_until", "-pk"]
        constraints = [models.UniqueConstraint(fields=["purpose", "key_hash"], name="throttle_once")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"
