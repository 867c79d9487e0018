"""The office's forms: what the database would refuse is told where it is mended."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from imuse.seen_values import SeenValues

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models.constraints import BaseConstraint

TYPED = {"text", "email", "tel"}
MEANWHILE = _(
    "Changé entre-temps : « %(now)s » est maintenant au dossier. Vérifiez, puis enregistrez de nouveau."
)


class OfficeForm(forms.ModelForm):
    """What the database would refuse is told at the field where it is mended."""

    # The field of a constraint that names none, or several.
    told_at: ClassVar[dict[str, str]] = {}
    # Where whoever fills it may add but at one site, it is not asked.
    only_site: ClassVar[Site | None] = None

    def __init__(self, *args: Any, **options: Any) -> None:
        """What is typed here is somebody else's: a browser has nothing of its own to offer."""
        super().__init__(*args, **{"label_suffix": "", **options})
        for field in self.fields.values():
            if getattr(field.widget, "input_type", "") in TYPED:
                field.widget.attrs.setdefault("autocomplete", "off")
        if self.only_site and getattr(self.instance, "site_id", self.only_site) is None:
            self.instance.site = self.only_site
        for field in self.fields.values():
            field.show_hidden_initial = False  # Django's copy of a computed default is no valid HTML

    def add_error(self, field: str | None, error: Any) -> None:
        """A refusal of the model: each clash to its field; nothing to a field that is not shown."""
        refusals = getattr(error, "error_dict", None) or {field: getattr(error, "error_list", [error])}
        for name, sentences in refusals.items():
            for sentence in sentences:
                place = self._place_of(sentence) if name in {None, NON_FIELD_ERRORS} else name
                super().add_error(place if place in self.fields else None, sentence)

    def _post_clean(self) -> None:
        """Django leaves a constraint out where the form shows a part of its columns."""
        super()._post_clean()
        for constraint in () if self.errors else self._constraints():
            try:
                constraint.validate(type(self.instance), self.instance)
            except ValidationError as clash:
                self.add_error(None, clash)

    def _constraints(self) -> "Iterable[BaseConstraint]":
        return self._meta.model._meta.constraints  # noqa: SLF001 - Django's documented way

    def _place_of(self, sentence: Any) -> str | None:
        words = str(getattr(sentence, "message", sentence))
        for constraint in self._constraints():
            if str(constraint.violation_error_message) == words:
                return self.told_at.get(constraint.name) or self._last_shown(constraint)
        return None

    def _last_shown(self, constraint: "BaseConstraint") -> str | None:
        """A key column is mended where its words are typed."""
        columns = [name.removesuffix("_key") for name in getattr(constraint, "fields", ())]
        return next((name for name in reversed(columns) if name in self.fields), None)


class GuardedForm(SeenValues, OfficeForm):
    """For the record of a person, which its family and a colleague may change meanwhile: it refuses to save over what
    its page did not show, and shows both."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.remember_what_is_shown()

    def _clean_form(self) -> None:
        """Once all that the form says itself has been said."""
        super()._clean_form()
        faster = [name for name in self.values_seen if self.has_changed_elsewhere(name)]
        for name in faster:
            self.add_error(name, MEANWHILE % {"now": self._said_now(name)})
        if faster:
            self.show_what_is_now()

    def _said_now(self, name: str) -> str:
        field = self.fields[name]
        now = field.prepare_value(self.get_initial_for_field(field, name))
        offered = {str(value): label for value, label in getattr(field, "choices", ())}
        return offered.get(str(now)) or field.widget.format_value(now) or "–"
