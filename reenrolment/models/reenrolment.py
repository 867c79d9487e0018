from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.trail.rows import TrackedQuerySet
from families.models import Family
from imuse.keys import key
from reenrolment.models.campaign import Campaign
from students.models import Cursus, Discipline, Enrolment, Student
from students.models.course import is_teacher


class ReenrolmentQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "reenrolment.view_reenrolment") -> Self:
        """Of the students that one sees: either household of a child reads what is asked for it; a teacher who signs
        in, what is asked for whom they teach."""
        if user.is_superuser:
            return self
        if user.is_staff:
            here = self.filter(campaign__site__in=user.site_ids_granting(permission))
            return (
                here.filter(student__in=Student.objects.for_user(user).values("pk"))
                if is_teacher(user)
                else here
            )
        return self.filter(student__in=Student.objects.seen_by_family(user))

    def waiting(self) -> Self:
        """For the office."""
        return self.filter(status=Reenrolment.Status.SENT)

    def unanswered(self) -> Self:
        """What the office asked for in vain: the day that it gave is over."""
        return self.filter(status=Reenrolment.Status.MORE_ASKED, answer_until__lt=timezone.localdate())

    def not_coming(self) -> Self:
        """Of whom nothing is asked any more: the family says that they leave, or the school refused."""
        return self.filter(Q(is_leaving=True) | Q(status=Reenrolment.Status.REFUSED))

    def done(self) -> Self:
        """Nothing more is expected of the family."""
        return self.filter(status__in=Reenrolment.DONE)


class Reenrolment(models.Model):
    """What was sent to the school for a student: one, whoever of its households sends it, and however often.

    `version` counts what families did to it: staff decide on the one that they saw. The steps of its life are a
    table in reenrolment/life.py.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("en attente de validation")
        MORE_ASKED = "more_asked", _("complément demandé")
        VALIDATED = "validated", _("validée")
        REFUSED = "refused", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")

    DONE = (Status.SENT, Status.VALIDATED, Status.REFUSED)

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campagne"), on_delete=models.PROTECT, related_name="reenrolments"
    )
    student = models.ForeignKey(
        Student, verbose_name=_("élève"), on_delete=models.CASCADE, related_name="reenrolments"
    )
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.SENT)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_administrative = models.BooleanField(_("réinscription administrative"), default=False)
    is_leaving = models.BooleanField(_("ne reviendra pas"), default=False)
    leaving_reason = models.CharField(_("motif du départ"), max_length=200, blank=True)
    family = models.ForeignKey(
        Family,
        verbose_name=_("envoyée par la famille"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reenrolments",
    )
    sent_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    sent_by = models.ForeignKey(
        User, verbose_name=_("envoyée par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField(_("complément demandé"), max_length=1000, blank=True)
    answer_until = models.DateField(
        _("réponse jusqu’au"), null=True, blank=True, help_text=_("Inclus, même après la clôture.")
    )
    reason = models.TextField(_("motif du refus"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("décidée par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ReenrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("réinscription")
        verbose_name_plural = _("réinscriptions")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "student"],
                name="reenrolment_one_for_a_student",
                violation_error_message=_("La réinscription de cet élève est déjà envoyée."),
            ),
            models.CheckConstraint(
                name="reenrolment_stays_or_leaves",
                condition=Q(is_leaving=False, leaving_reason="")
                | Q(is_leaving=True, is_administrative=False),
                violation_error_message=_("L’élève revient, ou ne revient pas."),
            ),
            models.CheckConstraint(
                name="reenrolment_decided_says_who_and_when",
                condition=Q(
                    status__in=["more_asked", "validated", "refused"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(status__in=["sent", "withdrawn"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="reenrolment_refused_says_why",
                condition=~Q(status="refused") | ~Q(reason=""),
                violation_error_message=_("Un refus dit pourquoi."),
            ),
            models.CheckConstraint(
                name="reenrolment_more_asked_says_what",
                condition=~Q(status="more_asked") | Q(answer_until__isnull=False) & ~Q(question=""),
                violation_error_message=_("Un complément se demande avec des mots, et jusqu’à une date."),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(status="sent"), name="reenrolment_queue"),
            models.Index(fields=["campaign", "status"], name="reenrolment_progress"),
        ]

    def __str__(self) -> str:
        return str(self.student)

    @property
    def is_done(self) -> bool:
        return self.status in self.DONE

    @property
    def question_stands(self) -> bool:
        """The school waits for an answer."""
        return self.status == self.Status.MORE_ASKED

    def reason_told_to(self, family: Family) -> str:
        """What a household writes of a departure is its own, as its message is."""
        return self.leaving_reason if self.family_id == family.pk else ""

    @property
    def continued(self) -> "list[Choice]":
        return [choice for choice in self.choices.all() if choice.is_continued]

    @property
    def given_up(self) -> "list[Choice]":
        return [choice for choice in self.choices.all() if not choice.is_continued]


class Choice(models.Model):
    """A discipline that the student follows in a cycle: whether it is continued, and how. Its words stay as the
    family read them. Validated, it has made a place of the year to come, once."""

    reenrolment = models.ForeignKey(Reenrolment, on_delete=models.CASCADE, related_name="choices")
    place_key = models.CharField(max_length=160, editable=False)
    name = models.CharField(_("discipline"), max_length=120)
    cycle = models.CharField(_("cycle"), max_length=20, blank=True)
    cursus_name = models.CharField(_("cursus"), max_length=80, blank=True)
    teacher_name = models.CharField(_("enseignant"), max_length=170, blank=True)
    words = models.CharField(_("l’an prochain"), max_length=160, blank=True)
    is_continued = models.BooleanField(_("continuée"), default=True)
    next_discipline = models.ForeignKey(
        Discipline,
        verbose_name=_("discipline suivante"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    next_cycle = models.CharField(_("cycle suivant"), max_length=20, blank=True)
    cursus = models.ForeignKey(Cursus, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.OneToOneField(
        Enrolment,
        verbose_name=_("place créée"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("choix")
        verbose_name_plural = _("choix")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reenrolment", "place_key"],
                name="choice_once",
                violation_error_message=_("Cette discipline est déjà dans la réinscription."),
            ),
            models.CheckConstraint(
                name="choice_given_up_makes_nothing", condition=Q(is_continued=True) | Q(made=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.cycle}" if self.cycle else self.name

    @classmethod
    def key_of(cls, discipline_id: int | None, name: str, cycle: str) -> str:
        """A discipline in a cycle; where the record names none, the words of the class."""
        return f"{discipline_id or key(name)}:{key(cycle)}"[:160]


class RemarkQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "reenrolment.view_reenrolment") -> Self:
        """A household's own; the office reads both."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(reenrolment__campaign__site__in=user.site_ids_granting(permission))
        return self.filter(family__guardians__user=user.pk)


class Remark(models.Model):
    """«Demandes complémentaires», of a household."""

    reenrolment = models.ForeignKey(Reenrolment, on_delete=models.CASCADE, related_name="remarks")
    family = models.ForeignKey(Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("demandes complémentaires"), max_length=2000)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande complémentaire")
        verbose_name_plural = _("demandes complémentaires")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reenrolment", "family"],
                name="remark_one_of_a_household",
                violation_error_message=_("Cette famille a déjà écrit."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
