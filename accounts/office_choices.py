"""A field of the office that is filled by name, where a list to choose from would hold hundreds.

What is typed is looked for as the target's own list looks for it. Where scripts run, static/suggestions.js offers
what fits while one types; a suggestion ends with a number, which tells namesakes apart.
"""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from imuse.keys import key

if TYPE_CHECKING:
    from accounts.office import ScopedAdmin

NUMBER = re.compile(r"n°\s*(\d{1,18})\s*$")
MOST = 20  # that are looked through for the one that is meant
NAMED = 4  # in the sentence that asks which


def told(page: "ScopedAdmin", obj: Model) -> str:
    return f"{page.name_of(obj)} – n°\u00a0{obj.pk}"


class Suggestions(AutocompleteJsonView):
    """The rows of the target's own page, so of the own sites alone."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": told(self.model_admin, obj)}


class NameInput(forms.TextInput):
    def __init__(self, db_field: ForeignKey, *, site: str) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"})
        self.db_field, self.site = db_field, site

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        options = self.db_field.model._meta  # noqa: SLF001 - Django's documented way
        asked = {
            "app_label": options.app_label,
            "model_name": options.model_name,
            "field_name": self.db_field.name,
        }
        address = f"{reverse(f'{self.site}:autocomplete')}?{urlencode(asked)}"
        return super().get_context(name, value, {**(attrs or {}), "data-suggestions": address})

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["suggestions.js"])


class NamedChoice(forms.ModelChoiceField):
    default_error_messages = {
        "nothing": _("« %(typed)s » : aucune fiche ne porte ce nom. Vérifiez, ou tapez un autre mot du nom."),
        "several": _("« %(typed)s » : plusieurs fiches correspondent (%(names)s). Laquelle ?"),
    }

    def __init__(self, *args: Any, page: "ScopedAdmin", **options: Any) -> None:
        self.page = page
        super().__init__(*args, **options)

    def prepare_value(self, value: Any) -> Any:
        """What is on record, a number, by its name; what was typed as it was."""
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        return told(self.page, value) if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values or isinstance(value, Model):
            return value or None
        found = self._found(str(value))
        if len(found) == 1:
            return found[0]
        names = ", ".join(told(self.page, each) for each in found[:NAMED])
        code = "several" if found else "nothing"
        told_of = {"typed": value, "names": f"{names}…" if len(found) > NAMED else names}
        raise ValidationError(self.error_messages[code], code=code, params=told_of)

    def _found(self, typed: str) -> list[Model]:
        number = NUMBER.search(typed)
        if number:
            return list(self.queryset.filter(pk=number[1]))
        rows, _twice = self.page.get_search_results(None, self.queryset, typed)
        found = list(rows.distinct()[:MOST])
        whole = [each for each in found if key(str(each)) == key(typed)]
        return whole if len(whole) == 1 else found
