from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from accounts.trail.rows import TrackedQuerySet
from documents.models.document_type import DocumentType
from documents.models.doors import may_be_opened_by, sites_as
from documents.models.kept_file import KeptFile
from families.models import Family
from students.models import Student


class DocumentQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "documents.view_document") -> Self:
        """A family's own, never the other household's; for staff, those of the schools where their posts allow it,
        and of them for the régie what it may open."""
        if user.is_superuser:
            return self
        if user.is_staff:
            here = self.filter(type__site__in=user.site_ids_granting(permission))
            of_office = sites_as(user, Role.SECRETARIAT) | sites_as(user, Role.DIRECTION)
            return here.filter(Q(type__site__in=of_office) | may_be_opened_by(user, "type__"))
        own = self.filter(family__guardians__user=user.pk)
        return own.filter(Q(student=None) | Q(student__in=Student.objects.seen_by_family(user)))

    def openable_by(self, user: User) -> Self:
        """For staff, among those of `for_user`."""
        return self.filter(may_be_opened_by(user, "type__"))

    def waiting(self) -> Self:
        return self.filter(status=Document.Status.WAITING)

    def live(self) -> Self:
        """What a family's page tells of: not what was replaced or taken back."""
        return self.filter(status__in=Document.LIVE)


class Document(KeptFile):
    """What a family gave, once, of what it was asked for: a file, «Non concerné», or something handed over at the desk.

    A newer one replaces the one that waits, or that was refused: so the row that staff decide on is the one they saw.
    One that is validated counts until a newer one is validated.
    """

    class Answer(models.TextChoices):
        FILE = "file", _("fichier")
        NOT_CONCERNED = "not_concerned", _("non concerné")
        IN_PERSON = "in_person", _("remis sur place")

    class Status(models.TextChoices):
        WAITING = "waiting", _("en attente de validation")
        VALIDATED = "validated", _("validé")
        REFUSED = "refused", _("refusé")
        REPLACED = "replaced", _("remplacé par un plus récent")
        REMOVED = "removed", _("supprimé par la famille")

    LIVE = (Status.WAITING, Status.VALIDATED, Status.REFUSED)
    DECIDED = (Status.VALIDATED, Status.REFUSED)

    type = models.ForeignKey(
        DocumentType, verbose_name=_("document"), on_delete=models.PROTECT, related_name="documents"
    )
    family = models.ForeignKey(
        Family, verbose_name=_("famille"), on_delete=models.CASCADE, related_name="documents"
    )
    student = models.ForeignKey(
        Student,
        verbose_name=_("élève"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="documents",
    )
    answer = models.CharField(_("réponse"), max_length=14, choices=Answer, default=Answer.FILE)
    sent_at = models.DateTimeField(_("donné le"), default=timezone.now)
    sent_by = models.ForeignKey(
        User, verbose_name=_("donné par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.WAITING)
    reason = models.TextField(_("motif du refus"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("décidé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    told_at = models.DateTimeField(_("famille prévenue le"), null=True, blank=True, editable=False)
    file_deleted_at = models.DateTimeField(_("fichier supprimé le"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents donnés")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "family"],
                condition=Q(student=None, status__in=["waiting", "refused"]),
                name="document_of_family_one_in_hand",
                violation_error_message=_("Un fichier attend déjà pour ce document."),
            ),
            models.UniqueConstraint(
                fields=["type", "family", "student"],
                condition=Q(student__isnull=False, status__in=["waiting", "refused"]),
                name="document_of_student_one_in_hand",
                violation_error_message=_("Un fichier attend déjà pour ce document."),
            ),
            models.UniqueConstraint(
                fields=["type", "family"],
                condition=Q(student=None, status="validated"),
                name="document_of_family_one_validated",
                violation_error_message=_("Un autre fichier est déjà validé pour ce document."),
            ),
            models.UniqueConstraint(
                fields=["type", "family", "student"],
                condition=Q(student__isnull=False, status="validated"),
                name="document_of_student_one_validated",
                violation_error_message=_("Un autre fichier est déjà validé pour ce document."),
            ),
            models.CheckConstraint(
                name="document_decided_says_who_and_when",
                condition=(
                    Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(status="waiting")
                    | Q(decided_at=None, decided_by=None) & ~Q(status__in=["validated", "refused"])
                ),
            ),
            models.CheckConstraint(
                name="document_refused_says_why",
                condition=~Q(status="refused") | ~Q(reason=""),
                violation_error_message=_("Un refus dit pourquoi."),
            ),
            models.CheckConstraint(
                name="document_file_has_its_facts",
                condition=(
                    Q(answer="file", size__gt=0)
                    & ~Q(file_name="")
                    & ~Q(content_type="")
                    & (~Q(path="") & Q(file_deleted_at=None) | Q(path="", file_deleted_at__isnull=False))
                    | ~Q(answer="file") & Q(path="", file_name="", size=0, file_deleted_at=None)
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(status="waiting"), name="document_queue"),
            models.Index(
                fields=["type", "sent_at"], condition=Q(status="waiting"), name="document_queue_of_kind"
            ),
            models.Index(fields=["family", "type"], name="document_of_family"),
            models.Index(fields=["path"], name="document_by_path"),  # the sweep
        ]

    def __str__(self) -> str:
        return f"{self.type} · {self.student or self.family.name}"

    def clean(self) -> None:
        super().clean()
        if self.type.is_of_student != (self.student_id is not None):
            raise ValidationError(_("Ce document est demandé à la famille, ou à chaque élève."))

    @property
    def has_file(self) -> bool:
        """One that can still be looked at."""
        return bool(self.path)

    def is_expired(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today

    def is_good(self, today: date) -> bool:
        """Nothing more is asked for."""
        return self.status == self.Status.VALIDATED and not self.is_expired(today)
