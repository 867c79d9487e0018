"""Files that the office imports: what is sent, what it would change, how far it is."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.site import Site
from accounts.models.user import User
from imuse.importing import kinds


class ImportQuerySet(models.QuerySet["Import"]):
    def for_user(self, user: User) -> Self:
        """Those of the kinds that one may import, at the schools where one may."""
        if user.is_superuser:
            return self
        allowed = Q(pk=None)
        for kind in kinds.all_kinds() if user.is_staff else ():
            allowed |= Q(kind=kind.name, site__in=user.site_ids_granting(kind.permission))
        return self.filter(allowed)

    def at_work(self) -> Self:
        return self.filter(status__in=Import.AT_WORK)

    def forgotten(self) -> Self:
        """At work, and nobody holds them: their worker was killed, or their task was lost."""
        return self.at_work().filter(lease__lt=timezone.now() - Import.LEASE)

    def past(self) -> Self:
        return self.filter(sent_at__lt=timezone.now() - Import.KEPT).exclude(status__in=Import.AT_WORK)


class Import(models.Model):
    """A file of the school's, from its arrival to its end.

    `place` is the last unit that was looked at or written: who begins again after a crash goes on there.
    """

    class Status(models.TextChoices):
        READING = "reading", _("aperçu en préparation")
        WRONG = "wrong", _("à corriger")
        READY = "ready", _("aperçu prêt")
        CHECKING = "checking", _("vérification avant l’import")
        WRITING = "writing", _("import en cours")
        DONE = "done", _("importé")
        CANCELLED = "cancelled", _("abandonné")
        FAILED = "failed", _("arrêté par une erreur du portail")

    AT_WORK = (Status.READING, Status.CHECKING, Status.WRITING)
    TO_GIVE_UP = (Status.READING, Status.READY, Status.WRONG, Status.FAILED)
    LEASE = timedelta(minutes=2)
    KEPT = timedelta(days=7)

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(_("fichier"), max_length=120)
    path = models.CharField(max_length=200, blank=True)
    heads = models.JSONField(default=list)
    status = models.CharField(_("état"), max_length=9, choices=Status, default=Status.READING)
    refusal = models.TextField(_("refus"), blank=True)
    is_stale = models.BooleanField(default=False)
    lines = models.PositiveIntegerField(_("lignes"), default=0)
    units = models.PositiveIntegerField(default=0)
    place = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(_("à créer"), default=0)
    changed = models.PositiveIntegerField(_("à modifier"), default=0)
    kept = models.PositiveIntegerField(_("inchangés"), default=0)
    wrong = models.PositiveIntegerField(_("à corriger"), default=0)
    sent_by = models.ForeignKey(User, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("importé par"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("terminé le"), null=True)
    lease = models.DateTimeField(default=timezone.now)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_written_says_by_whom",
                condition=~Q(status__in=["checking", "writing", "done"]) | Q(confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.status in self.AT_WORK

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def can_be_given_up(self) -> bool:
        return self.status in self.TO_GIVE_UP

    @property
    def kind_of(self) -> kinds.Kind:
        return kinds.named(self.kind)


class ImportUnit(models.Model):
    """A family, a course, an invoice of the file: its rows as sent, and what they would change."""

    class Action(models.TextChoices):
        CREATED = kinds.CREATED, _("à créer")
        CHANGED = kinds.CHANGED, _("à modifier")
        KEPT = kinds.KEPT, _("inchangé")
        WRONG = kinds.WRONG, _("à corriger")

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=300)
    cells = models.JSONField()
    action = models.CharField(max_length=7, choices=Action)
    told = models.JSONField()
    faults = models.JSONField()
    claims = models.JSONField()

    class Meta:
        ordering = ["source", "place"]
        constraints = [models.UniqueConstraint(fields=["source", "place"], name="import_unit_once")]
        indexes = [models.Index(fields=["source", "action", "place"], name="import_unit_by_action")]

    def __str__(self) -> str:
        return self.key
