from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models.document import Document


class DocumentLookQuerySet(models.QuerySet["DocumentLook"]):
    def for_user(self, user: User, permission: str = "documents.view_document") -> Self:
        """For staff, of the documents that they see; a family is not told."""
        if not user.is_staff:
            return self.none()
        return self.filter(document__in=Document.objects.for_user(user, permission).values("pk"))


class DocumentLook(models.Model):
    """That somebody of the staff looked at a family's file: the audit trail. Rows are only added."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="looks"
    )
    user = models.ForeignKey(User, verbose_name=_("qui"), on_delete=models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField(
        _("page"), null=True, help_text=_("Vide : le fichier entier, tel qu’il a été gardé.")
    )
    looked_at = models.DateTimeField(_("le"), default=timezone.now)
    address = models.GenericIPAddressField(_("adresse"), null=True)

    objects = DocumentLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-looked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.document}"
