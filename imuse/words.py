"""What a field holds, as people read it."""

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imuse.telephones import TelephoneField, show

if TYPE_CHECKING:
    from django.db.models import Field

NONE = "–"


def in_words(field: "Field", value: Any) -> str:
    """Empty where there is nothing. A value that was kept as JSON is read as well."""
    value = field.to_python(value)
    if value is None:
        return ""
    if field.remote_field:
        return str(field.remote_field.model._base_manager.filter(pk=value).first() or "")  # noqa: SLF001
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, TelephoneField):
        return show(value)
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    return date_format(value, "SHORT_DATE_FORMAT") if hasattr(value, "isoformat") else str(value)
