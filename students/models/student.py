from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from families.models import Coordinates, Family, Guardian, Person
from imuse.telephones import TelephoneField
from students.models.course import is_teacher


class RestrictionQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "students.view_restriction") -> Self:
        """For staff alone: a court's order is not told on the portal."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(guardian__family__site__in=user.site_ids_granting(permission))
        return self.none()

    def in_force(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)


class StudentQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "students.view_student") -> Self:
        """The students of one's family, but whom a court keeps from one; for staff, those of their schools; for a
        teacher who signs in, whom they teach."""
        if user.is_superuser:
            return self
        if user.is_staff:
            here = self.filter(person__site__in=user.site_ids_granting(permission))
            return here.taught_by(user) if is_teacher(user) else here
        kept_away = Restriction.objects.in_force().filter(guardian__user=user.pk, student=OuterRef("pk"))
        return self.filter(~Exists(kept_away), memberships__family__guardians__user=user.pk)

    def seen_by_family(self, user: User) -> Self:
        """The keys of one's students, for `student__in`.

        DISTINCT, though none comes twice: PostgreSQL folds any other subquery into the question around it, and
        weighs no more than eight tables together; beyond, it read all enrolments before it asked whose they are.
        """
        return self.for_user(user).distinct().values("pk")

    def taught_by(self, user: User) -> Self:
        from students.models.enrolment import Enrolment

        lessons = Enrolment.objects.filter(student=OuterRef("pk"), course__teacher__user=user.pk)
        return self.filter(Exists(lessons))


class Student(models.Model):
    """Who takes lessons; an adult may be their own guardian."""

    class ImageRight(models.TextChoices):
        UNKNOWN = "", _("non renseigné")
        GRANTED = "granted", _("accordé")
        REFUSED = "refused", _("refusé")

    person = models.OneToOneField(Person, verbose_name=_("personne"), on_delete=models.PROTECT)
    school_name = models.CharField(_("établissement scolaire"), max_length=120, blank=True)
    school_level = models.CharField(_("niveau scolaire"), max_length=40, blank=True)
    image_right = models.CharField(
        _("droit à l’image"),
        max_length=8,
        choices=ImageRight,
        blank=True,
        default=ImageRight.UNKNOWN,
        help_text=_("Le refus d’un seul responsable suffit."),
    )
    image_refused_by = models.ForeignKey(
        Guardian,
        verbose_name=_("refusé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    may_leave_alone = models.BooleanField(_("autorisation de sortie"), null=True, blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("élève")
        verbose_name_plural = _("élèves")
        ordering = ["person__name_key", "pk"]

    def __str__(self) -> str:
        return str(self.person)


class MembershipQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "students.view_membership") -> Self:
        """The places in one's own family, never those in the other household of a child."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(family__site__in=user.site_ids_granting(permission))
        kept_away = Restriction.objects.in_force().filter(guardian__user=user.pk, student=OuterRef("student"))
        return self.filter(~Exists(kept_away), family__guardians__user=user.pk)


class Membership(Coordinates):
    """A student's place in a family: where the child is reached there, whom to call, and whether it pays."""

    student = models.ForeignKey(
        Student, verbose_name=_("élève"), on_delete=models.CASCADE, related_name="memberships"
    )
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="memberships"
    )
    pays = models.BooleanField(_("famille payeuse"), default=True)
    reached_through = models.ForeignKey(
        Guardian,
        verbose_name=_("utiliser les coordonnées de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("L’adresse et les téléphones suivent alors ceux de ce responsable."),
    )
    emergency_name = models.CharField(_("personne à prévenir"), max_length=120, blank=True)
    emergency_telephone = TelephoneField(_("tél. urgence"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("place dans une famille")
        verbose_name_plural = _("places dans les familles")
        ordering = ["student__person__name_key", "pk"]
        indexes = [
            models.Index(fields=["mobile"], name="membership_by_mobile"),
            models.Index(fields=["home_telephone"], name="membership_by_home"),
            models.Index(fields=["work_telephone"], name="membership_by_work"),
            models.Index(fields=["emergency_telephone"], name="membership_by_emergency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "family"],
                name="membership_once",
                violation_error_message=_("Cet élève est déjà dans cette famille."),
            ),
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(pays=True),
                name="membership_one_payer",
                violation_error_message=_("Une autre famille paie déjà pour cet élève."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.family}"

    def clean(self) -> None:
        super().clean()
        person = getattr(getattr(self, "student", None), "person", None)  # not yet given: none
        family = getattr(self, "family", None)
        if person and person.site_id and family and person.site_id != family.site_id:
            raise ValidationError(_("L’élève et la famille sont du même site."))
        if self.reached_through and self.reached_through.family_id != self.family_id:
            raise ValidationError({"reached_through": _("Ce responsable n’est pas de cette famille.")})

    @property
    def reached_at(self) -> Coordinates:
        return self.reached_through or self


class Restriction(models.Model):
    """A court's order: from a day on, a guardian sees nothing of a child."""

    guardian = models.ForeignKey(
        Guardian, verbose_name=_("responsable"), on_delete=models.CASCADE, related_name="restrictions"
    )
    student = models.ForeignKey(
        Student, verbose_name=_("élève"), on_delete=models.CASCADE, related_name="restrictions"
    )
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu’au (exclu)"), null=True, blank=True)
    reason = models.CharField(_("décision"), max_length=200, help_text=_("Tribunal, date, numéro."))
    decided_by = models.ForeignKey(
        User, verbose_name=_("saisie par"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("saisie le"), default=timezone.now, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="restriction_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("La fin ne précède pas le début."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.guardian} · {self.student}"

    def clean(self) -> None:
        super().clean()
        if not (self.student_id and self.guardian_id):
            return
        shares = Membership.objects.filter(student=self.student_id, family__guardians=self.guardian_id)
        if not shares.exists():
            raise ValidationError(_("Cet élève n’est pas dans la famille de ce responsable."))
