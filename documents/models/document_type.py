from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from documents.models.doors import may_be_opened_by
from documents.models.kept_file import KeptFile
from documents.months import months_after
from imuse.keys import key
from students.models import Department

A_MONTH_TO_TEN_YEARS = [MinValueValidator(1), MaxValueValidator(120)]


class DocumentTypeQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "documents.view_documenttype") -> Self:
        """What a family's own school asks for; for staff, those of the schools where their posts allow it."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(site__in=user.site_ids_granting(permission))
        return self.filter(site=user.site_id)

    def openable_by(self, user: User) -> Self:
        return self.filter(may_be_opened_by(user))


class DocumentType(KeptFile):
    """Something that a school asks for. Its file is the blank form to fill in, where there is one."""

    class Of(models.TextChoices):
        FAMILY = "family", _("la famille, une fois pour tous ses élèves")
        STUDENT = "student", _("chaque élève")

    class Asked(models.TextChoices):
        ALL_YEAR = "all_year", _("toute l’année")
        REENROLMENT = "reenrolment", _("à la réinscription")

    class Kept(models.TextChoices):
        WHILE_VALID = "while_valid", _("tant que le document vaut")
        UNTIL_CHECKED = "until_checked", _("jusqu’à sa validation")
        MONTHS = "months", _("un nombre de mois après sa validation")

    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="document_types"
    )
    name = models.CharField(_("nom du document"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False)
    of = models.CharField(_("demandé à"), max_length=8, choices=Of, default=Of.FAMILY)
    departments = models.ManyToManyField(
        Department,
        verbose_name=_("départements"),
        blank=True,
        related_name="+",
        help_text=_("Aucun : tous. Sinon, il est demandé à qui suit un cours de l’un d’eux cette année."),
    )
    condition = models.CharField(
        _("condition"),
        max_length=120,
        blank=True,
        help_text=_("« En cas de prélèvement automatique » : la famille peut répondre « Non concerné »."),
    )
    note = models.CharField(
        _("précision"),
        max_length=120,
        blank=True,
        help_text=_("Sous le nom : « De moins de trois mois », « Par chèque ou en espèces, à l’accueil »."),
    )
    is_required = models.BooleanField(_("obligatoire"), default=True)
    asked = models.CharField(_("demandé"), max_length=12, choices=Asked, default=Asked.ALL_YEAR)
    valid_months = models.PositiveSmallIntegerField(
        _("valable (mois)"),
        null=True,
        blank=True,
        validators=A_MONTH_TO_TEN_YEARS,
        help_text=_("À partir de la validation ; vide : sans fin. Un document peut avoir sa propre date."),
    )
    in_person = models.BooleanField(
        _("à remettre sur place"),
        default=False,
        help_text=_("Un original, un chèque : rien ne s’importe, l’accueil note que c’est remis."),
    )
    open_to_secretariat = models.BooleanField(_("le secrétariat ouvre le fichier"), default=True)
    open_to_regie = models.BooleanField(_("la régie ouvre le fichier"), default=False)
    kept = models.CharField(
        _("fichier gardé"), max_length=14, choices=Kept, default=Kept.WHILE_VALID, blank=False
    )
    kept_months = models.PositiveSmallIntegerField(
        _("nombre de mois"), null=True, blank=True, validators=A_MONTH_TO_TEN_YEARS
    )
    order = models.PositiveSmallIntegerField(_("rang"), default=50, help_text=_("Le plus petit d’abord."))
    is_active = models.BooleanField(
        _("demandé en ce moment"),
        default=True,
        help_text=_("Sinon, il n’est plus demandé ; ce qui a été donné reste."),
    )

    objects = DocumentTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("document demandé")
        verbose_name_plural = _("documents demandés")
        ordering = ["site", "order", "name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "of", "name_key"],
                name="document_type_name_once",
                violation_error_message=_("Un document de ce nom est déjà demandé sur ce site."),
            ),
            models.CheckConstraint(
                name="document_type_kept_months",
                condition=Q(kept="months", kept_months__isnull=False)
                | (~Q(kept="months") & Q(kept_months=None)),
                violation_error_message=_(
                    "Le nombre de mois se donne avec « un nombre de mois après sa validation », et avec ce choix seul."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def clean(self) -> None:
        super().clean()
        self.prepare()  # its constraint is checked next

    def prepare(self) -> None:
        self.name_key = key(self.name)[:240]

    @property
    def is_of_student(self) -> bool:
        return self.of == self.Of.STUDENT

    def valid_until(self, validated_on: date) -> date | None:
        return months_after(validated_on, self.valid_months) if self.valid_months else None
