"""What teachers record of a student in a course. Families read it."""

from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from students.models.enrolment import Enrolment


class RecordQuerySet(TrackedQuerySet):
    """Of the enrolments that one sees."""

    def for_user(self, user: User, permission: str = "") -> Self:
        permission = permission or f"students.view_{self.model.__name__.lower()}"
        seen = Enrolment.objects.for_user(user, permission)
        return self if user.is_superuser else self.filter(enrolment__in=seen.values("pk"))


class Recorded(models.Model):
    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("inscription"), on_delete=models.CASCADE, related_name="%(class)ss"
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    recorded_at = models.DateTimeField(_("saisi le"), default=timezone.now, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} · {self.date}"


class FollowUp(Recorded):
    """«Suivi»: what was worked on, what comes next."""

    title = models.CharField(_("objet"), max_length=120)
    text = models.TextField(_("texte"), blank=True)

    class Meta(Recorded.Meta):
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")


class EvaluationQuerySet(RecordQuerySet):
    def for_user(self, user: User, permission: str = "") -> Self:
        """A family reads it from the day on that the school decided."""
        seen = super().for_user(user, permission)
        return seen if user.is_staff else seen.filter(visible_from__lte=timezone.localdate())


class Evaluation(Recorded):
    kind = models.CharField(_("type"), max_length=60, blank=True)
    subject = models.CharField(_("objet"), max_length=120)
    mark = models.DecimalField(
        _("note"), max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    out_of = models.PositiveSmallIntegerField(_("sur"), default=20)
    mention = models.CharField(_("mention"), max_length=60, blank=True)
    jury = models.CharField(_("jury"), max_length=200, blank=True)
    comment = models.TextField(_("commentaire"), blank=True)
    visible_from = models.DateField(_("visible par la famille à partir du"), default=timezone.localdate)

    objects = EvaluationQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("évaluation")
        verbose_name_plural = _("évaluations")
        constraints = [
            models.CheckConstraint(
                name="evaluation_mark_within_its_scale",
                condition=Q(mark=None) | Q(mark__gte=0, mark__lte=F("out_of")),
                violation_error_message=_("La note est entre 0 et le maximum."),
            )
        ]

    @property
    def result(self) -> str:
        """«16/20», the mention, or both."""
        mark = "" if self.mark is None else f"{self.mark.normalize():f}/{self.out_of}".replace(".", ",")
        return " · ".join(part for part in (mark, self.mention) if part)


class Absence(Recorded):
    class AnnouncedBy(models.TextChoices):
        NOBODY = "", _("non annoncée")
        FAMILY = "family", _("la famille")
        STUDENT = "student", _("l’élève")
        SCHOOL = "school", _("l’établissement")

    lesson = models.CharField(_("séance"), max_length=120, blank=True)
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    is_excused = models.BooleanField(_("excusée"), default=False)
    announced_by = models.CharField(
        _("annoncée par"), max_length=8, choices=AnnouncedBy, blank=True, default=AnnouncedBy.NOBODY
    )

    class Meta(Recorded.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "date", "lesson"],
                name="absence_once",
                violation_error_message=_("Cette absence est déjà saisie."),
            )
        ]


class YearComment(Recorded):
    """«Commentaires»: what is said of a whole year."""

    author = models.CharField(_("auteur"), max_length=170, blank=True)
    text = models.TextField(_("commentaire"))

    class Meta(Recorded.Meta):
        verbose_name = _("commentaire de fin d’année")
        verbose_name_plural = _("commentaires de fin d’année")

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def prepare(self) -> None:
        self.author = self.author or self.enrolment.teacher_name
