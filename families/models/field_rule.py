from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from accounts.trail.rows import TrackedQuerySet
from families.record_fields import name_of


class FieldRuleQuerySet(TrackedQuerySet):
    def for_user(self, user: User, permission: str = "families.view_fieldrule") -> Self:
        """A family's own school's; for staff, those of the schools where their posts allow it."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(site__in=user.site_ids_granting(permission))
        return self.filter(site=user.site_id)


class FieldRule(models.Model):
    """What a school makes of one field of its families' records, where that is not the usual."""

    class Record(models.TextChoices):
        GUARDIAN = "guardian", _("responsable")
        STUDENT = "student", _("élève")

    class Rule(models.TextChoices):
        REVIEWED = "reviewed", _("modifiable, validé par le personnel")
        FREE = "free", _("modifiable, appliqué aussitôt")
        READ_ONLY = "read_only", _("montré, non modifiable")
        HIDDEN = "hidden", _("caché")

    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="field_rules"
    )
    record = models.CharField(_("fiche"), max_length=8, choices=Record)
    field = models.CharField(_("champ"), max_length=40)
    rule = models.CharField(_("règle"), max_length=10, choices=Rule, default=Rule.REVIEWED)
    is_required = models.BooleanField(_("obligatoire"), default=False)

    objects = FieldRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("règle d’un champ")
        verbose_name_plural = _("règles des champs")
        ordering = ["site", "record", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "record", "field"],
                name="field_rule_once",
                violation_error_message=_("Ce champ a déjà une règle sur ce site."),
            ),
            models.CheckConstraint(
                name="field_rule_required_is_editable",
                condition=models.Q(is_required=False) | models.Q(rule__in=["reviewed", "free"]),
                violation_error_message=_("Un champ obligatoire est modifiable."),
            ),
            models.CheckConstraint(
                name="field_rule_sign_in_email_is_reviewed",
                condition=~models.Q(record="guardian", field="email", rule="free"),
                violation_error_message=_(
                    "L’e-mail d’un responsable est celui de son compte : il est toujours validé."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_record_display()} · {name_of(self.record, self.field)}"
