from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from families.models.coordinates import Coordinates
from families.models.person import Person
from imuse.keys import key


class FamilyQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "families.view_family") -> Self:
        """The family that one answers for; for staff, those of the schools where their posts allow it."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(site__in=user.site_ids_granting(permission))
        return self.filter(guardians__user=user.pk)


class Family(models.Model):
    """The household that is billed. Parents who live apart have a family each, and share their child."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="families")
    reference = models.CharField(
        _("référence"), max_length=40, help_text=_("Celle de l’établissement, qui ne change pas.")
    )
    name = models.CharField(_("nom"), max_length=120)
    search_key = models.CharField(max_length=300, editable=False)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("famille")
        verbose_name_plural = _("familles")
        ordering = ["search_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "reference"],
                name="family_reference_once",
                violation_error_message=_("Une autre famille de ce site a cette référence."),
            )
        ]
        indexes = [models.Index(fields=["site", "search_key"], name="family_by_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def prepare(self) -> None:
        self.search_key = key(f"{self.name} {self.reference}")[:300]


class GuardianQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "families.view_guardian") -> Self:
        """All guardians of one's family: which of them shows more than a name is `is_open_to`'s to say."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(family__site__in=user.site_ids_granting(permission))
        return self.filter(family__guardians__user=user.pk)


class Guardian(Coordinates):
    """An adult who answers for a family; the first is «responsable de la famille»."""

    person = models.OneToOneField(Person, verbose_name=_("personne"), on_delete=models.PROTECT)
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="guardians"
    )
    order = models.PositiveSmallIntegerField(_("rang"), default=1)
    user = models.OneToOneField(
        User,
        verbose_name=_("compte"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        limit_choices_to={"site__isnull": False},
        help_text=_("Sans compte, un autre responsable de la famille tient sa fiche."),
    )

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsable")
        verbose_name_plural = _("responsables")
        ordering = ["family", "order"]
        indexes = [
            models.Index(fields=["mobile"], name="guardian_by_mobile"),
            models.Index(fields=["home_telephone"], name="guardian_by_home"),
            models.Index(fields=["work_telephone"], name="guardian_by_work"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "order"],
                name="guardian_order_once",
                violation_error_message=_("Deux responsables d’une famille n’ont pas le même rang."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def clean(self) -> None:
        super().clean()
        parts = [getattr(self, name, None) for name in ("family", "person", "user")]  # not yet given: none
        if len({part.site_id for part in parts if part}) > 1:
            raise ValidationError(_("La personne, la famille et le compte sont du même site."))

    def is_open_to(self, user: User) -> bool:
        """One's own record, and that of who cannot sign in to keep it; of the others one sees the name."""
        return self.user_id is None or self.user_id == user.pk
