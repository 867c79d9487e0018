from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from imuse.keys import key
from imuse.school_year import named
from imuse.telephones import TelephoneField
from students.models.teaching import Discipline, Named, OfSiteQuerySet, refuse_other_sites

DAY = 24 * 60


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Lundi")
    TUESDAY = 1, _("Mardi")
    WEDNESDAY = 2, _("Mercredi")
    THURSDAY = 3, _("Jeudi")
    FRIDAY = 4, _("Vendredi")
    SATURDAY = 5, _("Samedi")
    SUNDAY = 6, _("Dimanche")


class Teacher(models.Model):
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="teachers")
    last_name = models.CharField(_("nom"), max_length=80)
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    name_key = models.CharField(max_length=340, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = TelephoneField(_("mobile"))
    user = models.OneToOneField(
        User,
        verbose_name=_("compte du personnel"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        limit_choices_to={"site": None},
        related_name="teacher",
        help_text=_("Avec un compte de rôle « Pédagogie », l’enseignant tient ses cours et eux seuls."),
    )

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("enseignant")
        verbose_name_plural = _("enseignants")
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return f"{self.last_name.upper()} {self.first_name}".strip()

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def prepare(self) -> None:
        self.name_key = key(f"{self.last_name} {self.first_name}")[:340]


class Room(Named):
    building = models.CharField(_("bâtiment"), max_length=80, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("salle")
        verbose_name_plural = _("salles")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "building", "name_key"],
                name="room_name_once",
                violation_error_message=_("Cette salle existe déjà dans ce bâtiment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.building})" if self.building else self.name


class Slot(models.Model):
    """A time of the week; all of it or nothing."""

    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday, null=True, blank=True)
    starts_at = models.TimeField(_("début"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("durée (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(DAY)],
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_slot_is_whole",
                condition=Q(weekday=None, starts_at=None, minutes=None)
                | Q(weekday__isnull=False, starts_at__isnull=False, minutes__isnull=False),
                violation_error_message=_("Le jour, le début et la durée se donnent ensemble."),
            )
        ]

    @property
    def has_slot(self) -> bool:
        return self.weekday is not None


class CourseQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "students.view_course") -> Self:
        """For staff: the courses of their schools; for a teacher who signs in, those they give."""
        if user.is_superuser:
            return self
        if not user.is_staff:
            return self.none()
        here = self.filter(site__in=user.site_ids_granting(permission))
        return here.filter(teacher__user=user.pk) if is_teacher(user) else here


def is_teacher(user: User) -> bool:
    return hasattr(user, "teacher")


class Course(Slot):
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="courses")
    year = models.PositiveSmallIntegerField(_("année scolaire"), help_text=_("Celle où elle commence."))
    reference = models.CharField(
        _("référence"),
        max_length=40,
        blank=True,
        help_text=_("Celle de l’établissement : un import reconnaît le cours à elle, dans son année."),
    )
    name = models.CharField(_("cours"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False)
    discipline = models.ForeignKey(
        Discipline,
        verbose_name=_("discipline"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    teacher = models.ForeignKey(
        Teacher,
        verbose_name=_("enseignant"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    room = models.ForeignKey(
        Room, verbose_name=_("salle"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CourseQuerySet.as_manager()

    class Meta(Slot.Meta):
        verbose_name = _("cours")
        verbose_name_plural = _("cours")
        ordering = ["-year", "name_key", "pk"]
        constraints = [
            *Slot.Meta.constraints,
            models.UniqueConstraint(
                fields=["site", "year", "reference"],
                condition=~Q(reference=""),
                name="course_reference_once",
                violation_error_message=_("Un autre cours de cette année a cette référence."),
            ),
        ]
        indexes = [models.Index(fields=["site", "year", "name_key"], name="course_by_name")]

    def __str__(self) -> str:
        return f"{self.name} · {named(self.year)}"

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def prepare(self) -> None:
        self.name_key = key(self.name)[:240]

    def clean(self) -> None:
        super().clean()
        refuse_other_sites(self, self.site_id, "discipline", "teacher", "room")
