from datetime import timedelta
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.trail.rows import TrackedQuerySet


class Installation(models.Model):
    """What the law asks a portal to tell of itself: who publishes and hosts it, and how accessible it is. One row."""

    class Conformity(models.TextChoices):
        """With the RGAA. Without an audit that is still valid a service is not compliant."""

        FULL = "full", _("totalement conforme")
        PARTIAL = "partial", _("partiellement conforme")
        NONE = "none", _("non conforme")

    AUDIT_LASTS = timedelta(days=3 * 365)
    MANDATORY = (
        "publisher",
        "publisher_address",
        "publisher_telephone",
        "publication_director",
        "host",
        "host_address",
        "host_telephone",
        "data_contact_email",
        "accessibility_email",
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    publisher = models.CharField(_("éditeur"), max_length=160, blank=True)
    publisher_status = models.CharField(
        _("statut de l’éditeur"),
        max_length=200,
        blank=True,
        help_text=_(
            "Sa forme juridique et son SIRET, par exemple « régie municipale, SIRET 123 456 789 00012 »."
        ),
    )
    publisher_address = models.TextField(_("adresse de l’éditeur"), blank=True)
    publisher_telephone = models.CharField(_("téléphone de l’éditeur"), max_length=20, blank=True)
    publisher_email = models.EmailField(_("e-mail de l’éditeur"), blank=True)
    publication_director = models.CharField(
        _("directeur de la publication"), max_length=160, blank=True, help_text=_("Son nom et sa fonction.")
    )

    host = models.CharField(_("hébergeur"), max_length=160, blank=True)
    host_address = models.TextField(_("adresse de l’hébergeur"), blank=True)
    host_telephone = models.CharField(_("téléphone de l’hébergeur"), max_length=20, blank=True)

    data_contact = models.CharField(
        _("délégué à la protection des données"),
        max_length=160,
        blank=True,
        help_text=_("Son nom ou son service ; à défaut, la personne à qui s’adresser."),
    )
    data_contact_email = models.EmailField(_("e-mail du délégué"), blank=True)
    data_contact_address = models.TextField(_("adresse du délégué"), blank=True)

    conformity = models.CharField(
        _("état de conformité au RGAA"),
        max_length=8,
        choices=Conformity,
        default=Conformity.NONE,
        help_text=_("Sans audit en cours de validité, un portail est « non conforme »."),
    )
    rate = models.PositiveSmallIntegerField(
        _("taux de conformité"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("La part des critères applicables qui sont respectés, en %."),
    )
    audited_on = models.DateField(_("date de l’audit"), null=True, blank=True)
    auditor = models.CharField(_("auteur de l’audit"), max_length=160, blank=True)
    non_conformities = models.TextField(_("non-conformités"), blank=True)
    disproportionate_burden = models.TextField(
        _("dérogations pour charge disproportionnée"),
        blank=True,
        help_text=_("Chacune motivée, avec ce qui est proposé à la place."),
    )
    exempt_content = models.TextField(_("contenus non soumis à l’obligation d’accessibilité"), blank=True)
    declared_on = models.DateField(_("déclaration établie le"), null=True, blank=True)
    updated_on = models.DateField(_("déclaration mise à jour le"), null=True, blank=True)
    test_environment = models.TextField(
        _("environnement de test"),
        blank=True,
        help_text=_("Une combinaison par ligne, par exemple « NVDA et Firefox »."),
    )
    test_tools = models.TextField(_("outils de l’évaluation"), blank=True, help_text=_("Un par ligne."))
    tested_pages = models.TextField(_("pages vérifiées"), blank=True, help_text=_("Une par ligne."))
    accessibility_email = models.EmailField(_("e-mail pour l’accessibilité"), blank=True)
    accessibility_telephone = models.CharField(_("téléphone pour l’accessibilité"), max_length=20, blank=True)
    scheme_url = models.URLField(_("adresse du schéma pluriannuel"), blank=True)
    action_plan_url = models.URLField(_("adresse du plan d’action de l’année"), blank=True)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("mentions légales et accessibilité")
        constraints = [
            models.CheckConstraint(name="installation_is_one", condition=Q(pk=1)),
            models.CheckConstraint(
                name="installation_conformity_follows_its_audit",
                condition=Q(conformity="full", rate__isnull=False, rate=100, audited_on__isnull=False)
                | Q(
                    conformity="partial",
                    rate__isnull=False,
                    rate__gte=50,
                    rate__lt=100,
                    audited_on__isnull=False,
                )
                | Q(conformity="none", rate__isnull=True)
                | Q(conformity="none", rate__lt=50),
                violation_error_message=_(
                    "L’état de conformité suit l’audit et sa date : totalement conforme au taux de 100, partiellement de "
                    "50 à 99, non conforme au-dessous ou sans audit."
                ),
            ),
        ]

    def __str__(self) -> str:
        return capfirst(str(self._meta.verbose_name_plural))

    @classmethod
    def current(cls) -> Self:
        """The one row or, before it is first saved, what holds without it."""
        return cls.objects.filter(pk=1).first() or cls()

    def missing(self) -> list[str]:
        """What the law asks for and nobody has given yet, and an audit that counts no more."""
        labels = [
            self._meta.get_field(name).verbose_name for name in self.MANDATORY if not getattr(self, name)
        ]
        return (
            [*labels, _("un audit d’accessibilité de moins de trois ans")] if self.has_old_audit() else labels
        )

    def has_old_audit(self) -> bool:
        return self.audited_on is not None and self.audited_on + self.AUDIT_LASTS <= timezone.localdate()
