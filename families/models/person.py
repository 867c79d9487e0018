from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from imuse.keys import key


def check_is_past(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("Cette date est à venir : une date de naissance est passée."))


class PersonQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "families.view_person") -> Self:
        """Oneself; for staff, the persons of the schools where their posts allow it."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(site__in=user.site_ids_granting(permission))
        return self.filter(guardian__user=user.pk)


class Person(models.Model):
    """Who somebody is. What they are to the school, a guardian, a student or both, points here."""

    class Civility(models.TextChoices):
        MADAME = "madame", _("Madame")
        MONSIEUR = "monsieur", _("Monsieur")

    class Sex(models.TextChoices):
        FEMALE = "F", _("F")
        MALE = "M", _("M")

    class FamilySituation(models.TextChoices):
        SINGLE = "single", _("Célibataire")
        MARRIED = "married", _("Marié(e)")
        CIVIL_UNION = "civil_union", _("Pacsé(e)")
        PARTNERS = "partners", _("Vie maritale")
        SEPARATED = "separated", _("Séparé(e)")
        DIVORCED = "divorced", _("Divorcé(e)")
        WIDOWED = "widowed", _("Veuf, veuve")

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="persons")
    reference = models.CharField(
        _("référence"),
        max_length=40,
        blank=True,
        help_text=_("Celle de l’établissement, qui ne change pas : un import reconnaît l’élève à elle."),
    )
    civility = models.CharField(_("civilité"), max_length=8, choices=Civility, blank=True)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex, blank=True)
    last_name = models.CharField(_("nom"), max_length=80)
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    name_key = models.CharField(max_length=340, editable=False, db_index=True)
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True, validators=[check_is_past])
    birth_place = models.CharField(_("lieu de naissance"), max_length=80, blank=True)
    family_situation = models.CharField(
        _("situation familiale"), max_length=12, choices=FamilySituation, blank=True
    )
    profession = models.CharField(_("profession"), max_length=80, blank=True)
    occupation_code = models.CharField(_("code socio-professionnel"), max_length=12, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~Q(last_name=""),
                violation_error_message=_("Une personne a un nom."),
            ),
            models.UniqueConstraint(
                fields=["site", "reference"],
                condition=~Q(reference=""),
                name="person_reference_once",
                violation_error_message=_("Une autre personne de ce site a cette référence."),
            ),
        ]
        indexes = [models.Index(fields=["site", "name_key"], name="person_by_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def prepare(self) -> None:
        self.name_key = key(f"{self.last_name} {self.first_name}")[:340]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
