from datetime import date, datetime, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from documents.models import DocumentType
from families.models import Family
from imuse.school_year import named

A_DAY_TO_TWO_MONTHS = [MinValueValidator(1), MaxValueValidator(60)]


class CampaignQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "reenrolment.view_campaign") -> Self:
        """Those of a family's own school; for staff, of the schools where their posts allow it."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(site__in=user.site_ids_granting(permission))
        return self.filter(site=user.site_id)

    def to_come(self, site: Site) -> Self:
        """Of years that have not begun: once one has, its campaign is history."""
        return self.filter(site=site, year__gt=site.school_year())


class Campaign(models.Model):
    """The weeks in which a school's families re-enrol their students for the year to come.

    Whether it is announced, open or closed is asked of the clock. Who opens or closes it by hand moves its dates.
    """

    class Mode(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("administrative : l’élève revient, ses cours suivent")
        COURSES = "courses", _("par cours : chaque cursus ou discipline se coche")

    class Phase(models.TextChoices):
        PREPARED = "prepared", _("en préparation")
        ANNOUNCED = "announced", _("annoncée")
        OPEN = "open", _("ouverte")
        CLOSED = "closed", _("close")

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="campaigns")
    year = models.PositiveSmallIntegerField(_("année préparée"), help_text=_("Celle où elle commence."))
    mode = models.CharField(_("mode"), max_length=14, choices=Mode, default=Mode.ADMINISTRATIVE)
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"), help_text=_("À cette minute, rien ne s’envoie plus."))
    announced_days = models.PositiveSmallIntegerField(
        _("annonce (jours avant l’ouverture)"),
        default=14,
        validators=[MaxValueValidator(60)],
        help_text=_(
            "L’annonce part par mail, et par lettre à qui n’en a pas ; l’onglet montre alors les dates."
        ),
    )
    announced_at = models.DateTimeField(_("annoncée le"), null=True, blank=True, editable=False)
    reminder_days = models.PositiveSmallIntegerField(
        _("premier rappel (jours avant la clôture)"),
        null=True,
        blank=True,
        default=7,
        validators=A_DAY_TO_TWO_MONTHS,
        help_text=_("À qui n’a pas terminé. Vide : aucun."),
    )
    last_reminder_days = models.PositiveSmallIntegerField(
        _("dernier rappel (jours avant la clôture)"),
        null=True,
        blank=True,
        default=2,
        validators=A_DAY_TO_TWO_MONTHS,
        help_text=_("Vide : aucun."),
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("En tête de la page de chaque élève.")
    )
    types = models.ManyToManyField(
        DocumentType, verbose_name=_("documents demandés"), blank=True, related_name="campaigns"
    )
    documents_first = models.BooleanField(
        _("documents d’abord"),
        default=False,
        help_text=_(
            "« Valider » attend les documents obligatoires ; ceux à remettre sur place n’arrêtent rien."
        ),
    )
    offers_comment = models.BooleanField(_("« Demandes complémentaires » proposées"), default=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne de réinscription")
        verbose_name_plural = _("campagnes de réinscription")
        ordering = ["-year", "site__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year"],
                name="campaign_once_a_year",
                violation_error_message=_("Une campagne prépare déjà cette année sur ce site."),
            ),
            models.CheckConstraint(
                name="campaign_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("La clôture vient après l’ouverture."),
            ),
            models.CheckConstraint(
                name="campaign_reminders_in_order",
                condition=Q(last_reminder_days=None)
                | Q(reminder_days__isnull=False, reminder_days__gt=F("last_reminder_days")),
                violation_error_message=_(
                    "Le dernier rappel vient après un premier, plus près de la clôture."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {named(self.year)}"

    def clean(self) -> None:
        super().clean()
        site = getattr(self, "site", None)  # not yet given: none
        if site and self._state.adding and self.year and self.year <= site.school_year():
            raise ValidationError({"year": _("Cette année a commencé : une campagne prépare la suivante.")})

    @property
    def current_year(self) -> int:
        """The one whose lessons are continued."""
        return self.year - 1

    @property
    def last_day(self) -> date:
        """The one before its year begins: after it, families see it no more."""
        return date(self.year, self.site.year_starts_in, 1) - timedelta(days=1)

    @property
    def is_by_course(self) -> bool:
        return self.mode == self.Mode.COURSES

    @property
    def announces_at(self) -> datetime:
        return self.announced_at or self.opens_at - timedelta(days=self.announced_days)

    def phase(self, now: datetime | None = None) -> Phase:
        now = now or timezone.now()
        if now >= self.closes_at:
            return self.Phase.CLOSED
        if now >= self.opens_at:
            return self.Phase.OPEN
        return self.Phase.ANNOUNCED if now >= self.announces_at else self.Phase.PREPARED

    @property
    def is_shown(self) -> bool:
        """To families, from the announcement until the year that it prepares begins."""
        return self.phase() != self.Phase.PREPARED and self.year > self.site.school_year()

    def reminders(self, end: datetime) -> list[datetime]:
        """So many days before the end; the first one first."""
        days = [days for days in (self.reminder_days, self.last_reminder_days) if days]
        return [end - timedelta(days=number) for number in days]


@receiver(m2m_changed, sender=Campaign.types.through)
def refuse_documents_of_other_sites(
    action: str,
    instance: "Campaign | DocumentType",
    model: type[models.Model],
    pk_set: set[int] | None,
    **_facts: Any,
) -> None:
    """A family is never asked for what another school's office checks."""
    if action == "pre_add" and model.objects.filter(pk__in=pk_set).exclude(site=instance.site_id).exists():
        raise ValidationError(_("Choisissez des documents de ce site."))


class ExtensionQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "reenrolment.view_extension") -> Self:
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(campaign__site__in=user.site_ids_granting(permission))
        return self.filter(family__guardians__user=user.pk)


class Extension(models.Model):
    """«Prolonger pour cette famille»: its own last moment, later than the campaign's."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="extensions"
    )
    family = models.ForeignKey(Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(_("jusqu’au"))
    given_by = models.ForeignKey(
        User, verbose_name=_("accordée par"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    given_at = models.DateTimeField(_("accordée le"), default=timezone.now, editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prolongation")
        verbose_name_plural = _("prolongations")
        ordering = ["-given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "family"],
                name="extension_once",
                violation_error_message=_("Cette famille a déjà une prolongation : changez-en la date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.family} · {self.campaign}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_user(self, user: User, permission: str = "reenrolment.view_campaign") -> Self:
        """For staff alone: a family has the mails themselves."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(campaign__site__in=user.site_ids_granting(permission))
        return self.none()


class Notice(models.Model):
    """That an account was written to, once for each occasion: the announcement, each reminder.

    So a run that broke off goes on where it was, and two that run at once write to nobody twice.
    """

    ANNOUNCEMENT = "announcement"

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="notices"
    )
    user = models.ForeignKey(User, verbose_name=_("compte"), on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(_("occasion"), max_length=24)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user", "occasion"],
                name="notice_once",
                violation_error_message=_("Ce compte est déjà prévenu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.occasion}"
