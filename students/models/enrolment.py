from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from imuse.school_year import named
from students.models.course import Course, Slot, is_teacher
from students.models.student import Student
from students.models.teaching import Discipline, refuse_other_sites


class EnrolmentQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "students.view_enrolment") -> Self:
        """Of the students that one sees; a teacher's, of the courses that they give."""
        if user.is_superuser:
            return self
        if user.is_staff:
            here = self.filter(student__person__site__in=user.site_ids_granting(permission))
            return here.filter(course__teacher__user=user.pk) if is_teacher(user) else here
        return self.filter(student__in=Student.objects.seen_by_family(user))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def before(self, year: int) -> Self:
        return self.filter(year__lt=year)


class Enrolment(Slot):
    """A student's place in a discipline for a school year, in a course once it is placed.

    Its slot is the student's own in a group course («HE»). Its labels stay as they were when the year ends,
    whatever is renamed or deleted later.
    """

    student = models.ForeignKey(
        Student, verbose_name=_("élève"), on_delete=models.CASCADE, related_name="enrolments"
    )
    year = models.PositiveSmallIntegerField(_("année scolaire"), help_text=_("Celle où elle commence."))
    discipline = models.ForeignKey(
        Discipline, verbose_name=_("discipline"), null=True, blank=True, on_delete=models.SET_NULL
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("cours"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enrolments",
    )
    cycle = models.CharField(_("cycle"), max_length=20, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)
    starts_on = models.DateField(_("du"), null=True, blank=True)
    ends_on = models.DateField(_("au"), null=True, blank=True)
    class_name = models.CharField(_("classe"), max_length=120, blank=True)
    department_name = models.CharField(_("département"), max_length=80, blank=True)
    teacher_name = models.CharField(_("enseignant"), max_length=170, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta(Slot.Meta):
        verbose_name = _("inscription à un cours")
        verbose_name_plural = _("inscriptions aux cours")
        ordering = ["-year", "department_name", "class_name", "pk"]
        constraints = [
            *Slot.Meta.constraints,
            models.UniqueConstraint(
                fields=["student", "course"],
                name="enrolment_once_in_a_course",
                violation_error_message=_("Cet élève est déjà dans ce cours."),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("La fin est après le début."),
            ),
        ]
        indexes = [models.Index(fields=["student", "-year"], name="enrolment_by_year")]

    def __str__(self) -> str:
        return f"{self.student} · {self.class_name} · {named(self.year)}"

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def clean(self) -> None:
        super().clean()
        student = getattr(self, "student", None)  # not yet given: none
        if self.course and self.course.year != self.year:
            raise ValidationError({"course": _("Ce cours est d’une autre année scolaire.")})
        if student:
            refuse_other_sites(self, student.person.site_id, "course", "discipline")

    @property
    def slot(self) -> Slot | None:
        """When the lesson is: the student's own time, or the course's."""
        times = self if self.has_slot else self.course
        return times if times and times.has_slot else None

    def is_current_on(self, day: date) -> bool:
        has_begun = self.starts_on is None or self.starts_on <= day
        return self.is_active and has_begun and (self.ends_on is None or self.ends_on >= day)

    def prepare(self) -> None:
        """Keep the labels of what it points to now; what is no more keeps its last name here.

        Once its year is over they are history: who saves it again changes none, but fills those that are empty.
        """
        kept = self._labels() if self.class_name and self._is_over() else {}
        if self.course:
            self.class_name = self.course.name
            self.discipline = self.discipline or self.course.discipline
            self.teacher_name = str(self.course.teacher or self.teacher_name)
        elif self.discipline:
            self.class_name = self.class_name or self.discipline.name
        if self.discipline and self.discipline.department:
            self.department_name = self.discipline.department.name
        for label, words in kept.items():
            setattr(self, label, words)

    def _is_over(self) -> bool:
        return self.year < (self.course or self.student.person).site.school_year()

    def _labels(self) -> dict[str, str]:
        labels = {name: getattr(self, name) for name in ("class_name", "department_name", "teacher_name")}
        return {name: words for name, words in labels.items() if words}
