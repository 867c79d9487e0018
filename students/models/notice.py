from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from students.models.course import Course


class CourseNoticeQuerySet(models.QuerySet["CourseNotice"]):
    def for_user(self, user: User, permission: str = "students.view_coursenotice") -> Self:
        """For staff: of the courses that one sees. A family's go by its lessons (students/away.py)."""
        if user.is_superuser:
            return self
        return self.filter(course__in=Course.objects.for_user(user, permission).order_by().values("pk"))

    def from_day(self, day: date) -> Self:
        return self.filter(day__gte=day)


class CourseNotice(models.Model):
    """What was told to those who have a lesson of a course on a day: the teacher is away.

    How many a text, a mail or nothing reached was counted when it was sent.
    """

    LONGEST = 480  # three text messages

    course = models.ForeignKey(
        Course, verbose_name=_("cours"), on_delete=models.CASCADE, related_name="notices"
    )
    day = models.DateField(_("jour"))
    words = models.CharField(_("texte"), max_length=LONGEST)
    by_text = models.PositiveSmallIntegerField(_("par texto"), default=0)
    by_mail = models.PositiveSmallIntegerField(_("par mail"), default=0)
    unreached = models.PositiveSmallIntegerField(_("ni l’un ni l’autre"), default=0)
    written_by = models.ForeignKey(
        User, verbose_name=_("écrit par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    objects = CourseNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("message sur un cours")
        verbose_name_plural = _("messages sur les cours")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "day", "words"],
                name="course_notice_once",
                violation_error_message=_("Ce message est déjà parti."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.day:%d/%m/%Y}"
