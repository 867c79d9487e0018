"""What a school makes of the fields that its families see."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from families import record_fields
from families.models import FieldRule
from families.office import OfficeAdmin
from families.office_filters import OfferedFilter, SiteFilter
from families.office_forms import OfficeForm
from imuse import parts

if TYPE_CHECKING:
    from django.http import HttpRequest


def choices_of_fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """By record: «responsable», then «élève»."""
    return [
        (
            capfirst(label),
            [(f"{record}.{name}", capfirst(words)) for name, words in record_fields.names(record).items()],
        )
        for record, label in FieldRule.Record.choices
    ]


class FieldRuleForm(OfficeForm):
    of = forms.ChoiceField(label=_("Champ"), choices=choices_of_fields)
    told_at: ClassVar[dict[str, str]] = {
        "field_rule_once": "of",
        "field_rule_required_is_editable": "is_required",
        "field_rule_sign_in_email_is_reviewed": "rule",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["of"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("of"):
            self.instance.record, _dot, self.instance.field = cleaned["of"].partition(".")
        return cleaned


class RecordFilter(OfferedFilter):
    title = _("fiche")
    parameter_name = "fiche"
    column = "record"

    def label(self, value: str, *_words: str) -> str:
        return str(FieldRule.Record(value).label)


@admin.register(FieldRule)
class FieldRuleAdmin(OfficeAdmin):
    """What a school makes of the fields that its families see. A field without a rule is as usual."""

    part = parts.SCHOOL
    form = FieldRuleForm
    list_display = ["name", "record", "rule", "is_required"]
    list_filter = [SiteFilter, RecordFilter]

    fields = ["site", "of", "rule", "is_required"]
    fixed: ClassVar[list[str]] = ["site", "record", "name"]

    def get_fields(self, request: "HttpRequest", obj: FieldRule | None = None) -> list[str]:
        return [*self.fixed, "rule", "is_required"] if obj else super().get_fields(request, obj)

    @admin.display(description=_("champ"), ordering="field")
    def name(self, obj: FieldRule) -> str:
        return record_fields.name_of(obj.record, obj.field)
