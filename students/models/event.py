from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from students.models.course import DAY, is_teacher
from students.models.student import Student
from students.models.teaching import OfSiteQuerySet


class Event(models.Model):
    """A concert, an audition, an exam."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="events")
    date = models.DateField(_("date"))
    name = models.CharField(_("libellé"), max_length=160)
    place = models.CharField(_("lieu"), max_length=120, blank=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["site", "-date"], name="event_by_date")]

    def __str__(self) -> str:
        return f"{self.name} · {self.date}"


class PerformanceQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "students.view_performance") -> Self:
        """Of the students that one sees."""
        if user.is_superuser:
            return self
        if not user.is_staff:
            return self.filter(student__in=Student.objects.seen_by_family(user))
        here = self.filter(event__site__in=user.site_ids_granting(permission))
        taught = Student.objects.taught_by(user).filter(pk=OuterRef("student"))
        return here.filter(Exists(taught)) if is_teacher(user) else here


class Performance(models.Model):
    """A piece that a student played at an event."""

    event = models.ForeignKey(
        Event, verbose_name=_("événement"), on_delete=models.CASCADE, related_name="performances"
    )
    student = models.ForeignKey(
        Student, verbose_name=_("élève"), on_delete=models.CASCADE, related_name="performances"
    )
    piece = models.CharField(_("morceau"), max_length=200)
    composer = models.CharField(_("compositeur"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("durée (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(DAY)],
    )
    comment = models.TextField(_("commentaires"), blank=True)

    objects = PerformanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("morceau joué")
        verbose_name_plural = _("morceaux joués")
        ordering = ["-event__date", "-pk"]

    def __str__(self) -> str:
        return self.piece

    def clean(self) -> None:
        super().clean()
        student, event = getattr(self, "student", None), getattr(self, "event", None)  # not yet given: none
        if student and event and student.person.site_id != event.site_id:
            raise ValidationError({"student": _("D’un autre site.")})
