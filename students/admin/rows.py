"""Rows of a page that holds many students."""

from typing import TYPE_CHECKING, Any

from django import forms

from families.office import link_to

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.safestring import SafeString


class Shown(forms.Widget):
    """Nothing to fill in, but words to read."""

    def __init__(self, words: "SafeString") -> None:
        super().__init__()
        self.words = words

    def render(self, *_args: Any, **_options: Any) -> "SafeString":
        return self.words

    def id_for_label(self, _id: str | None) -> str:
        return ""


class RowOfStudent:
    """The student of a new row is found by name; of a row that is there one reads it, and it is asked for no more.

    Only what changed is checked again: a choir has a hundred rows.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "student" in self.fields:
            student, label = self.instance.student, self.fields["student"].label
            words = Shown(link_to(self.opens(), student))
            self.fields["student"] = forms.Field(label=label, disabled=True, required=False, widget=words)
            self.initial["student"] = student

    def opens(self) -> "Model":
        """Whose page the name leads to."""
        return self.instance.student

    def _post_clean(self) -> None:
        if self.has_changed():
            super()._post_clean()
