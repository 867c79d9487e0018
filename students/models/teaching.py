from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from imuse.keys import key


def refuse_other_sites(row: models.Model, site_id: int | None, *names: str) -> None:
    """What a row of a school points to is of the same school."""
    pointed = {name: getattr(row, name) for name in names}
    strange = {name for name, other in pointed.items() if other and other.site_id != site_id}
    if site_id and strange:
        raise ValidationError({name: _("D’un autre site.") for name in sorted(strange)})


class OfSiteQuerySet(TrackedQuerySet):
    """What a school has by itself; families read it in their children's lessons only."""

    def for_user(self, user: User, permission: str = "") -> Self:
        permission = permission or f"students.view_{self.model.__name__.lower()}"
        if user.is_superuser:
            return self
        return self.filter(site__in=user.site_ids_granting(permission)) if user.is_staff else self.none()


class Named(models.Model):
    """Something of a school that has a name, once."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nom"), max_length=80)
    name_key = models.CharField(max_length=160, editable=False)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name_key"],
                name="%(class)s_name_once",
                violation_error_message=_("Ce nom existe déjà sur ce site."),
            )
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
        self.name_key = key(self.name)[:160]


class Department(Named):
    class Meta(Named.Meta):
        verbose_name = _("département")
        verbose_name_plural = _("départements")


class Discipline(Named):
    department = models.ForeignKey(
        Department,
        verbose_name=_("département"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="disciplines",
    )

    class Meta(Named.Meta):
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplines")

    def clean(self) -> None:
        super().clean()
        refuse_other_sites(self, self.site_id, "department")


class Cursus(Named):
    """Disciplines that a student follows as a whole, in a cycle."""

    cycle = models.CharField(_("cycle"), max_length=20, blank=True)
    disciplines = models.ManyToManyField(
        Discipline, verbose_name=_("disciplines"), related_name="cursus", blank=True
    )

    class Meta(Named.Meta):
        verbose_name = _("cursus")
        verbose_name_plural = _("cursus")
