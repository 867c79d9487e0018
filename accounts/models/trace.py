from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.user import User


class TraceQuerySet(models.QuerySet["Trace"]):
    def for_user(self, user: "User", permission: str = "accounts.view_trace") -> Self:
        """For staff, of the schools where their posts allow it; a record's own page has a door of its own."""
        if user.is_superuser:
            return self
        return self.filter(site__in=user.site_ids_granting(permission)) if user.is_staff else self.none()


class Trace(models.Model):
    """One change of one record: who, what, when, from which value to which. Rows are only added.

    It holds no key to the record, which it outlives, and names who acted in words, as people were called that day.
    """

    class Act(models.TextChoices):
        ADDED = "added", _("ajout")
        CHANGED = "changed", _("modification")
        REMOVED = "removed", _("suppression")

    at = models.DateTimeField(_("le"), default=timezone.now, db_index=True)
    site = models.ForeignKey(
        "accounts.Site",
        verbose_name=_("site"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # it outlives its school too
        related_name="+",
    )
    act = models.CharField(_("acte"), max_length=8, choices=Act)
    kind = models.CharField(_("fiche"), max_length=60)  # «families.guardian»
    record = models.BigIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=200, blank=True)  # of what is gone
    values = models.JSONField(_("valeurs"), default=dict)  # {field: [before, after]}
    user = models.ForeignKey(
        "accounts.User", verbose_name=_("compte"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    who = models.CharField(_("qui"), max_length=200, blank=True)
    means = models.CharField(_("moyen"), max_length=60, blank=True)  # «command:demo», where no one signed in
    address = models.GenericIPAddressField(_("adresse"), null=True)

    objects = TraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("journal des modifications")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "record"], name="trace_of_record"),
            models.Index(fields=["kind"], condition=models.Q(act="removed"), name="trace_of_what_is_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.kind} {self.record}"
