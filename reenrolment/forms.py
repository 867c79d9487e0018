"""What a household fills for a student: boxes, a message, or that the student leaves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reenrolment.options import Option
from reenrolment.standing import Standing
from reenrolment.wishes import Wish, latest, offers_administrative

SEEN = "seen"


class ReenrolmentForm(forms.Form):
    """«Importer» and «Enregistrer le brouillon» are buttons of it too."""

    is_administrative = forms.BooleanField(label=gettext_lazy("Réinscription administrative"), required=False)
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Cours à continuer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Les cours ont changé pendant que vous remplissiez cette page : vérifiez ce qui est coché."
            )
        },
    )
    is_leaving = forms.BooleanField(required=False)
    leaving_reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Quelques mots suffisent : déménagement, emploi du temps, autre activité…"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    comment = forms.CharField(
        label=gettext_lazy("Votre message au secrétariat"),
        help_text=gettext_lazy(
            "Un horaire impossible, un second instrument, une aide à prévoir : dites-le ici."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    widths = {"leaving_reason": "full", "is_leaving": "full", "comment": "full"}

    def __init__(self, standing: Standing, options: Sequence[Option], *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.options = options
        self.initial = latest(standing, options)._asdict() | {SEEN: standing.token}
        self.fields["wanted"].choices = [(option.key, option.name) for option in options]
        first_name = standing.student.person.first_name or str(standing.student)
        self.fields["is_leaving"].label = _("%(name)s ne reviendra pas l’an prochain") % {"name": first_name}
        is_administrative = offers_administrative(standing.campaign, options)
        del self.fields["wanted" if is_administrative else "is_administrative"]
        if not standing.takes_words:
            del self.fields["comment"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.wish.is_leaving and (self.wish.is_administrative or self.wish.wanted):
            self.add_error("is_leaving", _("Cochez ce que l’élève continue, ou dites qu’il ne revient pas."))
        return cleaned

    @property
    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            told.get("is_administrative", False),
            tuple(told.get("wanted", ())),
            told.get("is_leaving", False),
            told.get("leaving_reason", ""),
            told.get("comment", ""),
        )

    @property
    def box(self) -> str:
        """The field whose boxes say that the student comes back."""
        return "is_administrative" if "is_administrative" in self.fields else "wanted"

    def boxes(self) -> list[tuple[Option, forms.BoundField]]:
        return list(zip(self.options, self["wanted"].subwidgets, strict=True))

    def has_seen(self, standing: Standing) -> None:
        """For a form that is shown again: who sends it once more has seen what changed."""
        self.data = self.data.copy()
        self.data[SEEN] = standing.token
